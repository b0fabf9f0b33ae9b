"""How a turn ends, decided from what is known: pure, so that every ending is a row of a test."""

from dataclasses import dataclass

from bot.core.answer import answer_of
from bot.core.errors import Overloaded, ProviderError, Refused, Unreachable
from bot.core.events import RunStatus
from bot.core.ports import RunRequest
from bot.core.session import Outcome, Turn
from bot.core.transcript import RunTranscript, Transcript


@dataclass(frozen=True, slots=True)
class Ending:
    """`reason` is a key of the catalogue of sentences, `detail` fills its gap."""

    outcome: Outcome
    reason: str = ""
    detail: str = ""


INTERNAL = Ending(Outcome.FAILED, "turn.internal")
UNCERTAIN = Ending(Outcome.UNCERTAIN, "turn.uncertain")
STOPPED = Ending(Outcome.CANCELLED, "turn.stopped")
LOST = Ending(Outcome.EXPIRED, "turn.lost")


def ending_of(turn: Turn, transcript: Transcript, *, cut_by: Ending | None = None) -> Ending:
    """The ending of a turn whose last run is over; `cut_by` is what we ended it for, if the run was not faster."""
    run = transcript.runs[-1]
    if run.status is RunStatus.COMPLETED:
        return _by_status(run, has_answer=bool(answer_of(transcript.steps).text.strip()))
    if turn.stop_asked_by is not None:
        return STOPPED
    if cut_by is not None:
        return cut_by
    return _by_status(run, has_answer=bool(answer_of(transcript.steps).text.strip()))


def _by_status(run: RunTranscript, *, has_answer: bool) -> Ending:
    match run.status:
        case RunStatus.COMPLETED if has_answer:
            return Ending(Outcome.COMPLETED)
        case RunStatus.COMPLETED:
            return Ending(Outcome.COMPLETED, "turn.no_answer")
        case RunStatus.INCOMPLETE | RunStatus.BUDGET_EXCEEDED:
            return Ending(Outcome.INCOMPLETE, "turn.tokens")
        case RunStatus.REQUIRES_ACTION | RunStatus.REQUIRES_CONTINUATION:
            return Ending(Outcome.INCOMPLETE, "turn.no_tools")
        case RunStatus.CANCELLED:
            return Ending(Outcome.CANCELLED, "turn.cancelled")
        case _:
            return Ending(Outcome.FAILED, "turn.agent_failed", _fault(run))


def _fault(run: RunTranscript) -> str:
    if not run.faults:
        return "it gave no reason."
    last = run.faults[-1]
    return f"{last.message or last.code}"


def ending_of_refusal(error: ProviderError, request: RunRequest) -> Ending:
    """The ending of a turn whose run was never taken."""
    match error:
        case Refused(status=401 | 403) | Refused(code="authentication" | "permission_denied"):
            return Ending(Outcome.FAILED, "turn.key")
        case Refused(status=400) if "api key" in str(error).lower():
            return Ending(Outcome.FAILED, "turn.key")
        case Refused(status=404) if request.previous is not None or request.environment not in (None, "remote"):
            return Ending(Outcome.EXPIRED, "turn.forgotten")
        case Refused(status=404):
            return Ending(Outcome.FAILED, "turn.agent_gone", request.agent)
        case Refused():
            return Ending(Outcome.FAILED, "turn.refused", str(error))
        case Overloaded():
            return Ending(Outcome.FAILED, "turn.overloaded", error.code or "busy")
        case Unreachable():
            return Ending(Outcome.FAILED, "turn.unreachable")
        case _:
            return UNCERTAIN


def ending_of_silence(error: ProviderError) -> Ending:
    """The ending of a turn whose run was taken, but can be read no more."""
    return LOST if isinstance(error, Refused) else Ending(Outcome.FAILED, "turn.unreachable")


def wait_before_retry(error: ProviderError, attempt: int, waits: tuple[float, ...]) -> float | None:
    """Seconds until a refused start is tried again, or None where that would not help.

    A spent daily quota does not come back by waiting; the provider's own word on when wins over ours.
    """
    if attempt >= len(waits) or error.code == "quota_exceeded":
        return None
    if isinstance(error, Overloaded):
        return max(error.retry_after or 0.0, waits[attempt])
    return waits[attempt] if isinstance(error, Unreachable) else None
