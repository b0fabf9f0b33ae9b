"""The server as a process, as a person starts it."""

import asyncio
import os
import re
import signal
import sys
from pathlib import Path

import aiohttp
import pytest

from bot.playground.application import PortError, running
from bot.playground.keys import OPTIONS
from bot.playground.options import Options
from bot.playground.server import main
from tests.playground.served import Client

_PROC = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
_KNOWS_CHILDREN = pytest.mark.skipif(
    not Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").exists(),
    reason="this system does not list child processes",
)
_START = "import sys; from bot.playground.server import main; sys.exit(main(sys.argv[1:]))"


async def test_without_a_bot_it_prints_its_address_and_stops_when_asked(tmp_path: Path) -> None:
    """The last word is exit status 0, and the address was true."""
    process = await _started(tmp_path, "--no-bot")
    address = re.search(r"http://127\.0\.0\.1:\d+/", await _line_with(process, "ready"))
    assert address is not None
    async with aiohttp.ClientSession() as session, session.get(address.group()) as answer:
        page = await answer.text()

    process.send_signal(signal.SIGTERM)
    rest = (await asyncio.wait_for(process.communicate(), 10))[0].decode()

    assert process.returncode == 0
    assert "playground" in page
    assert "DISCORD_TOKEN=" in rest


@_KNOWS_CHILDREN
async def test_with_the_bot_it_is_ready_when_the_bot_is_and_stops_both(tmp_path: Path) -> None:
    """The address is printed once a person can be answered; SIGTERM ends the bot and the server."""
    process = await _started(tmp_path)
    await _line_with(process, "The playground is ready: http://127.0.0.1:")
    bot = _child_of(process.pid)

    process.send_signal(signal.SIGTERM)
    await asyncio.wait_for(process.communicate(), 25)

    assert process.returncode == 0
    assert not _is_alive(bot)


@_KNOWS_CHILDREN
async def test_a_bot_that_dies_unasked_is_told_of(tmp_path: Path) -> None:
    """The terminal says by which signal; the server stays, and its own exit status remembers."""
    process = await _started(tmp_path)
    await _line_with(process, "ready")

    os.kill(_child_of(process.pid), signal.SIGKILL)
    told = await _line_with(process, "The bot ")
    process.send_signal(signal.SIGTERM)
    await asyncio.wait_for(process.communicate(), 25)

    assert "killed by signal 9" in told
    assert process.returncode == 1


async def test_a_bot_killed_by_the_lever_is_not_missed(tmp_path: Path) -> None:
    """No farewell: the playground goes on, the bot comes back to it, and in the end all was well."""
    process = await _started(tmp_path)
    origin = re.search(r"http://[^/]+", await _line_with(process, "ready"))
    assert origin is not None
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as session:
        lever = f"{origin.group()}/playground/bot"
        async with session.get(lever) as answer:
            before = await answer.json()
        async with session.post(lever, json={"do": "kill"}) as answer:
            killed = await answer.json()
        async with session.post(lever, json={"do": "start"}) as answer:
            after = await answer.json()
        await _identified_again(session, origin.group())
    process.send_signal(signal.SIGTERM)
    rest = (await asyncio.wait_for(process.communicate(), 25))[0].decode()

    assert (before["state"], killed, after["state"]) == ("running", {"state": "stopped", "pid": None}, "running")
    assert before["pid"] != after["pid"]
    assert "The bot " not in rest
    assert process.returncode == 0


async def _identified_again(session: aiohttp.ClientSession, origin: str) -> None:
    """Waits until a second bot has asked who it is: from then on it stops when asked."""
    async with asyncio.timeout(20):
        while True:
            async with session.get(f"{origin}/playground/requests") as answer:
                paths = [entry["path"] for entry in await answer.json()]
            if sum(path.startswith("/gateway") for path in paths) >= 2:
                return
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("arguments", [["--port", "70000"], ["--speed", "0"], ["--bots", "2"]])
def test_a_wrong_argument_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Status 2 and a sentence, as every command does."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
    assert arguments[0] in capsys.readouterr().err


async def test_a_taken_port_is_said_plainly(tmp_path: Path) -> None:
    """The sentence names the port and the way out."""
    async with running(Options(port=0, data=tmp_path)) as app:
        taken = app[OPTIONS].port
        with pytest.raises(PortError, match=f"Port {taken} .*--port"):
            async with running(Options(port=taken, data=tmp_path)):
                pass


def test_a_directory_of_others_is_not_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a real bot keeps its database, the playground does not begin."""
    (tmp_path / "bot.db").write_text("precious")

    status = main(["--port", "0", "--data", str(tmp_path)])

    assert status == 1
    assert "--data" in capsys.readouterr().out
    assert (tmp_path / "bot.db").read_text() == "precious"


async def test_the_page_is_plain_files_of_this_origin(client: Client) -> None:
    """Nothing is loaded from elsewhere, and the policy forbids it."""
    async with client.session.get(client.origin + "/") as answer:
        page, policy = await answer.text(), answer.headers["Content-Security-Policy"]
    linked = re.findall(r'(?:src|href)="([^"]+)"', page)
    for path in linked:
        async with client.session.get(client.origin + path) as answer:
            assert answer.status == 200, path

    assert "/static/page.js" in linked
    assert all(path.startswith("/") for path in linked)
    assert "default-src 'none'" in policy


async def test_a_served_playground_leaves_no_machines_behind(tmp_path: Path) -> None:
    """The private directories live as long as the server."""
    async with running(Options(port=0, data=tmp_path)):
        during = _names_in(tmp_path)

    assert any(name.startswith("machines-") for name in during)
    assert _names_in(tmp_path) == []


async def _started(tmp_path: Path, *arguments: str) -> asyncio.subprocess.Process:
    command = (sys.executable, "-c", _START, "--port", "0", "--data", str(tmp_path / "data"), *arguments)
    return await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)


async def _line_with(process: asyncio.subprocess.Process, words: str) -> str:
    """The next line of the terminal that has these words. The bot's own log lines come between."""
    assert process.stdout is not None
    async with asyncio.timeout(30):
        while words not in (line := (await process.stdout.readline()).decode()):
            assert line, f"the playground ended before it said {words!r}"
    return line


def _child_of(pid: int) -> int:
    return int(_children_file(pid).read_text().split()[0])


def _children_file(pid: int) -> Path:
    return Path(f"/proc/{pid}/task/{pid}/children")


def _is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def _names_in(directory: Path) -> list[str]:
    return [path.name for path in directory.iterdir()]
