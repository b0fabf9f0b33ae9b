"""The whole play in real processes: a playground, `bot run` against it, and people who speak plain HTTP."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from tests.e2e.messages import Json, is_receipt
from tests.e2e.person import Person

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0


@dataclass(slots=True)
class Stage:
    origin: str
    http: aiohttp.ClientSession
    world: Json
    variables: dict[str, str]
    folder: Path
    bot: asyncio.subprocess.Process | None = None
    direct: set[str] = field(default_factory=set)
    _number: int = 0
    _log_read: int = 0

    @property
    def guild(self) -> str:
        return str(self.world["guild"]["id"])

    @property
    def general(self) -> str:
        return self.channel("general")

    @property
    def application(self) -> str:
        return str(self.world["application"]["id"])

    def channel(self, name: str) -> str:
        return next(str(c["id"]) for c in self.world["guild"]["channels"] if c["name"] == name)

    def person(self, name: str) -> Person:
        row = next(p for p in self.world["people"] if p["name"].lower() == name.lower())
        return Person(self, row["name"], str(row["id"]), row["token"])

    def next_number(self) -> int:
        self._number += 1
        return self._number

    # --- levers ---

    async def lever(self, method: str, path: str, body: Any = None) -> Any:
        async with self.http.request(method, f"{self.origin}/playground/{path}", json=body) as answer:
            assert answer.status in (200, 201, 204), await answer.text()
            text = await answer.text()
            return await answer.json(content_type=None) if text else None

    async def requests(self, after: int = 0) -> list[Json]:
        return list(await self.lever("GET", f"requests?after={after}"))

    async def violations(self) -> list[Json]:
        return list(await self.lever("GET", "violations"))

    async def fault(self, match: Json, do: Json) -> None:
        await self.lever("POST", "faults", {"match": match, "do": do})

    # --- the bot's process ---

    async def start_bot(self, *, module: str = "bot", **variables: str) -> None:
        """Returns when the bot's gateway session is there and its commands are known."""
        log = (self.folder / "bot.log").open("ab")
        self.bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, "run", env=self.variables | variables, cwd=self.folder, stdout=log, stderr=log
        )
        log.close()
        await self.until(self._is_connected)

    async def _is_connected(self) -> bool:
        assert self.bot is not None
        assert self.bot.returncode is None, self.bot_log()
        return b"gateway.connected" in (self.folder / "bot.log").read_bytes()[self._log_read :]

    async def kill_bot(self, how: int = signal.SIGKILL) -> int:
        assert self.bot is not None
        self.bot.send_signal(how)
        async with asyncio.timeout(PATIENCE_S):
            status = await self.bot.wait()
        self._log_read = (self.folder / "bot.log").stat().st_size
        return status

    def bot_log(self) -> str:
        path = self.folder / "bot.log"
        return path.read_text(errors="replace")[-20_000:] if path.exists() else ""

    async def until(self, condition: Callable[[], Any], *, seconds: float = PATIENCE_S) -> Any:
        """The first true value of an async condition."""
        try:
            async with asyncio.timeout(seconds):
                while not (value := await condition()):  # noqa: ASYNC110 - the other side is another process
                    await asyncio.sleep(0.1)
                return value
        except TimeoutError:
            raise AssertionError(f"it never became true; the bot's log:\n{self.bot_log()}") from None

    # --- what a thread shows ---

    async def thread_of(self, person: Person, *, channel: str | None = None, number: int = -1) -> str:
        """The thread on the newest message that has one (or the `number`-th) in a channel."""

        async def found() -> str | None:
            messages = [m for m in await person.messages(channel or self.general) if "thread" in m]
            wanted = len(messages) if number < 0 else number + 1
            return str(messages[number]["thread"]["id"]) if messages and len(messages) >= wanted else None

        return str(await self.until(found))

    async def finished(self, person: Person, thread: str, *, turns: int = 1) -> list[Json]:
        """The thread's messages once `turns` receipts stand in it."""

        async def found() -> list[Json] | None:
            messages = await person.messages(thread)
            return messages if sum(is_receipt(m) for m in messages) >= turns else None

        return list(await self.until(found))


@asynccontextmanager
async def set_up(folder: Path, *, speed: float = 10.0) -> AsyncIterator[Stage]:
    """A playground in a process of its own, without a bot yet."""
    command = (sys.executable, "-m", "bot", "playground", "--no-bot", "--port", "0", "--speed", str(speed))
    playground = await asyncio.create_subprocess_exec(
        *command, "--data", str(folder / "world"), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert playground.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE_S):
            lines = [(await playground.stdout.readline()).decode()]
            while "GEMINI_API_BASE=" not in lines[-1]:  # the last of them
                lines.append((await playground.stdout.readline()).decode())
        origin = lines[0].rsplit(" ", 1)[-1].strip().rstrip("/")
        pointed = dict(line.strip().split("=", 1) for line in lines if "=" in line)
        variables = {**os.environ, **pointed, "DATABASE_URL": f"sqlite:///{folder}/bot.db", "PYTHONPATH": str(ROOT)}
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE_S)) as http:
            async with http.get(f"{origin}/playground/world") as answer:
                world = await answer.json()
            stage = Stage(origin, http, world, variables, folder)
            yield stage
            if stage.bot is not None and stage.bot.returncode is None:
                await stage.kill_bot(signal.SIGTERM)
    finally:
        playground.terminate()
        await playground.wait()
