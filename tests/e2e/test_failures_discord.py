"""docs/failures.md: what becomes of a turn when Discord does not let the bot, or does not answer."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.e2e.failures import (
    SPEED,
    a_channel,
    ask,
    at_work,
    cancels,
    creates,
    do,
    is_cancelled,
    playing,
    proves,
    receipt,
    said,
    wake,
    working,
)
from tests.e2e.lacking import (
    ATTACH,
    HISTORY,
    OPEN_THREADS,
    VIEW,
    WRITE_IN_THREADS,
    a_channel_without,
    deny,
    refusal,
)
from tests.e2e.messages import is_card, pages
from tests.e2e.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")
TOLERATED = ("missing-permission", "missing-access", "unknown-guild")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    folder = tmp_path_factory.mktemp("discord")
    async with playing(folder, tolerated=TOLERATED, module="tests.e2e.impatient") as stage:
        yield stage


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def no_faults(stage: Stage) -> AsyncIterator[None]:
    yield
    await stage.lever("DELETE", "faults")


@proves("not-visible")
async def test_what_is_missing_is_named_before_anything_is_promised(stage: Stage) -> None:
    """Where the bot sees nothing, the asker alone is told which permission is missing; nothing runs."""
    before = len(await creates(stage))
    channel = await a_channel_without(stage, VIEW)

    text = await refusal(stage, "short please", channel)

    assert "“View Channel”" in text
    assert f"<#{channel}>" in text
    assert len(await creates(stage)) == before


@proves("no-threads")
async def test_without_threads_the_answer_stands_in_the_channel(stage: Stage) -> None:
    """Without “Create Public Threads” the request is answered where it was made."""
    channel = await a_channel_without(stage, OPEN_THREADS)

    await stage.person("Ada").ask("short please", channel=channel)
    text = await receipt(stage, channel)

    assert "**Done**" in text


@pytest.mark.parametrize(("status", "code"), [(403, 50013), (400, 160006)])
@proves("no-threads-late")
async def test_a_thread_refused_in_the_last_moment_is_done_without(stage: Stage, status: int, code: int) -> None:
    """The permission goes while the bot answers, or the server has all the threads it may have: the same."""
    channel = await a_channel(stage)
    body = {"message": "No thread", "code": code}
    await stage.fault({"method": "POST", "path": "*/threads", "times": 1}, {"status": status, "body": body})

    await stage.person("Ada").ask("short please", channel=channel)
    text = await receipt(stage, channel)

    assert "**Done**" in text
    assert "I answer in the channel" in text


@proves("no-attach")
async def test_where_nothing_may_be_attached_it_is_listed(stage: Stage) -> None:
    """Without “Attach Files” the answer comes all the same; files are counted, and the receipt says why."""
    channel = await a_channel_without(stage, ATTACH)

    thread = await ask(stage, "draw a chart", channel=channel)
    text = await receipt(stage, thread)

    messages = await stage.person("Ada").messages(thread)
    assert "**Done**" in text
    assert "could not be attached" in text
    assert all(m["attachments"] == [] for m in messages)
    assert "more files are not attached" in await said(stage, thread)


@proves("too-large")
async def test_files_that_discord_finds_too_large_are_left_out(stage: Stage) -> None:
    """Discord refuses an upload that we thought would fit: the message goes without it, and the receipt says so."""
    channel = await a_channel(stage)
    body = {"message": "Request entity too large", "code": 40005}
    posts = {"method": "POST", "path": "/api/v10/channels/*/messages", "who": "bot", "skip": 2, "times": 1}
    await stage.fault(posts, {"status": 413, "body": body})

    thread = await ask(stage, "draw a chart", channel=channel)
    text = await receipt(stage, thread)

    assert "**Done**" in text
    assert "could not be attached" in text
    assert "more files are not attached" in await said(stage, thread)


@proves("no-history")
async def test_without_history_nothing_is_sent_twice(stage: Stage) -> None:
    """Killed in the middle of a send, where the history may not be read: not again, and the receipt says it."""
    channel = await a_channel_without(stage, HISTORY)
    posts = {"method": "POST", "path": "/api/v10/channels/*/messages", "who": "bot", "skip": 1, "times": 1}
    await stage.fault(posts, {"hold": "after"})
    thread = await ask(stage, "short please", channel=channel)
    await stage.until(lambda: is_held(stage))
    await stage.kill_bot()
    await stage.lever("DELETE", "faults")
    await stage.start_bot(module="tests.e2e.impatient")

    text = await receipt(stage, thread)

    assert "Discord did not take all of this answer" in text
    assert len(pages(await stage.person("Ada").messages(thread), stage.application)) == 1


async def is_held(stage: Stage) -> bool:
    return any(fault["held"] for fault in await stage.lever("GET", "faults"))


@proves("write-lost")
async def test_a_thread_that_may_not_be_written_in_any_more_stops_the_agent(stage: Stage) -> None:
    """The permission to write goes in the middle: the run is cancelled, and the card, which may be edited, says why."""
    channel, before = await a_channel(stage), await cancels(stage)
    await stage.lever("POST", "speed", {"factor": 4})
    thread = await ask(stage, "something very long", channel=channel)
    await stage.until(lambda: answers(stage, thread, 1))

    await deny(stage, channel, WRITE_IN_THREADS)
    text = await receipt(stage, thread)
    await stage.lever("POST", "speed", {"factor": SPEED})

    assert "**Stopped**" in text
    assert "may not write in this thread" in text
    assert await cancels(stage) == before + 1


@proves("archived")
async def test_an_archived_thread_is_opened_again(stage: Stage) -> None:
    """Somebody archives the thread while an agent works: it is opened, and the answer is written."""
    thread = await at_work(stage)

    await do(stage, "PATCH", f"/channels/{thread}", {"archived": True})
    await wake(stage)

    assert "**Done**" in await receipt(stage, thread)
    assert "I am back" in await said(stage, thread)


@proves("locked")
async def test_a_locked_thread_ends_the_turn(stage: Stage) -> None:
    """Archived and locked: the run is cancelled, and the log says why; opened again, the card says that it ended."""
    before = await cancels(stage)
    thread = await at_work(stage)

    await do(stage, "PATCH", f"/channels/{thread}", {"archived": True, "locked": True})
    await stage.until(lambda: is_cancelled(stage, before))
    await stage.until(lambda: is_logged(stage, "turn.not_delivered"))
    meanwhile = await working(stage, thread)
    await do(stage, "PATCH", f"/channels/{thread}", {"archived": False, "locked": False})

    assert meanwhile is not None
    assert "**Stopped**" in await receipt(stage, thread)
    assert "I am back" not in await said(stage, thread)


async def is_logged(stage: Stage, event: str) -> bool:
    return event in stage.bot_log()


@proves("discord-away")
async def test_discord_away_longer_than_we_try_loses_nothing(stage: Stage) -> None:
    """Discord refuses every message for longer than a write is repeated: the answer comes when it is back, once."""
    thread = await ask(stage, "short please")
    await receipt(stage, thread)
    await stage.fault({"path": "/api/v10/channels/*", "who": "bot"}, {"status": 503})
    await stage.person("Ada").say(thread, "short again")
    await stage.until(lambda: is_logged(stage, "turn.delivery_unknown"))
    await stage.lever("DELETE", "faults")

    text = await receipt(stage, thread, turns=2)
    await stage.until(lambda: answers(stage, thread, 2))

    messages = await stage.person("Ada").messages(thread)
    assert "**Done**" in text
    assert sum(is_card(m) for m in messages) == 2
    assert len(pages(messages, stage.application)) == 2


async def answers(stage: Stage, thread: str, count: int) -> bool:
    return len(pages(await stage.person("Ada").messages(thread), stage.application)) >= count


@proves("discord-unknown")
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_send_of_unknown_outcome_is_one_message(stage: Stage, when: str) -> None:
    """The connection breaks during a send, before or after it took effect: the message stands once."""
    posts = {"method": "POST", "path": "/api/v10/channels/*/messages", "who": "bot", "times": 1}
    await stage.fault(posts, {"drop": when})

    thread = await ask(stage, "short please")
    await receipt(stage, thread)
    await stage.until(lambda: answers(stage, thread, 1))

    messages = await stage.person("Ada").messages(thread)
    assert sum(is_card(m) for m in messages) == 1
    assert len(pages(messages, stage.application)) == 1
