"""A gateway that goes silent without closing is left and comes back; so it does after an event that breaks."""

from pathlib import Path

import pytest

from bot.playground.discord.gateway import connection
from bot.playground.keys import HUB
from tests.surface.whole import Json, Whole, whole

MALFORMED: dict[str, tuple[str, Json]] = {
    "an event without its keys": ("MESSAGE_CREATE", {}),
    "an event of the wrong shape": ("GUILD_CREATE", {"id": "x"}),
    "an event that nobody knows": ("SOMETHING_NEW", {"id": 1}),
}


@pytest.mark.parametrize("what", MALFORMED)
async def test_a_malformed_event_does_not_make_it_deaf(tmp_path: Path, what: str) -> None:
    """Whatever an event lacks, the next message in the thread is heard."""
    async with whole(tmp_path) as here:
        thread, _ = await here.talk()
        here.dispatch(*MALFORMED[what])
        await here.until(lambda: hears_again(here, known=what.endswith("knows")))
        await here.say("Ada", "short: next", thread)
        await here.until(lambda: here.done_turn(1))

        assert [turn.request for turn in await here.turns()] == ["short please", "short: next"]


async def hears_again(here: Whole, *, known: bool) -> bool:
    """A second session, where the first one ended."""
    sessions = [entry for entry in here.log if entry["event"] == "gateway.connected"]
    return (known or len(sessions) >= 2) and here.bot.gateway.hears()


async def test_a_socket_that_went_silent_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When no heartbeat is answered any more, the connection is dropped and resumed, and nothing is missed."""
    async with whole(tmp_path) as here:
        thread, _ = await here.talk()
        hub = here.playground[HUB]
        hub.heartbeat_seconds = 0.4
        here.bot.client._connection.heartbeat_timeout = 1.0
        hub.reconnect_bots()  # the new connection has the short heartbeat
        await here.until(lambda: resumed(here, 1))
        monkeypatch.setattr(connection, "ACK_SECONDS", 3_600.0)
        await here.until(lambda: resumed(here, 2))
        monkeypatch.setattr(connection, "ACK_SECONDS", 0.02)
        await here.say("Ada", "short: next", thread)
        await here.until(lambda: here.done_turn(1))

        assert [turn.request for turn in await here.turns()] == ["short please", "short: next"]


async def resumed(here: Whole, times: int) -> bool:
    """So many sockets after the first."""
    return len(here.requests("GET", "/gateway?")) > times and here.bot.gateway.hears()
