"""The terms of a session's runs, from what was chosen for it and what the operator allows."""

from bot.core.choices import NO_MACHINE
from bot.core.machines import Setup
from bot.turns.work import Work

NEW = "remote"
"""A new machine."""


def machine_of(work: Work) -> str | None:
    """The session's machine, a new one, or none."""
    if work.session.choices.machine == NO_MACHINE:
        return None
    return work.session.environment or NEW


def setup_of(work: Work) -> Setup:
    """How a new machine is made, also where the one before has expired."""
    configuration = work.tools.supplies.configurations.get(work.session.choices.machine)
    return configuration.setup if configuration else Setup()


def has_setup(work: Work) -> bool:
    """False where the operator no longer has the configuration: without it a machine could reach more than it may."""
    name = work.session.choices.machine
    return name in ("", NO_MACHINE) or name in work.tools.supplies.configurations


def ceiling_of(work: Work) -> int:
    """Tokens of one request: the person's own ceiling never lies above the operator's."""
    most, chosen = work.tools.limits.tokens_per_turn, work.session.choices.max_tokens
    return most if chosen is None else min(most, chosen)
