"""The whole play in real processes: a playground, `bot run` against it, and people who speak plain HTTP."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).parents[2]
API = "/api/v10"
PATIENCE_S = 60.0
V2 = 1 << 15
Json = dict[str, Any]


@dataclass(slots=True)
class Person:
    """A person with a client: everything they do is a request with their own token."""

    stage: "Stage"
    name: str
    id: str
    token: str

    async def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        headers = {"Authorization": self.token}
        async with self.stage.http.request(
            method, self.stage.origin + API + path, json=body, headers=headers
        ) as answer:
            text = await answer.text()
            return answer.status, await answer.json(content_type=None) if text else None

    async def ask(self, prompt: str, *, channel: str | None = None, **options: Any) -> None:
        given = [{"type": 3, "name": "prompt", "value": prompt}]
        given += [{"type": 3, "name": name, "value": value} for name, value in options.items()]
        await self.command("ask", given, channel=channel)

    async def command(self, name: str, options: list[Json] | None = None, *, channel: str | None = None) -> None:
        data = {"name": name, "type": 1, "options": options or []}
        await self._interact({"type": 2, "channel_id": channel or self.stage.general, "data": data})

    async def click(self, message: Json, label: str) -> None:
        button = next(b for b in buttons(message) if b["label"] == label)
        data = {"component_type": 2, "custom_id": button["custom_id"]}
        body = {"type": 3, "channel_id": message["channel_id"], "message_id": message["id"], "data": data}
        await self._interact(body)

    async def choose(self, message: Json, custom_id: str, value: str) -> None:
        data = {"component_type": 3, "custom_id": custom_id, "values": [value]}
        await self._interact(
            {"type": 3, "channel_id": message["channel_id"], "message_id": message["id"], "data": data}
        )

    async def _interact(self, body: Json) -> None:
        whole = {
            "application_id": self.stage.application,
            "guild_id": self.stage.guild,
            "session_id": "stage",
            "nonce": str(self.stage.next_number()),
        } | body
        status, answer = await self.call("POST", "/interactions", whole)
        assert status == 204, answer

    async def say(self, channel: str, content: str) -> Json:
        status, message = await self.call("POST", f"/channels/{channel}/messages", {"content": content})
        assert status == 200, message
        return dict(message)

    async def messages(self, channel: str) -> list[Json]:
        """Oldest first."""
        status, found = await self.call("GET", f"/channels/{channel}/messages?limit=100")
        assert status == 200, found
        return list(reversed(found))


@dataclass(slots=True)
class Stage:
    origin: str
    http: aiohttp.ClientSession
    world: Json
    variables: dict[str, str]
    folder: Path
    bot: asyncio.subprocess.Process | None = None
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


def is_card(message: Json) -> bool:
    return bool(message.get("flags", 0) & V2)


def is_receipt(message: Json) -> bool:
    return is_card(message) and "Stop" not in [b["label"] for b in buttons(message)]


def text_of(message: Json) -> str:
    return message["content"] or "\n".join(c["content"] for c in every(message) if c["type"] == 10)


def buttons(message: Json) -> list[Json]:
    return [c for c in every(message) if c["type"] == 2]


def every(message: Json) -> Iterable[Json]:
    """All components of a message, nested ones too."""
    todo = list(message.get("components", []))
    while todo:
        component = todo.pop(0)
        yield component
        todo = list(component.get("components", [])) + todo


def pages(messages: list[Json], bot_id: str) -> list[str]:
    """What the bot said in plain messages, in order."""
    return [m["content"] for m in messages if m["author"]["id"] == bot_id and not is_card(m) and m["type"] in (0, 19)]


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
            lines = [(await playground.stdout.readline()).decode() for _ in range(9)]
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
