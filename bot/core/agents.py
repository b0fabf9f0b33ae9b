"""The agents there are, and how they differ."""

RESEARCHERS: dict[str, str] = {
    "deep-research-preview-04-2026": "Deep Research: reads for minutes, writes a report",
    "deep-research-max-preview-04-2026": "Deep Research Max: reads longer, costs more",
}
"""Agents without a machine, without functions and without a ceiling of tokens; they choose their own model."""


MODELS = "models"
"""No agent, but models behind conventional APIs: which one, a session's choices say."""


def is_researcher(agent: str) -> bool:
    return agent.startswith("deep-research")
