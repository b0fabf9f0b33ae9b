"""Talks that begin with a message: what of it is the request, and that two at once begin one talk."""

import asyncio
from pathlib import Path

import pytest

from bot.core.session import SessionKind
from tests.surface.whole import Whole, whole


@pytest.mark.parametrize(
    ("said", "request_", "title"),
    [
        ("{me} short: words", "short: words", "short: words"),
        ("{me}, {me}: short: words {me} ", "short: words", "short: words"),
        ("short: ask {me} and {linus}", "short: ask @{bot} and @Linus", "short: ask and"),
        ("short: words, {me}", "short: words", "short: words"),
    ],
)
async def test_the_request_is_what_was_said_besides_our_name(
    tmp_path: Path, said: str, request_: str, title: str
) -> None:
    """Before and after the words it is left out; between them it stays, and everybody's name is plain."""
    async with whole(tmp_path) as here:
        bot = here.world.bot
        names = {"me": f"<@{bot.id}>", "linus": f"<@{here.person('Linus').id}>", "bot": bot.global_name or bot.name}
        await here.say("Grace", said.format(**names), here.general.id)
        turn = await here.until(lambda: here.done_turn(0))
        session = await here.bot.desk.store.session(turn.session)

        assert turn.request == request_.format(**names)
        assert session is not None
        assert session.title == title
        assert session.owner == here.person("Grace").id


async def test_a_mention_in_a_channel_is_no_request_without_our_name(tmp_path: Path) -> None:
    """Everyone, and others, are not us."""
    async with whole(tmp_path) as here:
        await here.say("Ada", f"@everyone short: <@{here.person('Linus').id}>", here.general.id)
        await here.say("Ada", f"<@{here.world.bot.id}> short: heard", here.general.id)
        await here.until(lambda: here.done_turn(0))

        assert [turn.request for turn in await here.turns()] == ["short: heard"]


async def test_two_direct_messages_at_once_begin_one_talk(tmp_path: Path) -> None:
    """Both are its requests, one after the other."""
    async with whole(tmp_path) as here:
        direct = await direct_of(here, "Grace")
        await asyncio.gather(*(here.say("Grace", f"short: {number}", direct) for number in range(3)))
        await here.until(lambda: here.done_turn(2))

        turns = await here.turns()
        session = await here.bot.desk.store.session(turns[0].session)
        assert len({turn.session for turn in turns}) == 1
        assert session is not None
        assert (session.kind, session.guild, session.room) == (SessionKind.DIRECT, None, direct)


async def direct_of(here: Whole, name: str) -> int:
    channel = await here.call(name, "POST", "/users/@me/channels", {"recipient_id": str(here.world.bot.id)})
    return int(channel["id"])
