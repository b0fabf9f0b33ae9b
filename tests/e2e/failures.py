"""What the tests of the failures' tables share: which row a test proves, and asking in a thread of one's own."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from tests.e2e import judge
from tests.e2e.messages import Json, is_card, is_receipt, text_of
from tests.e2e.person import Person
from tests.e2e.stage import Stage, set_up

SPEED = 40.0
CREATE = {"method": "POST", "path": "/v1beta/interactions"}
READ = {"method": "GET", "path": "/v1beta/interactions/*"}
ROWS = "proves_rows"
T = TypeVar("T", bound=Callable[..., Any])


def proves(*rows: str) -> Callable[[T], T]:
    """The rows of docs/failures.md, by their anchors, that a test proves."""

    def mark(test: T) -> T:
        setattr(test, ROWS, rows)
        return test

    return mark


@asynccontextmanager
async def playing(
    folder: Path, *, tolerated: Iterable[str] = (), module: str = "bot", **variables: str
) -> AsyncIterator[Stage]:
    """A playground and a bot for many tests; `tolerated` are the broken rules that these tests are about."""
    async with set_up(folder, speed=SPEED) as stage:
        await stage.start_bot(module=module, **variables)
        yield stage
        await assert_tolerable(stage, frozenset(tolerated))


async def assert_tolerable(stage: Stage, tolerated: frozenset[str]) -> None:
    """No broken rule but those, and every request of the bot, and answer to it, as Discord's own description has it."""
    entries = [entry for entry in await stage.requests() if entry["who"] == "bot"]
    complaints = [str(found) for found in await stage.violations() if found["rule"] not in tolerated]
    complaints += [f"{entry['method']} {entry['path']}: 429" for entry in entries if entry["status"] == 429]
    complaints += judge.judge(entries) if judge.OPENAPI.exists() else []
    assert not complaints, complaints


async def ask(stage: Stage, prompt: str, *, person: str = "Ada", channel: str | None = None) -> str:
    """Ask in a new thread; its id. A new channel unless one is named: each has its own rate limits."""
    who, where = stage.person(person), channel or await a_channel(stage)
    before = await threads(who, where)
    await who.ask(prompt, channel=where)

    async def opened() -> str | None:
        return next((thread for thread in await threads(who, where) if thread not in before), None)

    return str(await stage.until(opened))


async def a_channel(stage: Stage) -> str:
    body = {"name": f"room-{stage.next_number()}", "type": 0}
    return str((await do(stage, "POST", f"/guilds/{stage.guild}/channels", body))["id"])


async def do(stage: Stage, method: str, path: str, body: Any = None) -> Any:
    """Ada, whose server it is, does something."""
    status, answer = await stage.person("Ada").call(method, path, body)
    assert status < 300, answer
    return answer


async def threads(person: Person, channel: str) -> list[str]:
    return [m["thread"]["id"] for m in await person.messages(channel) if "thread" in m]


async def receipt(stage: Stage, thread: str, *, turns: int = 1) -> str:
    """The text of the newest receipt, once there are so many."""
    found = await stage.finished(stage.person("Ada"), thread, turns=turns)
    return text_of([message for message in found if is_receipt(message)][-1])


async def answered(stage: Stage, prompt: str) -> str:
    """Ask in a new thread; the receipt."""
    return await receipt(stage, await ask(stage, prompt))


async def said(stage: Stage, thread: str) -> str:
    """All that the bot has said in plain messages of a thread."""
    found = await stage.person("Ada").messages(thread)
    return "\n".join(m["content"] for m in found if m["author"]["id"] == stage.application)


async def creates(stage: Stage) -> list[Json]:
    """The requests to the agent service that could have begun a run."""
    found = await stage.requests()
    return [e for e in found if e["method"] == "POST" and e["path"] == "/v1beta/interactions"]


async def cancels(stage: Stage) -> int:
    return sum("/cancel" in entry["path"] for entry in await stage.requests())


async def working(stage: Stage, thread: str) -> Json | None:
    """The card of a turn that an agent works for; for `until`."""
    cards = [m for m in await stage.person("Ada").messages(thread) if is_card(m) and not is_receipt(m)]
    return next((card for card in cards if "**Working**" in text_of(card)), None)


async def at_work(stage: Stage, *, channel: str | None = None, person: str = "Ada") -> str:
    """A thread in which an agent works, and will for a minute and a half of the playground's clock."""
    thread = await ask(stage, "fall silent", channel=channel, person=person)
    await stage.until(lambda: has_page(stage, thread))
    return thread


async def has_page(stage: Stage, thread: str) -> bool:
    return await working(stage, thread) is not None and "say nothing for a while" in await said(stage, thread)


async def is_cancelled(stage: Stage, before: int) -> bool:
    return await cancels(stage) > before


async def wake(stage: Stage) -> None:
    await stage.lever("POST", "clock", {"advance_s": 100})
