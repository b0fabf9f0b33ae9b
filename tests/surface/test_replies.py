"""What is said in a session's thread becomes a turn once, if a person who may said it, and else not at all."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.core.access import EVERYTHING, Allowed, Lists
from bot.core.ids import Snowflake
from bot.playground.keys import FAULTS, HUB
from tests.surface.whole import Json, Whole, whole


def sent(here: Whole, thread: int, content: str = "short again") -> Json:
    """A message of Ada's as the gateway tells it, though she never sent it."""
    message = here.world.snowflake()
    ada = here.person("Ada")
    return {
        "id": str(message),
        "channel_id": str(thread),
        "guild_id": str(here.world.guild.id),
        "author": {"id": str(ada.id), "username": ada.name, "discriminator": "0", "avatar": None, "global_name": "Ada"},
        "member": {"roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False, "mute": False, "flags": 0},
        "content": content,
        "timestamp": "2026-11-22T12:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
        "components": [],
        "flags": 0,
    }


IGNORED: dict[str, Json] = {
    "a bot": {"author": {"id": "1", "username": "robot", "discriminator": "0000", "avatar": None, "bot": True}},
    "a webhook": {"webhook_id": "77"},
    "a notice that somebody joined the thread": {"type": 1},
    "a notice that the thread was renamed": {"type": 4},
    "a notice of a pin": {"type": 6},
    "the thread's starter message": {"type": 21, "content": ""},
    "a message without content": {"content": ""},
    "a message of white space": {"content": " \n\t "},
}


@pytest.mark.parametrize("what", IGNORED)
async def test_what_no_person_said_starts_nothing(tmp_path: Path, what: str) -> None:
    """Bots, webhooks, Discord's notices and messages without text are passed over; the next message is heard."""
    async with whole(tmp_path) as here:
        thread, _ = await here.talk()
        here.dispatch("MESSAGE_CREATE", sent(here, thread) | IGNORED[what])
        await here.say("Ada", "short: next", thread)
        await here.until(lambda: here.done_turn(1))

        assert [turn.request for turn in await here.turns()] == ["short please", "short: next"]


async def test_our_own_messages_start_nothing(tmp_path: Path) -> None:
    """The bot hears its own card and pages, and takes none of them for a request."""
    async with whole(tmp_path) as here:
        thread, _ = await here.talk()
        await asyncio.sleep(0.2)

        assert len(here.messages(thread)) >= 2
        assert len(await here.turns()) == 1


async def test_what_is_said_in_a_thread_while_it_is_made_is_heard(tmp_path: Path) -> None:
    """Somebody writes in it before we know that it was made: that is the next turn."""
    async with whole(tmp_path) as here:
        await here.fault({"method": "POST", "path": "*/threads", "times": 1}, {"hold": "after"})
        await here.ask("Ada", "short please")
        thread = await here.until(lambda: first_thread(here))
        await here.say("Ada", "short: at once", thread)
        await here.until(lambda: accepted(here, 2))
        here.playground[FAULTS].clear()
        await here.until(lambda: here.done_turn(1))

        first, second = await here.turns()
        assert (second.request, second.session) == ("short: at once", first.session)


async def first_thread(here: Whole) -> int:
    return next((thread.id for thread in here.world.threads_of(here.world.guild.id)), 0)


async def accepted(here: Whole, number: int) -> bool:
    return len(await here.turns()) >= number


async def test_a_message_told_twice_is_one_turn(tmp_path: Path) -> None:
    """A gateway that replays an event, also while the first one is being taken, starts nothing twice."""
    async with whole(tmp_path) as here:
        thread, _ = await here.talk()
        message = sent(here, thread)
        for _ in range(5):
            here.dispatch("MESSAGE_CREATE", message)
        await here.until(lambda: here.done_turn(1))
        here.dispatch("MESSAGE_CREATE", message)
        await asyncio.sleep(0.2)

        assert len(await here.turns()) == 2
        assert len(here.requests("POST", "/v1beta/interactions")) == 2


async def test_a_command_told_twice_is_one_turn(tmp_path: Path) -> None:
    """A replayed `/ask` is answered once."""
    async with whole(tmp_path) as here:
        told: list[Json] = []
        keep_what_is_told(here, told)
        await here.talk()
        here.dispatch("INTERACTION_CREATE", told[0])
        await asyncio.sleep(0.3)

        assert len(await here.turns()) == 1
        assert len(here.requests("POST", "/callback")) == 1


def keep_what_is_told(here: Whole, told: list[Json]) -> None:
    """Note every INTERACTION_CREATE that the playground sends the bot."""
    hub = here.playground[HUB]
    send = hub.send

    def noting(user_id: int, name: str, payload: Json, **more: Any) -> int:
        if name == "INTERACTION_CREATE":
            told.append(payload)
        return send(user_id, name, payload, **more)

    hub.send = noting  # type: ignore[method-assign]


async def test_who_may_not_use_the_bot_is_not_answered(tmp_path: Path) -> None:
    """With the bot closed, a stranger's reply in the owner's thread starts nothing."""
    async with whole(tmp_path, allow="") as here:
        thread, _ = await here.talk()
        await here.say("Grace", "short: mine", thread)
        await here.say("Ada", "short: next", thread)
        await here.until(lambda: here.done_turn(1))

        assert [turn.request for turn in await here.turns()] == ["short please", "short: next"]


@pytest.mark.parametrize("which", ["person", "role", "channel", "server"])
async def test_allow_opens_to_people_roles_channels_and_servers(tmp_path: Path, which: str) -> None:
    """An id in ALLOW lets its person, everyone with its role, in its channel's threads or in its server talk."""
    async with whole(tmp_path, allow="") as here:
        grace, guild = here.person("Grace"), here.world.guild
        ids = {
            "person": grace.id,
            "role": guild.members[grace.id].roles[0],
            "channel": here.general.id,
            "server": guild.id,
        }
        here.bot.desk.lists = Lists(allow={EVERYTHING: Allowed(frozenset({Snowflake(ids[which])}))})
        thread, _ = await here.talk()
        await here.say("Grace", f"<@{here.world.bot.id}> short: mine", thread)
        await here.until(lambda: here.done_turn(1))

        assert (await here.turns())[1].actor.id == grace.id


async def test_a_message_elsewhere_starts_nothing(tmp_path: Path) -> None:
    """What is said in a channel, or in a thread that is none of ours, is nobody's request."""
    async with whole(tmp_path) as here:
        thread, _ = await here.talk()
        await here.say("Ada", "short: in the channel", here.general.id)
        here.dispatch("MESSAGE_CREATE", sent(here, here.channel("workshop").id))
        await here.say("Ada", "short: next", thread)
        await here.until(lambda: here.done_turn(1))

        assert [turn.request for turn in await here.turns()] == ["short please", "short: next"]
