"""The server as a process, as a person starts it."""

import asyncio
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

_START = "import sys; from bot.playground.server import main; sys.exit(main(sys.argv[1:]))"


async def test_without_a_bot_it_prints_its_address_and_stops_when_asked(tmp_path: Path) -> None:
    """The last word is exit status 0, and the address was true."""
    arguments = ("--no-bot", "--port", "0", "--data", str(tmp_path / "data"))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _START, *arguments, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    first = (await asyncio.wait_for(process.stdout.readline(), 20)).decode()
    address = re.search(r"http://127\.0\.0\.1:\d+/", first)
    assert address is not None
    async with aiohttp.ClientSession() as session, session.get(address.group()) as answer:
        page = await answer.text()

    process.send_signal(signal.SIGTERM)
    rest = (await asyncio.wait_for(process.communicate(), 10))[0].decode()

    assert process.returncode == 0
    assert "playground" in page
    assert "DISCORD_TOKEN=" in rest


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


def _names_in(directory: Path) -> list[str]:
    return [path.name for path in directory.iterdir()]
