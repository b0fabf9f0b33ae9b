"""What a person's client sends to the bot past what Discord would let through, and what the bot answers."""

from typing import Any, cast

from bot.playground.discord.interactions.payload import interaction_create
from bot.playground.discord.interactions.state import INTERACTIONS, Interaction, InteractionType, new_token
from bot.playground.journal import Entry
from bot.store.store import SqliteStore
from tests.surface.whole import Whole

Json = dict[str, Any]


def come(here: Whole, name: str, kind: InteractionType, data: Json) -> Interaction:
    """An itx of this person's, as Discord tells it to the bot."""
    itx = Interaction(
        id=(number := here.world.snowflake()),
        token=new_token(number),
        type=kind,
        person=here.person(name),
        channel=here.general,
        created_at=here.world.now(),
        data=data,
    )
    here.playground[INTERACTIONS].add(itx)
    here.dispatch("INTERACTION_CREATE", interaction_create(here.world, itx))
    return itx


def command(
    here: Whole, name: str, words: str, options: Json, kind: InteractionType = InteractionType.COMMAND
) -> Interaction:
    """`words`: the command and its verb, as one writes them."""
    group, verb = words.split()
    given = [{"type": 3, "name": option, "value": value} for option, value in options.items()]
    if kind is InteractionType.AUTOCOMPLETE:
        given[-1]["focused"] = True
    data = {"id": "1", "name": group, "type": 1, "options": [{"type": 1, "name": verb, "options": given}]}
    return come(here, name, kind, data)


def form(here: Whole, name: str, custom_id: str, **fields: str) -> Interaction:
    components = [
        {"type": 18, "id": place, "component": {"type": 4, "id": place + 10, "custom_id": field, "value": value}}
        for place, (field, value) in enumerate(fields.items(), start=1)
    ]
    return come(here, name, InteractionType.MODAL, {"custom_id": custom_id, "components": components})


async def answer(here: Whole, itx: Interaction) -> Json:
    """The body of the first answer."""

    async def found() -> Entry | None:
        return next(iter(here.requests("POST", f"/interactions/{itx.id}/")), None)

    entry: Entry = await here.until(found)
    body: Any = entry.as_json()["body"]
    return cast("Json", body)


async def said(here: Whole, itx: Interaction) -> str:
    body = await answer(here, itx)
    assert body["data"]["flags"] == 64
    return str(body["data"]["content"])


def store(here: Whole) -> SqliteStore:
    return cast("SqliteStore", here.bot.desk.store)
