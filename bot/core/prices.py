"""What tokens cost, as last published: one dated table, for estimates that are always marked ≈."""

from dataclasses import dataclass

from bot.core.events import Usage

AS_OF = "2026-09"
"""Google's pricing page for the Gemini API as read in this month."""
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars per million tokens; `cached` is the part of the input that was read from the cache."""

    input: float
    cached: float
    output: float


AGENT_MODELS: dict[str, str] = {
    "antigravity-preview-05-2026": "gemini-3.5-flash",
    "antigravity-preview-09-2026": "gemini-3.8-flash",
}
"""The model an agent thinks with unless told otherwise (Google's change log)."""

PRICES: dict[str, Price] = {
    "gemini-3.8-flash": Price(input=0.75, cached=0.075, output=3.75),
    "gemini-3.7-flash": Price(input=0.75, cached=0.075, output=3.75),
    "gemini-3.6-flash": Price(input=0.75, cached=0.075, output=3.75),
    "gemini-3.5-flash": Price(input=1.50, cached=0.15, output=9.00),
    "gemini-3.5-flash-lite": Price(input=0.30, cached=0.30, output=2.50),
}


def cost(agent: str, usage: Usage) -> float | None:
    """Dollars, or None for an agent whose price is not known. Thoughts cost as output, tool use as input."""
    price = PRICES.get(AGENT_MODELS.get(agent, agent))
    if price is None:
        return None
    fresh = max(usage.input - usage.cached, 0) + usage.tool_use
    spoken = usage.output + usage.thought
    return (fresh * price.input + usage.cached * price.cached + spoken * price.output) / MILLION


def in_dollars(amount: float) -> str:
    """Two digits that say something: `0.0042`, `0.034`, `0.31`, `12.40`."""
    return f"{amount:.{2 if amount >= 0.1 else 3 if amount >= 0.01 else 4}f}"
