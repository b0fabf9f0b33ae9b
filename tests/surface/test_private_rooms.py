"""A private talk gets its place once, whatever is cut: a thread with its asker alone, or their direct messages."""

import asyncio
from dataclasses import replace
from itertools import count
from pathlib import Path

import discord
import pytest

from bot.core.catalogue import say
from bot.core.errors import Forbidden
from bot.core.ids import SessionId, TurnId
from bot.core.session import Session, SessionKind
from bot.playground.discord.channels.sight import announce_channel
from bot.playground.discord.world.entities import Channel, Message
from bot.playground.discord.world.flags import ChannelType, Permission
from bot.surface.threads import root_content
from tests.surface.asked import Asked, asked
from tests.surface.place import PATIENCE_S
from tests.surface.test_threads import mortal_threads, session_of
from tests.surface.whole import Whole, whole
from tests.turns.mortal import Killed, Life


def private_threads(case: Asked) -> list[Channel]:
    threads = case.here.world.threads_of(case.here.world.guild.id)
    return [thread for thread in threads if thread.type is ChannelType.PRIVATE_THREAD]


def said_privately(case: Asked) -> list[str]:
    """What stands where only the asker sees it."""
    hidden = case.here.channel().hidden.values()
    return [message.content for message in hidden if message.seen_only_by == case.session.owner]


def ours(case: Asked, channel: int) -> list[Message]:
    """Without Discord's own notices."""
    found = case.here.world.channels[channel].messages.values()
    return [m for m in found if m.author_id == case.here.world.bot.id and m.type.value != 1]


async def forbidden(case: Asked, permission: Permission) -> None:
    """In the channel, and the bot has heard of it."""
    case.here.forbid(permission)
    announce_channel(case.here.world, "CHANNEL_UPDATE", case.here.channel())
    async with asyncio.timeout(PATIENCE_S):
        while may(case).value & permission:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.01)


def may(case: Asked) -> discord.Permissions:
    channel = case.here.client.get_channel(case.here.general)
    assert isinstance(channel, discord.TextChannel)
    return channel.permissions_for(channel.guild.me)


async def opened(case: Asked) -> int:
    async with asyncio.timeout(PATIENCE_S):
        return await case.threads().open(await session_of(case), case.turn)


async def test_a_private_talk_has_a_thread_with_its_asker_alone(tmp_path: Path) -> None:
    """The request stands in it, nothing of it in the channel, nobody else can be let in; the asker gets the link."""
    async with asked(tmp_path, is_private=True) as case:
        room = await opened(case)

        (thread,) = private_threads(case)
        assert thread.thread is not None
        assert (thread.id, thread.name, thread.thread.invitable) == (room, case.session.title, False)
        assert set(thread.thread.members) == {case.here.world.bot.id, case.session.owner}
        assert [m.content for m in ours(case, room)] == [root_content(case.turn)]
        assert ours(case, case.here.general) == []
        assert said_privately(case) == [say("private.thread", room=room)]


@pytest.mark.parametrize("pause_s", [0.0, 60.0, 1200.0])
@pytest.mark.parametrize("after", [False, True])
async def test_begun_again_at_any_point_it_is_one_private_thread(
    tmp_path: Path, *, pause_s: float, after: bool
) -> None:
    """Killed at each call of store, canvas and itx, and begun again: one thread with one quotation and its asker."""
    for dies_at in count(1):
        async with asked(tmp_path / str(dies_at), is_private=True) as case:
            life = Life(dies_at=dies_at, after=after)
            try:
                await mortal_threads(case, life).open(case.session, case.turn)
            except Killed:
                case.later(pause_s)
            room = await opened(case)

            (thread,) = private_threads(case)
            assert thread.id == room == (await session_of(case)).thread
            assert thread.thread is not None
            assert case.session.owner in thread.thread.members
            assert [m.content for m in ours(case, room)] == [root_content(case.turn)]
            assert ours(case, case.here.general) == []
        if not life.dead:
            break
    assert dies_at > 3


@pytest.mark.parametrize("do", [{"drop": "before"}, {"drop": "after"}, {"status": 503}])
async def test_a_private_thread_whose_making_is_unknown_is_looked_for(tmp_path: Path, do: dict[str, object]) -> None:
    """After a cut connection or a 503 there is one thread, whether or not it had been made."""
    async with asked(tmp_path, is_private=True) as case:
        await case.here.fault({"method": "POST", "path": "*/threads", "times": 1}, do)
        room = await opened(case)

        assert [thread.id for thread in private_threads(case)] == [room]


async def test_two_talks_of_one_name_never_share_a_thread(tmp_path: Path) -> None:
    """Somebody else asks the same at the same time, and an answer of Discord is lost: each has their own thread."""
    async with asked(tmp_path, is_private=True) as case:
        grace = case.here.person("Grace")
        session = replace(case.session, id=SessionId("session-2"), owner=grace)
        actor = replace(case.turn.actor, id=grace, name="Grace")
        turn = replace(case.turn, id=TurnId("fedcba9876543210"), session=session.id, origin="message:1", actor=actor)
        await case.store.accept(session, turn)
        await case.here.fault({"method": "POST", "path": "*/threads", "times": 1}, {"drop": "after"})
        rooms = case.threads().private
        async with asyncio.timeout(PATIENCE_S):
            both: tuple[Session, Session] = await asyncio.gather(rooms.opened(case.session), rooms.opened(session))
            for one in both:
                await rooms.let_in(one)

        found = {thread.id: thread.thread.members.keys() for thread in private_threads(case) if thread.thread}
        bot = case.here.world.bot.id
        assert {one.thread: {bot, one.owner} for one in both} == found


@pytest.mark.parametrize("missing", [Permission.CREATE_PRIVATE_THREADS, Permission.SEND_MESSAGES_IN_THREADS])
async def test_where_no_private_thread_may_be_it_is_the_direct_messages(tmp_path: Path, missing: Permission) -> None:
    """Nothing is tried that Discord would refuse; the request stands there, and the asker is told where."""
    async with asked(tmp_path, is_private=True) as case:
        await forbidden(case, missing)
        room = await opened(case)

        session = await session_of(case)
        assert (session.kind, session.room, session.guild) == (SessionKind.DIRECT, room, case.session.guild)
        assert case.here.world.channels[room].recipients == [case.here.world.bot.id, case.session.owner]
        assert [m.content for m in ours(case, room)] == [root_content(case.turn)]
        assert private_threads(case) == []
        assert not case.here.requests("POST", "/channels/{channel_id}/threads")
        assert said_privately(case) == [say("private.direct", room=room)]


async def test_where_discord_refuses_the_thread_it_is_the_direct_messages(tmp_path: Path) -> None:
    """Also where we only learn of it by its answer."""
    async with asked(tmp_path, is_private=True) as case:
        refusal = {"status": 403, "body": {"code": 50013, "message": "Missing Permissions"}}
        await case.here.fault({"method": "POST", "path": "*/threads"}, refusal)
        room = await opened(case)

        assert case.here.world.channels[room].type is ChannelType.DM


async def test_who_takes_no_direct_messages_is_told_so(tmp_path: Path) -> None:
    """Neither a thread nor direct messages: nothing is begun, and the asker alone reads why."""
    async with asked(tmp_path, is_private=True) as case:
        await forbidden(case, Permission.CREATE_PRIVATE_THREADS)
        case.here.world.users[case.session.owner].takes_dms = False
        with pytest.raises(Forbidden):
            await opened(case)

        assert said_privately(case) == [say("private.closed")]
        assert ours(case, case.here.general) == []


async def ask_privately(here: Whole, channel: int) -> None:
    given = [{"type": 3, "name": "prompt", "value": "short please"}, {"type": 5, "name": "private", "value": True}]
    await here._interact("Ada", 2, channel, {"name": "ask", "type": 1, "options": given})


async def test_asked_in_a_thread_it_is_a_talk_of_its_own(tmp_path: Path) -> None:
    """A private thread in the thread's channel; the talk that stands there hears nothing of it."""
    async with whole(tmp_path) as here:
        thread, before = await here.talk()
        shown = len(here.messages(thread))
        await ask_privately(here, thread)
        turn = await here.until(lambda: here.done_turn(1))

        session = await here.bot.desk.store.session(turn.session)
        assert session is not None
        assert (session.kind, session.parent) == (SessionKind.PRIVATE, here.general.id)
        assert turn.session != before.session
        assert len(here.messages(thread)) == shown


async def test_asked_in_a_post_it_is_the_direct_messages(tmp_path: Path) -> None:
    """A forum has no private threads."""
    async with whole(tmp_path) as here:
        body = {"name": "An idea", "message": {"content": "What do you think?"}}
        post = await here.call("Grace", "POST", f"/channels/{here.channel('ideas').id}/threads", body)
        await ask_privately(here, int(post["id"]))
        turn = await here.until(lambda: here.done_turn(0))

        session = await here.bot.desk.store.session(turn.session)
        assert session is not None
        assert session.kind is SessionKind.DIRECT
        assert not here.requests("POST", "/threads?")
        assert len(here.messages(int(post["id"]))) == 1


@pytest.mark.parametrize("do", [{"drop": "after"}, {"status": 503}])
async def test_the_link_is_told_again_where_it_was_lost(tmp_path: Path, do: dict[str, object]) -> None:
    """A cut connection or a 503 does not leave the asker waiting."""
    async with whole(tmp_path) as here:
        await here.fault({"method": "PATCH", "path": "*/messages/@original", "times": 1}, do)
        await ask_privately(here, here.general.id)
        await here.until(lambda: here.done_turn(0))

        (told,) = here.general.hidden.values()
        assert told.content.startswith("We talk here")
