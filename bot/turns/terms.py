"""The terms of a session's runs, from what was chosen for it and what the operator allows."""

import structlog

from bot.core.choices import NO_MACHINE
from bot.core.errors import SettingsError
from bot.core.machines import Setup
from bot.core.session import Outcome
from bot.turns.endings import UNCONFIGURED, Ending
from bot.turns.work import Work

log = structlog.get_logger(__name__)
NEW = "remote"
"""A new machine."""


def machine_of(work: Work) -> str | None:
    """The session's machine, a new one, or none."""
    if work.session.choices.machine == NO_MACHINE:
        return None
    return work.session.environment or NEW


async def setup_of(work: Work) -> Setup | Ending:
    """How a new machine is made, also where the one before has expired; or why it must not be made.

    Without the operator's configuration it could reach more than it may, and without a secret of that, less.
    Secrets are read each time, so that a new one holds from the next machine on.
    """
    name, supplies = work.session.choices.machine, work.tools.supplies
    if name in ("", NO_MACHINE):
        return Setup()
    configuration = supplies.configurations.get(name)
    if configuration is None:
        return UNCONFIGURED
    found: dict[str, str] = {}
    for secret in configuration.secrets:
        opened = await _opened(work, secret)
        if opened is None:
            return Ending(Outcome.FAILED, "turn.secret_missing", secret)
        found[secret] = opened
    return configuration.setup_with(found)


async def _opened(work: Work, secret: str) -> str | None:
    try:
        opened = await work.tools.supplies.secrets.get(secret)
    except SettingsError as error:  # sealed with a key that is no longer there
        log.warning("secret.not_opened", secret=secret, error=str(error))
        return None
    if opened is None:
        log.warning("secret.missing", secret=secret)
    return opened


def has_setup(work: Work) -> bool:
    """Whether a new machine can be made as it should be."""
    return isinstance(work.setup, Setup)


def ceiling_of(work: Work) -> int:
    """Tokens of one request: the person's own ceiling never lies above the operator's."""
    most, chosen = work.tools.limits.tokens_per_turn, work.session.choices.max_tokens
    return most if chosen is None else min(most, chosen)
