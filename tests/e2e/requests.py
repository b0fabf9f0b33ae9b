"""What the bot asked of the agent's service and of Discord, read out of the playground's journal."""

from typing import Any

from tests.e2e.messages import Json
from tests.e2e.stage import Stage

KEY = {"x-goog-api-key": "k"}


async def creates(stage: Stage) -> list[Json]:
    """The bodies of the requests that began a run, oldest first."""
    return [e["body"] for e in await stage.requests() if e["method"] == "POST" and e["path"] == "/v1beta/interactions"]


async def machines_made(stage: Stage) -> list[Json]:
    """Those made by themselves, as the service answered."""
    found = await stage.requests()
    return [e["answer"] for e in found if e["method"] == "POST" and e["path"] == "/v1beta/environments"]


async def uploads(stage: Stage) -> list[str]:
    """The files that were written onto machines, by their whole addresses' ends."""
    puts = [
        e["path"].partition("?")[0] for e in await stage.requests() if e["method"] == "PUT" and "/upload/" in e["path"]
    ]
    return [path.partition("/files/")[2] for path in puts]


async def told(stage: Stage, words: str) -> bool:
    """Whether the newest answer that one person alone sees has these words; for `until`."""
    found = [
        entry["body"]["data"]["content"]
        for entry in await stage.requests()
        if entry["path"].partition("?")[0].endswith("/callback")
        and (entry["body"].get("data") or {}).get("flags", 0) & 64
    ]
    return bool(found) and words in found[-1]


def said_in(body: Json) -> str:
    """The words of a run's input."""
    given: Any = body["input"]
    return given if isinstance(given, str) else str(given[0]["content"][-1]["text"])


async def on_the_machine(stage: Stage, machine: str, path: str) -> bytes:
    """The file as the agent API gives it."""
    url = f"{stage.origin}/v1beta/environments/{machine}/files/{path}?alt=media"
    async with stage.http.get(url, headers=KEY) as answer:
        assert answer.status == 200, await answer.text()
        return await answer.read()
