"""Opening a session's place: one quoting message and one thread, however often it is begun anew."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path

import pytest

from bot.core.errors import Forbidden, Gone
from bot.core.session import Session, SessionKind
from bot.playground.discord.world.flags import Permission
from bot.surface.threads import DiscordThreads, root_content
from tests.surface.asked import Asked, asked
from tests.surface.place import PATIENCE_S, connected
from tests.turns.mortal import Killed, Life, mortal


def mortal_threads(case: Asked, life: Life) -> DiscordThreads:
    """The adapter in a process that is killed at one of its calls."""
    threads = case.threads()
    threads.store, threads.canvas = mortal(threads.store, life), mortal(threads.canvas, life)
    threads.replies = mortal(threads.replies, life)
    return threads


@pytest.mark.parametrize("pause_s", [0.0, 60.0, 1200.0])
@pytest.mark.parametrize("after", [False, True])
async def test_begun_again_at_any_point_it_is_one_thread(tmp_path: Path, *, pause_s: float, after: bool) -> None:
    """Killed at each of its calls, and begun again in time, too late for the itx, or too late for its token: the same
    one message and one thread.
    """
    for dies_at in count(1):
        folder = tmp_path / str(dies_at)
        async with asked(folder) as case:
            life = Life(dies_at=dies_at, after=after)
            try:
                await mortal_threads(case, life).open(case.session, case.turn)
            except Killed:
                case.later(pause_s)
            thread = await case.threads().open(await session_of(case), case.turn)

            (root,) = case.roots()
            assert root.content == root_content(case.turn)
            assert thread == root.id
            assert (await session_of(case)).thread == thread
            assert [c.id for c in case.here.world.threads_of(case.here.world.guild.id)] == [thread]
        if not life.dead:
            break
    assert dies_at > 3


@asynccontextmanager
async def forbidden(folder: Path, permission: Permission) -> AsyncIterator[Asked]:
    """`/ask` in a channel in which the bot lacks this, as the gateway has told it."""
    async with asked(folder, online=False) as case:
        case.here.forbid(permission)
        async with connected(case.here.client):
            yield case


async def session_of(case: Asked) -> Session:
    session = await case.store.session(case.session.id)
    assert session is not None
    return session


async def test_a_thread_asked_for_before_the_gateway_is_there_is_made_then(tmp_path: Path) -> None:
    """What an earlier process left is taken up at once; where the gateway is late, its thread waits for that."""
    async with asked(tmp_path, online=False) as case:
        opening = asyncio.create_task(case.threads().open(case.session, case.turn))
        await asyncio.sleep(0.3)
        was_done = opening.done()
        async with connected(case.here.client), asyncio.timeout(PATIENCE_S):
            thread = await opening

        assert not was_done
        assert [c.id for c in case.here.world.threads_of(case.here.world.guild.id)] == [thread]


@pytest.mark.parametrize("do", [{"drop": "before"}, {"drop": "after"}, {"status": 503}])
async def test_a_thread_whose_making_is_unknown_is_made_again(tmp_path: Path, do: dict[str, object]) -> None:
    """After a cut connection or a 503 the thread is asked for again, and there is one."""
    async with asked(tmp_path) as case:
        await case.here.fault({"path": "*/threads", "times": 1}, do)
        async with asyncio.timeout(PATIENCE_S):
            thread = await case.threads().open(case.session, case.turn)

        assert [c.id for c in case.here.world.threads_of(case.here.world.guild.id)] == [thread]
        assert len(case.roots()) == 1


@pytest.mark.parametrize("missing", [Permission.CREATE_PUBLIC_THREADS, Permission.SEND_MESSAGES_IN_THREADS])
async def test_where_threads_are_forbidden_it_stays_in_the_channel(tmp_path: Path, missing: Permission) -> None:
    """Without one of the permissions that a thread needs none is tried; the talk takes place in the channel."""
    async with forbidden(tmp_path, missing) as case:
        rooms = [await case.threads().open(await session_of(case), case.turn) for _ in range(2)]

        assert rooms == [case.session.parent] * 2
        assert (await session_of(case)).kind is SessionKind.CHANNEL
        assert len(case.roots()) == 1
        assert case.here.requests("POST", "/channels/{channel_id}/messages/{message_id}/threads") == []


@pytest.mark.parametrize(("status", "code"), [(403, 50013), (400, 160006)])
async def test_a_refused_thread_leaves_it_in_the_channel(tmp_path: Path, status: int, code: int) -> None:
    """A permission that goes in between, and a server with as many threads as it may have, are learnt from Discord."""
    async with asked(tmp_path) as case:
        await case.here.fault({"path": "*/threads", "times": 1}, {"status": status, "body": {"code": code}})
        room = await case.threads().open(case.session, case.turn)

        assert room == case.session.parent
        assert (await session_of(case)).room == room


async def test_begun_again_after_a_refused_thread_it_is_one_quotation(tmp_path: Path) -> None:
    """Killed at each of its calls where no thread can be made, and begun again: one message, and the same channel."""
    for dies_at in count(1):
        async with forbidden(tmp_path / str(dies_at), Permission.CREATE_PUBLIC_THREADS) as case:
            life = Life(dies_at=dies_at)
            with suppress(Killed):
                await mortal_threads(case, life).open(case.session, case.turn)
            room = await case.threads().open(await session_of(case), case.turn)

            assert room == case.session.parent
            assert len(case.roots()) == 1
        if not life.dead:
            break
    assert dies_at > 3


async def test_where_nothing_can_be_written_the_quotation_says_so(tmp_path: Path) -> None:
    """Without threads and without messages the person reads what is missing, in the message that quotes the request."""
    async with forbidden(tmp_path, Permission.CREATE_PUBLIC_THREADS | Permission.SEND_MESSAGES) as case:
        with pytest.raises(Forbidden):
            await case.threads().open(case.session, case.turn)

        (root,) = case.roots()
        assert root.content.startswith(root_content(case.turn))
        assert "“Create Public Threads”" in root.content
        assert "“Send Messages”" in root.content


async def test_a_deleted_quotation_is_gone(tmp_path: Path) -> None:
    """When somebody deleted the quoting message before its thread was made, there is nothing to open it on."""
    async with asked(tmp_path) as case:
        root = await case.threads().root(case.session.parent, case.turn)
        await case.here.canvas.delete(case.here.general, root)

        with pytest.raises(Gone):
            await case.threads().open(case.session, case.turn)


async def test_a_thread_of_ours_gets_its_next_quotation_once(tmp_path: Path) -> None:
    """`/ask` inside the session's thread is quoted there, and asking twice for it quotes once."""
    async with asked(tmp_path) as case:
        thread = await case.threads().open(case.session, case.turn)
        again = [await case.threads().open(await session_of(case), case.turn) for _ in range(2)]

        assert again == [thread, thread]
        assert len(case.roots()) == 1


async def test_the_agent_is_told_the_place(tmp_path: Path) -> None:
    """The server's name, the thread's and the time are what the agent hears of where it is."""
    async with asked(tmp_path) as case:
        where = await case.threads().place(case.session)

        assert (where.server, where.thread) == ("Playground", "Say hello")
