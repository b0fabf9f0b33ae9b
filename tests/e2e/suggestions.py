"""What Discord shows while a command's option is filled in."""

from tests.e2e.messages import Json
from tests.e2e.person import Person
from tests.e2e.stage import Stage


async def suggested(stage: Stage, person: Person, option: str, typed: str, *, command: str = "ask") -> list[str]:
    """The values of the list, in its order."""
    before = len(await _lists(stage))
    data = [{"type": 3, "name": option, "value": typed, "focused": True}]
    body = {"type": 4, "channel_id": stage.general, "data": {"name": command, "type": 1, "options": data}}
    await person._interact(body)

    async def found() -> bool:
        return len(await _lists(stage)) > before

    await stage.until(found)
    return [choice["value"] for choice in (await _lists(stage))[-1]]


async def _lists(stage: Stage) -> list[list[Json]]:
    bodies = [e["body"] for e in await stage.requests() if e["path"].partition("?")[0].endswith("/callback")]
    return [body["data"]["choices"] for body in bodies if body["type"] == 8]
