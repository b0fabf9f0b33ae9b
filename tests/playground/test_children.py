"""The bot as a child process."""

import asyncio
import sys
from pathlib import Path

import pytest

from bot.playground.children import ForeignDirectoryError, alone_in, environment, farewell, stop
from bot.playground.options import Options

_OPERATOR = {
    "PATH": "/bin",
    "LC_ALL": "C.UTF-8",
    "MAX_TOKENS_PER_TURN": "5000",
    "DISCORD_TOKEN": "real-token",
    "GEMINI_API_KEY": "real-key",
    "OPENAI_API_KEY": "other-key",
    "GATEWAY_BASE": "https://gateway.example",
    "GATEWAY_KEY": "the-key",
    "SECRET_KEY": "the-key",
    "DATABASE_URL": "sqlite:///precious.db",
    "ALLOW": "42",
}


def test_the_child_sees_the_playground_and_no_real_secret(tmp_path: Path) -> None:
    """Its settings point here; of the operator's variables only harmless ones get through."""
    seen = environment(Options(port=1234), tmp_path, _OPERATOR)

    assert seen["DISCORD_API_BASE"] == "http://127.0.0.1:1234/api/v10"
    assert seen["DISCORD_GATEWAY_URL"] == "ws://127.0.0.1:1234/gateway"
    assert seen["DISCORD_CDN_BASE"] == "http://127.0.0.1:1234/cdn"
    assert seen["GEMINI_API_BASE"] == "http://127.0.0.1:1234"
    assert seen["DATABASE_URL"] == f"sqlite:///{tmp_path.resolve()}/bot.db"
    assert (seen["GATEWAY_BASE"], seen["GATEWAY_KEY"]) == ("http://127.0.0.1:1234", "playground-licence")
    assert seen["ALLOW"] == "*"
    assert (seen["PATH"], seen["LC_ALL"], seen["MAX_TOKENS_PER_TURN"]) == ("/bin", "C.UTF-8", "5000")
    assert not {"real-token", "real-key", "other-key", "the-key"} & set(seen.values())


def test_the_real_agent_needs_the_operators_key_and_nothing_else(tmp_path: Path) -> None:
    """Only on demand, and Discord stays local."""
    seen = environment(Options(port=1234, real_agent=True), tmp_path, _OPERATOR)

    assert seen["GEMINI_API_KEY"] == "real-key"
    assert "GEMINI_API_BASE" not in seen
    assert seen["DISCORD_TOKEN"] != "real-token"
    assert "other-key" not in seen.values()


def test_a_new_world_begins_without_the_old_one_s_memory(tmp_path: Path) -> None:
    """The second start finds its own directory again and forgets the bot's database."""
    data = tmp_path / "data"
    with alone_in(data):
        pass
    for name in ("bot.db", "bot.db-wal", "kept.txt"):
        (data / name).write_text("old")

    with alone_in(data):
        pass

    assert sorted(path.name for path in data.iterdir()) == [".playground", "kept.txt"]


def test_a_foreign_directory_is_left_alone(tmp_path: Path) -> None:
    """What the playground did not make, it does not empty."""
    (tmp_path / "bot.db").write_text("precious")

    with pytest.raises(ForeignDirectoryError, match="--data"), alone_in(tmp_path):
        pass

    assert (tmp_path / "bot.db").read_text() == "precious"


async def test_a_child_that_stops_when_asked_is_not_killed() -> None:
    """SIGTERM comes first; its own exit status is what counts."""
    code = "import signal,sys,time; signal.signal(15, lambda *_: sys.exit(7)); print('up', flush=True); time.sleep(60)"
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    assert child.stdout is not None
    await asyncio.wait_for(child.stdout.readline(), 10)

    status = await stop(child)

    assert status == 7


async def test_a_child_that_does_not_stop_is_killed() -> None:
    """After its time it goes by force."""
    code = "import signal,time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    assert child.stdout is not None
    await asyncio.wait_for(child.stdout.readline(), 10)

    status = await stop(child, seconds=0.2)

    assert status == -9


@pytest.mark.parametrize(("status", "words"), [(3, "exit status 3"), (-9, "killed by signal 9")])
def test_an_unasked_end_is_told_with_its_status(status: int, words: str) -> None:
    """A person reads on the terminal how the bot ended."""
    assert words in farewell(status)


def test_two_playgrounds_do_not_share_a_directory(tmp_path: Path) -> None:
    """The second is refused before it deletes anything of the first."""
    data = tmp_path / "world"
    with alone_in(data):
        (data / "bot.db").write_bytes(b"alive")

        with pytest.raises(ForeignDirectoryError, match="Another playground"), alone_in(data):
            pass

        assert (data / "bot.db").read_bytes() == b"alive"
