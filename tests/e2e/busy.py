"""What tests of talks with an agent at work ask of them: its card, the marks, what was asked and in which order."""

from tests.e2e.messages import Json, buttons, is_card, text_of
from tests.e2e.person import Person
from tests.e2e.stage import Stage

WAITS, REFUSED = "⏳", "⛔"


async def busy_talk(stage: Stage, person: Person) -> str:
    """A talk whose first request goes on for a long time: its thread."""
    await stage.lever("POST", "speed", {"factor": 1})
    await person.ask("be slow")
    thread = await stage.thread_of(person)
    await stage.until(lambda: card(person, thread))
    return thread


async def card(person: Person, thread: str) -> Json | None:
    """The newest card that works."""
    cards = [m for m in await person.messages(thread) if is_card(m)]
    return next((m for m in reversed(cards) if "Stop" in [b["label"] for b in buttons(m)]), None)


async def marked(person: Person, thread: str, emoji: str = WAITS) -> list[str]:
    """What the messages say that wear this mark."""
    return [
        m["content"]
        for m in await person.messages(thread)
        if any(r["emoji"]["name"] == emoji for r in m.get("reactions", []))
    ]


async def card_says(person: Person, thread: str, words: str) -> Json | None:
    found = await card(person, thread)
    return found if found is not None and words in text_of(found) else None


async def are_marked(person: Person, thread: str, wanted: list[str], emoji: str = WAITS) -> bool:
    return await marked(person, thread, emoji) == wanted


async def inputs(stage: Stage) -> list[str]:
    """What the agent was asked, in order."""
    asked = [e for e in await stage.requests() if e["method"] == "POST" and e["path"] == "/v1beta/interactions"]
    return [str(entry["body"]["input"]) for entry in asked]


async def asked_words(stage: Stage, *words: str) -> list[str]:
    """Those of these words that the agent was asked, in the order in which it was."""
    return [word for said in await inputs(stage) for word in words if word in said]


async def stop(person: Person, thread: str) -> None:
    working = await stage_card(person, thread)
    await person.click(working, "Stop")


async def stage_card(person: Person, thread: str) -> Json:
    found = await card(person, thread)
    assert found is not None
    return found
