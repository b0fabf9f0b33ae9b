"""docs/permissions.md: each of the bot's permissions goes while an agent works, and comes back."""

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
    is_cancelled,
    playing,
    proves,
    receipt,
    said,
    wake,
)
from tests.e2e.lacking import (
    ATTACH,
    EMBED,
    HISTORY,
    OPEN_THREADS,
    REACT,
    SEND,
    VIEW,
    WRITE_IN_THREADS,
    a_channel_without,
    allow,
    deny,
    given_privately,
)
from tests.e2e.messages import Json, buttons, is_receipt, pages, text_of
from tests.e2e.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")
TOLERATED = ("missing-permission", "missing-access")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    folder = tmp_path_factory.mktemp("permissions_lost")
    async with playing(folder, tolerated=TOLERATED, module="tests.e2e.impatient") as stage:
        yield stage


@pytest.mark.parametrize("lost", [SEND, OPEN_THREADS, HISTORY, EMBED, REACT])
@proves("send-messages", "create-public-threads", "read-message-history", "embed-links", "add-reactions")
async def test_what_a_thread_needs_no_more_may_go(stage: Stage, lost: int) -> None:
    """It goes while an agent works in a thread: the answer comes as ever."""
    channel = await a_channel(stage)
    thread = await at_work(stage, channel=channel)

    await deny(stage, channel, lost)
    await wake(stage)

    assert "**Done**" in await receipt(stage, thread)
    assert "I am back" in await said(stage, thread)


@proves("view-channel")
async def test_a_place_that_is_closed_in_the_middle_is_told_when_it_opens(stage: Stage) -> None:
    """The run is cancelled, for nobody could be shown what it says; once the place opens, the card says so."""
    channel, before = await a_channel(stage), await cancels(stage)
    await stage.lever("POST", "speed", {"factor": 4})
    thread = await ask(stage, "something very long", channel=channel)
    await stage.until(lambda: has_page(stage, thread))

    await deny(stage, channel, VIEW)
    await stage.until(lambda: is_cancelled(stage, before))
    await stage.lever("POST", "speed", {"factor": SPEED})
    await stage.until(lambda: rests(stage, 0))
    await allow(stage, channel)
    text = await receipt(stage, thread)

    assert "**Stopped**" in text
    assert "“View Channel”" in text


@proves("send-messages-in-threads")
async def test_a_request_in_a_thread_that_is_closed_costs_nothing(stage: Stage) -> None:
    """Said where the bot may not write any more: nothing runs, and once it may, the card says what was missing."""
    channel = await a_channel(stage)
    thread = await ask(stage, "short please", channel=channel)
    await receipt(stage, thread)
    before = len(await creates(stage))

    await deny(stage, channel, WRITE_IN_THREADS)
    rested = rests_of(stage)
    await stage.person("Ada").say(thread, "short again")
    await stage.until(lambda: rests(stage, rested))
    await allow(stage, channel)
    text = await receipt(stage, thread, turns=2)

    assert "“Send Messages in Threads”" in text
    assert len(await creates(stage)) == before


@proves("send-messages-in-threads")
async def test_a_button_in_a_thread_that_is_closed_says_what_is_missing(stage: Stage) -> None:
    """Retry runs nothing: who presses it is told which permission is missing, and in which thread."""
    channel, ada = await a_channel(stage), stage.person("Ada")
    thread = await ask(stage, "short please", channel=channel)
    await receipt(stage, thread)
    before = len(await creates(stage))
    done = next(m for m in await ada.messages(thread) if is_receipt(m))

    await deny(stage, channel, WRITE_IN_THREADS)
    told = await given_privately(stage, lambda: ada.click(done, "Retry"))

    assert "“Send Messages in Threads”" in told["content"]
    assert f"<#{thread}>" in told["content"]
    assert len(await creates(stage)) == before


def rests_of(stage: Stage) -> int:
    """How often a turn could not even say how it ended, and was laid down until later."""
    return (stage.folder / "bot.log").read_text().count("turn.not_delivered")


async def rests(stage: Stage, before: int) -> bool:
    return rests_of(stage) > before


@proves("send-messages")
async def test_a_channel_that_may_not_be_written_in_any_more_stops_the_agent(stage: Stage) -> None:
    """A talk in a channel: the run is cancelled, and the card, which may be edited, says why."""
    channel, before = await a_channel_without(stage, OPEN_THREADS), await cancels(stage)
    await stage.lever("POST", "speed", {"factor": 4})
    await stage.person("Ada").ask("something very long", channel=channel)
    await stage.until(lambda: has_page(stage, channel))

    await deny(stage, channel, OPEN_THREADS | SEND)
    (done,) = [m for m in await stage.finished(stage.person("Ada"), channel) if is_receipt(m)]
    await stage.lever("POST", "speed", {"factor": SPEED})

    assert "**Stopped**" in text_of(done)
    assert "“Send Messages”" in text_of(done)
    assert await cancels(stage) == before + 1


async def has_page(stage: Stage, channel: str) -> bool:
    return len(pages(await stage.person("Ada").messages(channel), stage.application)) > 0


@proves("attach-files")
async def test_files_that_may_not_be_attached_any_more_are_listed(stage: Stage) -> None:
    """The permission goes while they are made: the answer comes, and the receipt says why they are not there."""
    channel = await a_channel(stage)
    await stage.lever("POST", "speed", {"factor": 4})
    thread = await ask(stage, "draw a chart", channel=channel)

    await deny(stage, channel, ATTACH)
    await stage.lever("POST", "speed", {"factor": SPEED})

    assert "could not be attached" in await receipt(stage, thread)
    assert "more files are not attached" in await said(stage, thread)


@proves("pictures")
async def test_pictures_that_may_not_be_attached_any_more_are_spoken_of(stage: Stage) -> None:
    """The permission goes while they are painted: the message says that Discord did not take them."""
    channel, ada = await a_channel(stage), stage.person("Ada")
    painted = {"method": "POST", "path": "/v1beta/interactions", "times": 1}
    await stage.fault(painted, {"delay_s": 1.0})
    await ada.use("imagine", {"prompt": "a cat"}, channel=channel)
    await stage.until(lambda: first_message(stage, channel))

    await deny(stage, channel, ATTACH)

    async def told() -> bool:
        message = await first_message(stage, channel)
        return message is not None and "Discord did not take the finished pictures" in text_of(message)

    assert await stage.until(told)


async def first_message(stage: Stage, channel: str) -> Json | None:
    return next(iter(await stage.person("Ada").messages(channel)), None)


@proves("pictures")
async def test_a_picture_is_not_reworked_where_it_could_not_be_shown(stage: Stage) -> None:
    """Its buttons stay; who presses one is told which permission is missing, and no picture is made."""
    channel, ada = await a_channel(stage), stage.person("Ada")
    await ada.use("imagine", {"prompt": "a cat"}, channel=channel)

    async def finished() -> Json | None:
        message = await first_message(stage, channel)
        return message if message is not None and any(b["label"] == "Again" for b in buttons(message)) else None

    picture = await stage.until(finished)
    before = len(await creates(stage))

    await deny(stage, channel, ATTACH)
    told = await given_privately(stage, lambda: ada.click(picture, "Again"))

    assert "“Attach Files”" in told["content"]
    assert len(await creates(stage)) == before
