"""Health is red while the bot is stuck, readiness while it is deaf, and metrics are on the same port."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import aiohttp
import pytest

from bot.core.errors import SettingsError
from bot.core.session import TurnState
from bot.telemetry.checkup import PROBE_EVERY_S, Checkup, Parts
from bot.telemetry.health import health_served
from bot.telemetry.lag import LoopLag
from bot.telemetry.metrics import Metrics

TIMEOUT = aiohttp.ClientTimeout(total=10)
HERE = "127.0.0.1"


@dataclass
class Bot:
    """What a bot could say of itself, and its clock."""

    connected: bool = True
    heard_ago_s: float | None = 1.0
    writes_stuck_s: float = 0.0
    trouble: Exception | None = None
    probes: int = 0
    now: float = 1000.0

    async def probe(self) -> None:
        self.probes += 1
        if self.trouble is not None:
            raise self.trouble

    async def open_turns(self) -> Mapping[TurnState, int]:
        return {TurnState.QUEUED: 2}

    def checkup(self, *, probe: Callable[[], Awaitable[None]] | None = None, within_s: float = 5.0) -> Checkup:
        parts = Parts(
            connected=lambda: self.connected,
            heard_ago_s=lambda: self.heard_ago_s,
            writes_waiting=lambda: 3,
            writes_stuck_s=lambda: self.writes_stuck_s,
            probe=probe or self.probe,
            open_turns=self.open_turns,
        )
        metrics = Metrics()
        lag = LoopLag(metrics, lambda: self.now, asyncio.sleep)
        return Checkup(parts, lag, metrics, lambda: self.now, within_s)


async def get(port: int, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession(timeout=TIMEOUT) as http, http.get(f"http://{HERE}:{port}{path}") as answer:
        return answer.status, await answer.text()


def a_free_port() -> int:
    with socket.create_server((HERE, 0)) as listener:
        return int(listener.getsockname()[1])


async def asked(bot: Bot, path: str) -> tuple[int, str]:
    port = a_free_port()
    async with health_served(HERE, port, bot.checkup()):
        return await get(port, path)


async def test_all_is_well() -> None:
    """Both are green."""
    assert await asked(Bot(), "/healthz") == (200, "ok\n")
    assert await asked(Bot(), "/readyz") == (200, "ok\n")


async def test_deaf_is_not_ready_and_healthy_all_the_same() -> None:
    """A restart would not mend a Discord that is away, so only /readyz is red."""
    bot = Bot(connected=False)

    assert await asked(bot, "/readyz") == (503, "not connected to Discord\n")
    assert await asked(bot, "/healthz") == (200, "ok\n")


@pytest.mark.parametrize(
    ("trouble", "words"),
    [(SettingsError("the disk is full"), "the disk is full"), (RuntimeError("words of somebody"), "RuntimeError")],
)
async def test_a_database_that_cannot_be_written(trouble: Exception, words: str) -> None:
    """Red, with the sentence that the store has for it; of any other failure only the kind is told."""
    assert await asked(Bot(trouble=trouble), "/healthz") == (503, f"the database cannot be written: {words}\n")


async def test_a_write_that_never_ends() -> None:
    """Whoever holds the database for ever makes it red too."""
    never = asyncio.Event()

    async def wait() -> None:
        await never.wait()

    assert "a write has waited" in await Bot().checkup(probe=wait, within_s=0.01).stuck()


async def test_the_database_is_not_written_at_every_question() -> None:
    """What was found is told again for a while; then it is tried anew."""
    bot = Bot(trouble=SettingsError("away"))
    checkup = bot.checkup()
    await checkup.stuck()
    bot.trouble = None
    still, probes = await checkup.stuck(), bot.probes
    bot.now += PROBE_EVERY_S

    assert (still, probes) == ("the database cannot be written: away", 1)
    assert await checkup.stuck() == ""


async def test_writes_that_wait_for_ever() -> None:
    """Messages that are never sent make it red."""
    status, sentence = await asked(Bot(writes_stuck_s=301.0), "/healthz")

    assert (status, "none was sent" in sentence) == (503, True)


async def test_metrics_are_on_the_same_port() -> None:
    """With what is looked at only now."""
    status, page = await asked(Bot(heard_ago_s=7.0, connected=False), "/metrics")

    assert status == 200
    for line in (
        'bot_open_turns{state="queued"} 2.0',
        "bot_discord_writes_waiting 3.0",
        "bot_gateway_age_seconds 7.0",
        "bot_gateway_connected 0.0",
        "bot_healthy 1.0",
        "bot_ready 0.0",
    ):
        assert line in page.splitlines()


async def test_only_the_address_of_the_setting_is_open() -> None:
    """On loopback, the network does not reach it."""
    port = a_free_port()
    async with health_served(HERE, port, Bot().checkup()):
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.2", port), timeout=2).close()


async def test_all_addresses_may_be_open() -> None:
    """For a Prometheus outside of the container."""
    port = a_free_port()
    async with health_served("0.0.0.0", port, Bot().checkup()):
        socket.create_connection(("127.0.0.2", port), timeout=2).close()


async def test_without_a_port_nothing_listens() -> None:
    """Health is off by default, and then the database is left alone."""
    bot = Bot()
    async with health_served(HERE, None, bot.checkup()):
        pass

    assert bot.probes == 0


async def test_the_port_is_free_again_at_the_end() -> None:
    """After the block the port can be taken by the next process."""
    port = a_free_port()
    async with health_served(HERE, port, Bot().checkup()):
        pass

    socket.create_server((HERE, port)).close()


async def test_a_port_that_is_taken_is_named() -> None:
    """When another process has the port, or the address is not ours, the sentence names the settings."""
    with socket.create_server((HERE, 0)) as listener:
        taken = int(listener.getsockname()[1])
        for host in (HERE, "192.0.2.1"):
            with pytest.raises(SettingsError, match=r"HEALTH_PORT .* HEALTH_HOST"):
                async with health_served(host, taken, Bot().checkup()):
                    pass
