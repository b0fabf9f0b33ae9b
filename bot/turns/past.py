"""What a new run goes on from may be gone: conversations and machines are kept for days, agents are retired."""

from dataclasses import dataclass, replace

import structlog

from bot.core.agents import MODELS, is_researcher
from bot.core.errors import ProviderError, Refused
from bot.core.ids import RunId
from bot.core.ports import RunRequest
from bot.turns.terms import NEW, has_setup
from bot.turns.work import Work

log = structlog.get_logger(__name__)
_NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class Mended:
    """The request without what is gone, and the key of the sentence that says so."""

    request: RunRequest
    reason: str = ""


async def without_what_is_gone(work: Work, request: RunRequest, error: ProviderError) -> Mended | None:
    """What to ask instead of a request that was answered with 404; None where nothing is known to be gone.

    Asking again is safe, for a 404 is a definite no. It does not say what was not found, so the conversation is looked
    up; where that is there, it was the agent that the session began with, or else the machine.
    """
    is_bound = request.continuation is not None or bool(request.results)  # these mean something to that run alone
    if not isinstance(error, Refused) or error.status != _NOT_FOUND or is_bound:
        return None
    if request.previous is not None:
        is_known = await _is_known(work, request.previous)
        if is_known is None:
            return None
        if not is_known:
            return Mended(replace(request, previous=None), "turn.memory_gone")
    if request.agent == MODELS:  # what is not there is the model, and no other may answer in its place
        return None
    if request.agent != work.tools.agent_name and not is_researcher(request.agent):
        return Mended(replace(request, agent=work.tools.agent_name))
    if request.environment not in (None, NEW) and has_setup(work):
        return Mended(replace(request, environment=NEW), "turn.machine_gone")
    return None


async def _is_known(work: Work, run: RunId) -> bool | None:
    """Whether the provider still has this run; None where it does not say."""
    try:
        await work.tools.agent.read(run)
    except ProviderError as error:
        log.info("past.not_read", turn=work.turn.id, run=run, error=str(error))
        return False if isinstance(error, Refused) and error.status == _NOT_FOUND else None
    return True
