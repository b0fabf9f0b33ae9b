"""Logs carry one id through a turn and no secret; health is red while the bot is deaf."""

import json
import logging
import socket
from collections.abc import Iterator

import aiohttp
import pytest
import structlog
from structlog.contextvars import bound_contextvars

from bot.core.errors import SettingsError
from bot.telemetry import health_served, set_up_logs

TIMEOUT = aiohttp.ClientTimeout(total=10)


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Other tests log as if nothing had been set up."""
    root, level = logging.getLogger(), logging.getLogger("bot").level
    handlers, root_level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(root_level)
    logging.getLogger("bot").setLevel(level)


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.splitlines()


def test_a_line_is_one_object_with_the_turn_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON each event is one line with its name, level, time and the turn that it belongs to."""
    set_up_logs("json")
    with bound_contextvars(turn="turn-1"):
        structlog.get_logger("bot.test").info("turn.moved", state="running")

    (line,) = lines(capsys)
    told = json.loads(line)
    assert told.pop("timestamp").endswith("Z")
    assert told == {"event": "turn.moved", "level": "info", "turn": "turn-1", "state": "running"}


@pytest.mark.parametrize("form", ["json", "pretty"])
def test_libraries_warn_in_the_same_form(capsys: pytest.CaptureFixture[str], form: str) -> None:
    """Warnings of libraries come too, with the turn in whose course they happened; their chatter does not."""
    set_up_logs(form)
    with bound_contextvars(turn="turn-1"):
        logging.getLogger("discord.http").info("chatter")
        logging.getLogger("discord.http").warning("We are being rate limited.")

    (line,) = lines(capsys)
    assert "We are being rate limited." in line
    assert "turn-1" in line


@pytest.mark.parametrize("form", ["json", "pretty"])
def test_a_traceback_shows_no_variables(capsys: pytest.CaptureFixture[str], form: str) -> None:
    """Local variables may hold what people wrote, or a key: a logged exception shows none."""
    set_up_logs(form)
    try:
        fail_with("secret-" + "value")
    except RuntimeError:
        structlog.get_logger("bot.test").exception("turn.crashed")

    text = "\n".join(lines(capsys))
    assert "RuntimeError" in text
    assert "test_telemetry.py" in text
    assert "secret-value" not in text


def fail_with(hidden: str) -> None:
    raise RuntimeError(f"{len(hidden)} characters")


async def get(port: int, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession(timeout=TIMEOUT) as http, http.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, await answer.text()


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.mark.parametrize(("is_ready", "status"), [(True, 200), (False, 503)])
async def test_ready_is_what_the_gateway_says(*, is_ready: bool, status: int) -> None:
    """A process that lives but does not hear is not ready; it is healthy all the same."""
    port = a_free_port()
    async with health_served(port, ready=lambda: is_ready):
        healthy, ready = await get(port, "/healthz"), await get(port, "/readyz")

    assert healthy == (200, "ok\n")
    assert ready[0] == status
    assert ready[1].strip()


async def test_health_is_asked_on_this_machine_only() -> None:
    """The port is open on loopback, not to the network."""
    port = a_free_port()
    async with health_served(port, ready=lambda: True):
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.2", port), timeout=2).close()


async def test_without_a_port_nothing_listens() -> None:
    """Health is off by default."""
    async with health_served(None, ready=lambda: True):
        pass


async def test_the_port_is_free_again_at_the_end() -> None:
    """After the block the port can be taken by the next process."""
    port = a_free_port()
    async with health_served(port, ready=lambda: True):
        pass

    socket.create_server(("127.0.0.1", port)).close()


async def test_a_port_that_is_taken_is_named() -> None:
    """When another process has the port, the sentence names the setting."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
        with pytest.raises(SettingsError, match="HEALTH_PORT"):
            async with health_served(port, ready=lambda: True):
                pass
