"""The scene of the research agents: they read for a while, and tell their report in several parts."""

from collections.abc import Iterator

from bot.playground.agent.actor.cues import Cue
from bot.playground.agent.actor.script import Source
from bot.playground.agent.actor.stage import Stage

_PARTS = 3
_CITED = "One page said so."


def report(stage: Stage) -> Iterator[Cue]:
    """Each part in a model_output of its own, with searches in between; the whole of it is the report."""
    config = stage.create.echoed.get("agent_config", {})
    asked = " ".join(stage.prompt.split())[:200]
    yield from _thought(stage, f"**Planning the research**\n\n{_PARTS} questions.")
    if config.get("collaborative_planning") and not stage.earlier:
        plan = "\n".join(f"{number}. Question {number} about it" for number in range(1, _PARTS + 1))
        yield from stage.script.say(stage.introduced(f"My plan for “{asked}”:\n\n{plan}\n\nShall I begin?\n"))
        return
    yield from stage.script.search(asked[:60] or "everything", seconds=1)
    yield from stage.script.say(stage.introduced(f"# Report on “{asked}”\n\n"), seconds=0.6)
    for number in range(1, _PARTS + 1):
        yield from stage.script.search(f"{asked[:50]}, question {number}", seconds=1)
        yield from stage.script.page(f"https://example.org/research/{number}")
        yield from _thought(stage, f"**Weighing source {number}**")
        yield from _part(stage, number)
    yield from stage.script.say("\n## Conclusion\n\nThat is all that could be found.\n", seconds=0.8)


def _part(stage: Stage, number: int) -> Iterator[Cue]:
    text = f"\n## Question {number}\n\nWhat I read about question {number}, in short. {_CITED}\n"
    source = Source(_CITED, "example.org", f"https://example.org/research/{number}")
    yield from stage.script.say(text, seconds=1, sources=(source,))


def _thought(stage: Stage, text: str) -> Iterator[Cue]:
    """The request may want none of its summaries."""
    config = stage.create.echoed.get("agent_config", {})
    summaries = () if config.get("thinking_summaries") == "none" else (text,)
    yield from stage.script.thought(*summaries, seconds=0.5)
