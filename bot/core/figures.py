"""The figures of a receipt, in words."""

from bot.core.catalogue import say
from bot.core.events import Usage
from bot.core.models.naming import SEPARATOR
from bot.core.prices import cost, in_dollars
from bot.core.session import Turn
from bot.core.steps import code, line_of
from bot.core.transcript import Transcript


def figures_of(turn: Turn, transcript: Transcript, *, agent: str) -> list[str]:
    """What a receipt counts: the model of a provider, steps, time, tokens, and about how much they cost."""
    model = [code(agent)] if SEPARATOR in agent else []
    lines = [line for step in transcript.steps if (line := line_of(step))]
    usage = transcript.usage
    figures = [say("receipt.step") if len(lines) == 1 else say("receipt.steps", count=len(lines))] if lines else []
    if turn.ended_at is not None:
        figures.append(duration(turn.ended_at - turn.at_work_since))
    if usage.total:
        figures.append(_tokens(usage))
        dollars = cost(agent, usage)
        figures += [say("receipt.cost", cost=in_dollars(dollars))] if dollars is not None else []
    return model + figures


def _tokens(usage: Usage) -> str:
    kinds = {"receipt.cached": usage.cached, "receipt.thought": usage.thought, "receipt.tool": usage.tool_use}
    parts = [say(key, count=f"{count:,}") for key, count in kinds.items() if count]
    whole = say("receipt.tokens", count=f"{usage.total:,}")
    return f"{whole} ({', '.join(parts)})" if parts else whole


def duration(milliseconds: int) -> str:
    """`7 s`, `3 min 20 s`, `1 h 5 min`."""
    seconds = round(milliseconds / 1000)
    minutes, hours = seconds // 60, seconds // 3600
    if hours:
        return f"{hours} h {minutes % 60} min"
    return f"{minutes} min {seconds % 60} s" if minutes else f"{seconds} s"
