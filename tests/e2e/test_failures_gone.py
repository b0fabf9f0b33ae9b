"""docs/failures.md: what becomes of a turn when its message, thread, channel, server or asker goes away."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.e2e.failures import (
    a_channel,
    answered,
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
)
from tests.e2e.messages import is_card, is_receipt
from tests.e2e.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")
TOLERATED = ("missing-access", "unknown-guild")
"""What a last write meets in a server that the bot was just removed from."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    async with playing(tmp_path_factory.mktemp("gone"), module="tests.e2e.impatient") as stage:
        yield stage


@proves("message-gone")
@pytest.mark.parametrize("which", ["card", "page"])
async def test_a_deleted_message_is_never_posted_again(stage: Stage, which: str) -> None:
    """A card or a page that somebody deletes stays deleted, and the rest goes on."""
    thread = await at_work(stage)
    found = await stage.person("Ada").messages(thread)
    gone = next(m for m in found if m["type"] == 0 and is_card(m) == (which == "card"))

    await do(stage, "DELETE", f"/channels/{thread}/messages/{gone['id']}")
    await wake(stage)
    await stage.until(lambda: is_over(stage, thread))

    messages = await stage.person("Ada").messages(thread)
    assert sum(is_card(m) for m in messages) == (0 if which == "card" else 1)
    assert gone["id"] not in [m["id"] for m in messages]


async def is_over(stage: Stage, thread: str) -> bool:
    """The bot has ended the turn of this thread's only request."""
    found = await stage.person("Ada").messages(thread)
    return any(is_receipt(m) for m in found) or "I am back" in await said(stage, thread)


@proves("thread-gone", "channel-gone")
@pytest.mark.parametrize("what", ["thread", "channel"])
async def test_a_place_that_is_gone_stops_the_agent_at_once(stage: Stage, what: str) -> None:
    """The thread, or its channel, is deleted while an agent works: the run is cancelled though nothing was written."""
    channel, before = await a_channel(stage), await cancels(stage)
    thread = await at_work(stage, channel=channel)

    await do(stage, "DELETE", f"/channels/{thread if what == 'thread' else channel}")
    await stage.until(lambda: is_cancelled(stage, before), seconds=5)

    assert await cancels(stage) == before + 1


@proves("thread-gone")
async def test_what_waits_in_a_thread_that_is_gone_is_never_begun(stage: Stage) -> None:
    """A request that waited behind the running one costs nothing."""
    channel, before = await a_channel(stage), await cancels(stage)
    thread = await at_work(stage, channel=channel)
    await stage.person("Ada").say(thread, "and then this")
    runs = len(await creates(stage))

    await do(stage, "DELETE", f"/channels/{thread}")
    await stage.until(lambda: is_cancelled(stage, before))
    await answered(stage, "short please")

    assert len(await creates(stage)) == runs + 1


@proves("asker-banned")
async def test_a_banned_asker_stops_the_agent_at_once(stage: Stage) -> None:
    """Who asked is banned: the run is cancelled, and the receipt says why."""
    before = await cancels(stage)
    thread = await at_work(stage, person="Linus")

    await do(stage, "PUT", f"/guilds/{stage.guild}/bans/{stage.person('Linus').id}", {})
    await stage.until(lambda: is_cancelled(stage, before), seconds=5)

    assert "was banned from this server" in await receipt(stage, thread)


@proves("asker-left")
async def test_an_asker_who_left_is_answered(stage: Stage) -> None:
    """Discord tells nobody without a privileged intent who leaves: the answer comes into the thread all the same."""
    thread = await at_work(stage, person="Grace")

    await do(stage, "DELETE", f"/guilds/{stage.guild}/members/{stage.person('Grace').id}")
    await wake(stage)

    assert "**Done**" in await receipt(stage, thread)


@proves("bot-removed")
async def test_a_bot_that_is_removed_stops_its_agents_at_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The bot is removed from the server: every run there is cancelled at once."""
    folder = tmp_path_factory.mktemp("removed")
    async with playing(folder, tolerated=TOLERATED, module="tests.e2e.impatient") as stage:
        await at_work(stage)

        await do(stage, "DELETE", f"/guilds/{stage.guild}/members/{stage.application}")
        await stage.until(lambda: is_cancelled(stage, 0), seconds=5)

        assert await cancels(stage) == 1
