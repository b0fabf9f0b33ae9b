"""What an agent calls in the tests, as a scene that the playground's agent plays; and what came of it."""

from typing import Any

from tests.e2e.messages import Json, buttons, every, is_card, text_of
from tests.e2e.stage import Stage

END = {"event_type": "interaction.completed", "interaction": {"status": "requires_action"}}


async def will_call(stage: Stage, *calls: tuple[str, Json], scene: str = "calls") -> str:
    """Prepare a run that calls these functions and stops; the prompt for it."""
    events: list[Json] = []
    for index, (name, arguments) in enumerate(calls):
        step = {"type": "function_call", "id": f"{scene}-{index}", "name": name, "arguments": arguments}
        events += [
            {"event_type": "step.start", "index": index, "step": step},
            {"event_type": "step.stop", "index": index},
        ]
    await stage.lever("POST", "scenes", {"name": scene, "events": [*events, END]})
    return f"scene:{scene}"


async def results(stage: Stage) -> list[Json]:
    """What the bot answered to calls, in the order in which it did."""
    bodies = [
        e["body"] for e in await stage.requests() if e["method"] == "POST" and e["path"] == "/v1beta/interactions"
    ]
    steps: list[Any] = [step for body in bodies if isinstance(body["input"], list) for step in body["input"]]
    return [step for step in steps if step.get("type") == "function_result"]


async def one_result(stage: Stage) -> Json | None:
    found = await results(stage)
    return found[-1] if found else None


async def questions(stage: Stage, thread: str) -> list[Json]:
    """The messages in a thread that can be answered."""
    messages = await stage.person("Ada").messages(thread)
    return [m for m in messages if is_card(m) and answers(m)]


def answers(message: Json) -> list[str]:
    """The custom ids by which a question is answered."""
    ids = [str(c["custom_id"]) for c in every(message) if c["type"] in (2, 3)]
    return [custom_id for custom_id in ids if custom_id.startswith("answer:")]


async def question(stage: Stage, thread: str, number: int = 0) -> Json:
    """The thread's open question with this place among the open ones, once it is there."""

    async def found() -> Json | None:
        open_ones = await questions(stage, thread)
        return open_ones[number] if len(open_ones) > number else None

    return dict(await stage.until(found))


async def shows(stage: Stage, message: Json, words: str) -> Json:
    """The same message once it says this."""

    async def found() -> Json | None:
        messages = await stage.person("Ada").messages(message["channel_id"])
        return next((m for m in messages if m["id"] == message["id"] and words in text_of(m)), None)

    return dict(await stage.until(found))


def labels(message: Json) -> list[str]:
    return [button["label"] for button in buttons(message)]
