"""The bot as the playground's child: the unmodified `bot run`, pointed here by its settings, without real secrets."""

import asyncio
import contextlib
import fcntl
import signal
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.playground.gateways.state import LICENCE
from bot.playground.options import Options

STOP_SECONDS = 20.0
_MARK = ".playground"
_INHERITED = (
    "PATH HOME USER LANG LANGUAGE TZ TMPDIR TEMP TMP SYSTEMROOT TERM COLORTERM NO_COLOR VIRTUAL_ENV PYTHONPATH "  # noqa: SIM905
    "PYTHONUTF8 PYTHONUNBUFFERED HEALTH_PORT".split()
)
_INHERITED_FAMILIES = ("LC_", "LOG_", "MAX_")
_REAL_AGENT = ("GEMINI_API_KEY", "GEMINI_API_BASE", "GEMINI_API_VERSION", "GEMINI_AGENT")


class ForeignDirectoryError(Exception):
    """The data directory holds somebody else's files, perhaps a real bot's database."""


def settings(options: Options) -> dict[str, str]:
    """What points a `bot run` at this playground, whoever starts it."""
    pointed = {
        "DISCORD_TOKEN": options.bot_token,
        "DISCORD_API_BASE": f"{options.origin}/api/v10",
        "DISCORD_GATEWAY_URL": options.gateway_url,
        "DISCORD_CDN_BASE": options.cdn_base,
        "ALLOW": "*",
        "GATEWAY_BASE": options.origin,
        "GATEWAY_KEY": LICENCE,
        "MCP_ALLOW_ORIGINS": "http://127.0.0.1:*,http://localhost:*",
    }
    if not options.real_agent:
        pointed |= {"GEMINI_API_KEY": options.agent_key, "GEMINI_API_BASE": options.origin}
    return pointed


def environment(options: Options, data: Path, inherited: Mapping[str, str]) -> dict[str, str]:
    """Of the operator's variables only harmless ones get through; with the real agent, its key and address too."""
    kept = {name: text for name, text in inherited.items() if _may_pass(name, real_agent=options.real_agent)}
    return kept | settings(options) | {"DATABASE_URL": f"sqlite:///{(data / 'bot.db').resolve()}"}


@contextlib.contextmanager
def alone_in(data: Path) -> Iterator[None]:
    """Hold the directory for this playground, and begin with a fresh one: the bot's memory of another world goes.

    Raises ForeignDirectoryError where the files are another's, or another playground runs there.
    """
    _make_ours(data)
    with (data / _MARK).open("r+") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ForeignDirectoryError(f"Another playground runs in {data}. Give this one its own --data.") from None
        for name in ("bot.db", "bot.db-wal", "bot.db-shm"):
            (data / name).unlink(missing_ok=True)
        yield


def _make_ours(data: Path) -> None:
    if data.exists() and any(data.iterdir()) and not (data / _MARK).exists():
        raise ForeignDirectoryError(
            f"{data} is not a playground's directory: it holds other files. Choose another --data."
        )
    data.mkdir(parents=True, exist_ok=True)
    (data / _MARK).touch()


async def start(options: Options, data: Path, inherited: Mapping[str, str]) -> asyncio.subprocess.Process:
    """In a session of its own: Ctrl-C reaches the playground, which then asks the bot to stop."""
    root = str(Path(__file__).parents[2])
    variables = environment(options, data, inherited)
    variables["PYTHONPATH"] = ":".join(filter(None, (root, variables.get("PYTHONPATH"))))
    where = Path.cwd() if options.real_agent else data  # a .env beside the operator's shell is theirs, not ours
    command = (sys.executable, "-m", "bot", "run")
    return await asyncio.create_subprocess_exec(*command, env=variables, cwd=where, start_new_session=True)


async def stop(child: asyncio.subprocess.Process, *, seconds: float = STOP_SECONDS) -> int:
    """Asks, waits, then ends it. Answers the exit status, negative for a signal."""
    with contextlib.suppress(ProcessLookupError):
        child.send_signal(signal.SIGTERM)
    try:
        return await asyncio.wait_for(child.wait(), seconds)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        return await asyncio.wait_for(child.wait(), seconds)


def farewell(status: int) -> str:
    """How a bot ended that nobody asked to."""
    how = f"was killed by signal {-status}" if status < 0 else f"ended with exit status {status}"
    return f"The bot {how}. The playground is still here; Ctrl-C ends it.\n"


def _may_pass(name: str, *, real_agent: bool) -> bool:
    return name in _INHERITED or name.startswith(_INHERITED_FAMILIES) or (real_agent and name in _REAL_AGENT)
