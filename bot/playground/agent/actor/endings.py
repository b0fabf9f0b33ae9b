"""Scenes that end in another way than completed, or say that they stand in a way nobody has heard of."""

import re
from collections.abc import Iterator

from bot.playground.agent.actor.cues import Beat, Cue, Wait
from bot.playground.agent.actor.script import completed, fault
from bot.playground.agent.actor.stage import Stage

BLOCKS = (
    "safety",
    "recitation",
    "language",
    "prohibited_content",
    "spii",
    "blocklist",
    "image_safety",
    "image_prohibited_content",
    "image_recitation",
    "image_other",
    "content_blocked",
    "malformed_function_call",
    "malformed_tool_call",
    "unexpected_tool_call",
    "no_image",
    "too_many_tool_calls",
    "missing_thought_signature",
)
QUEUED_S = 90.0
UNKNOWN_S = 20.0


def blocked(stage: Stage) -> Iterator[Cue]:
    """Fails with the code that the prompt names, in the stream and in the run's errors."""
    yield from stage.script.thought("**Starting to answer**", seconds=0.5)
    yield from stage.script.say(stage.introduced("I begin to say something that "), seconds=0.5)
    yield from refused(blocking_code(stage.prompt))


def refused(code: str) -> Iterator[Cue]:
    """The end of a run that the service does not let pass."""
    yield fault(code, f"The response was blocked: {code}.")
    yield completed("failed")


def blocking_code(prompt: str) -> str:
    """The one that the prompt names."""
    found = re.search(r"blocked by `?(\w+)", prompt.lower())
    return found[1] if found and found[1] in BLOCKS else "safety"


def incomplete(stage: Stage) -> Iterator[Cue]:
    yield from _half(stage, "the token limit is reached here, in the middle of a")
    yield completed("incomplete")


def over_budget(stage: Stage) -> Iterator[Cue]:
    yield from _half(stage, "the budget is spent here, in the middle of a")
    yield completed("budget_exceeded")


def paused(stage: Stage) -> Iterator[Cue]:
    """Stops with a token; a request that brings the token goes on."""
    yield from _half(stage, "this run pauses and goes on when its token comes back; the first half ends")
    token = f"continue-{stage.script.token()}"
    ending = {"status": "requires_continuation", "continuation_token": token}
    yield Beat(0.1, {"interaction": ending, "event_type": "interaction.completed"})


def continued(stage: Stage) -> Iterator[Cue]:
    yield from stage.script.thought("**Going on where I stopped**", seconds=0.4)
    yield from stage.script.say("here, and this is the second half. That is all.", seconds=1)


def is_to_go_on(prompt: str) -> bool:
    return bool(re.match(r"\W*(please\s+)?(continue|go on|carry on)\b", prompt, re.IGNORECASE))


def resumed(stage: Stage) -> Iterator[Cue]:
    """After a run that was incomplete: its request is taken up again."""
    asked = " ".join(stage.earlier[-1].split())[-200:] if stage.earlier else ""
    yield from stage.script.thought("**Going on where I stopped**", seconds=0.4)
    yield from stage.script.say(f"I go on with “{asked}” where I had to stop. This is the rest of it.\n", seconds=1)


def queued(stage: Stage) -> Iterator[Cue]:
    """Stands in a queue for a minute and a half of the playground's clock."""
    yield Beat(0, {"interaction": {"status": "queued"}, "event_type": "interaction.created"})
    yield Beat(0, {"status": "queued", "event_type": "interaction.status_update"})
    yield Wait(QUEUED_S)
    yield Beat(0, {"status": "in_progress", "event_type": "interaction.status_update"})
    yield from stage.script.say(stage.introduced("It was my turn at last. Here is the answer."), seconds=1)


def unknown_status(stage: Stage) -> Iterator[Cue]:
    """In between, for a while of the clock; then all is well."""
    yield from stage.script.thought("**Entering an unknown state**", seconds=0.4)
    yield Beat(0, {"status": "reticulating", "event_type": "interaction.status_update"})
    yield Wait(UNKNOWN_S)
    yield Beat(0, {"status": "in_progress", "event_type": "interaction.status_update"})
    yield from stage.script.say(stage.introduced("I was in a state that nobody knows, and came back."), seconds=1)


def unknown_end(stage: Stage) -> Iterator[Cue]:
    yield from stage.script.say(stage.introduced("This ends in a way that nobody knows."), seconds=0.6)
    yield completed("evaporated")


def _half(stage: Stage, text: str) -> Iterator[Cue]:
    yield from stage.script.thought("**Beginning**\n\nThere may not be an end.", seconds=0.5)
    yield from stage.script.say(stage.introduced(f"I write the first half of an answer; {text} "), seconds=1)
