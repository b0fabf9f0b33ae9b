"""How a turn ends, decided from what is known: pure, so that every ending is a row of a test."""

import re
from dataclasses import dataclass

from bot.core.agents import MODELS
from bot.core.answer import has_answer
from bot.core.card import MODEL_LOST as MODEL_LOST_REASON
from bot.core.errors import DeliveryError, Forbidden, Gone, Hidden, Overloaded, ProviderError, Refused, Unreachable
from bot.core.events import RunStatus
from bot.core.ports import RunRequest
from bot.core.session import Outcome, SessionKind, Turn
from bot.core.tools.calls import open_calls
from bot.core.transcript import RunTranscript, Transcript
from bot.turns.faults import gravest, sentence_of


@dataclass(frozen=True, slots=True)
class Ending:
    """`reason` is a key of the catalogue of sentences, `detail` fills its gap."""

    outcome: Outcome
    reason: str = ""
    detail: str = ""


INTERNAL = Ending(Outcome.FAILED, "turn.internal")
UNCERTAIN = Ending(Outcome.UNCERTAIN, "turn.uncertain")
STOPPED = Ending(Outcome.CANCELLED, "turn.stopped")
MAKES_WAY = Ending(Outcome.CANCELLED, "turn.makes_way")
WITHDRAWN = Ending(Outcome.CANCELLED, "turn.withdrawn")
LOST = Ending(Outcome.EXPIRED, "turn.lost")
MODEL_LOST = Ending(Outcome.EXPIRED, MODEL_LOST_REASON)
UNCONFIGURED = Ending(Outcome.FAILED, "turn.configuration_gone")
PAUSED = Ending(Outcome.INCOMPLETE, "turn.continuation")
ROUNDS = Ending(Outcome.INCOMPLETE, "turn.rounds")
PLACE_GONE = Ending(Outcome.CANCELLED, "turn.place_gone")
NOT_ALLOWED = Ending(Outcome.CANCELLED, "turn.not_allowed")
NOT_ALLOWED_IN_CHANNEL = Ending(Outcome.CANCELLED, "turn.not_allowed_in_channel")
HIDDEN = Ending(Outcome.CANCELLED, "turn.hidden")
ASKER_GONE = Ending(Outcome.CANCELLED, "turn.asker_gone")


def of_minutes(most: float) -> Ending:
    """The operator's minutes are over."""
    return Ending(Outcome.INCOMPLETE, "turn.minutes", f"{most:g}")


def ending_of(turn: Turn, transcript: Transcript, *, cut_by: Ending | None = None) -> Ending:
    """The ending of a turn whose last run is over; `cut_by` is what we ended it for, if the run was not faster."""
    run = transcript.runs[-1]
    by_itself = _by_status(run, has_answer=has_answer(transcript.steps))
    if run.status is RunStatus.COMPLETED and not open_calls(run.steps):
        return by_itself
    if turn.stop_asked_by is not None:
        return stopped(turn)
    return cut_by or by_itself


def stopped(turn: Turn) -> Ending:
    """Somebody asked for it."""
    return MAKES_WAY if turn.makes_way else STOPPED


def _by_status(run: RunTranscript, *, has_answer: bool) -> Ending:
    match run.status:
        case RunStatus.COMPLETED if has_answer:
            return Ending(Outcome.COMPLETED)
        case RunStatus.COMPLETED:
            return _by_fault(run, Outcome.FAILED) or Ending(Outcome.COMPLETED, "turn.no_answer")
        case RunStatus.INCOMPLETE | RunStatus.BUDGET_EXCEEDED:
            return _by_fault(run, Outcome.INCOMPLETE) or Ending(Outcome.INCOMPLETE, "turn.tokens")
        case RunStatus.REQUIRES_ACTION:
            return Ending(Outcome.INCOMPLETE, "turn.no_tools")
        case RunStatus.REQUIRES_CONTINUATION:
            return PAUSED
        case RunStatus.CANCELLED:
            return Ending(Outcome.CANCELLED, "turn.cancelled")
        case RunStatus.UNKNOWN:
            return Ending(Outcome.UNCERTAIN, "turn.unknown_status")
        case _:
            return _by_fault(run, Outcome.FAILED) or Ending(Outcome.FAILED, "turn.agent_failed", _fault(run))


def _by_fault(run: RunTranscript, outcome: Outcome) -> Ending | None:
    """The ending for a fault that has a sentence of its own."""
    fault = gravest(run.faults)
    key = sentence_of(fault.code) if fault else ""
    return Ending(outcome, key, _said(fault.message or fault.code)) if fault and key else None


def _fault(run: RunTranscript) -> str:
    fault = gravest(run.faults)
    return _said(fault.message or fault.code if fault else "")


def ending_of_refusal(error: ProviderError, request: RunRequest) -> Ending:
    """The ending of a turn whose run was never taken."""
    if request.agent == MODELS and (key := sentence_of(error.code)):
        return Ending(Outcome.FAILED, key, words_of(error))
    match error:
        case Refused() if request.agent == MODELS:
            return Ending(Outcome.FAILED, "turn.refused", words_of(error))
        case Refused():
            return _of_refused(error, request)
        case Overloaded(code="quota_exceeded"):
            return Ending(Outcome.FAILED, "turn.quota")
        case Overloaded():
            return Ending(Outcome.FAILED, "turn.overloaded", error.code or "busy")
        case Unreachable():
            return Ending(Outcome.FAILED, "turn.unreachable")
        case _:
            return UNCERTAIN


def _of_refused(error: Refused, request: RunRequest) -> Ending:
    match error:
        case Refused(status=401) | Refused(code="authentication"):
            return Ending(Outcome.FAILED, "turn.key")
        case Refused(status=400) if "api key" in words_of(error).lower():
            return Ending(Outcome.FAILED, "turn.key")
        case Refused(status=402):
            return Ending(Outcome.FAILED, "turn.payment")
        case Refused(status=403) | Refused(code="permission_denied"):
            return Ending(Outcome.FAILED, "turn.permission", words_of(error))
        case Refused(status=404) if request.previous is not None or request.environment not in (None, "remote"):
            return Ending(Outcome.EXPIRED, "turn.forgotten")
        case Refused(status=404):
            return Ending(Outcome.FAILED, "turn.agent_gone", request.agent)
        case _:
            return Ending(Outcome.FAILED, sentence_of(error.code) or "turn.refused", words_of(error))


def words_of(error: ProviderError) -> str:
    """What the provider itself said, or else what is known."""
    return _said(error.said or error.code or str(error))


_LONGEST = 500
"""Characters of a fault's message that are looked at; a card shows fewer."""
_QUERY = re.compile(r"(https?://[^\s?#]{1,500})[?#]\S*")
_KEY = re.compile(r"AIza(?:[\w-]{20,}|[\w-]*$)")


def _said(text: str) -> str:
    """Words of others as a sentence fit to be shown: an address without its query, where keys and signatures stand."""
    shown = _KEY.sub("…", _QUERY.sub(r"\1", text[:_LONGEST])).strip() or "it gave no reason"
    return shown if shown.endswith((".", "!", "?", "…")) else f"{shown}."


def ending_of_silence(error: ProviderError, *, agent: str = "") -> Ending:
    """The ending of a turn whose run was taken, but can be read no more; a model's is lost with our process."""
    if not isinstance(error, Refused):
        return Ending(Outcome.FAILED, "turn.unreachable")
    return MODEL_LOST if agent == MODELS else LOST


def ending_of_delivery(error: DeliveryError, kind: SessionKind = SessionKind.THREAD) -> Ending | None:
    """What it means for a turn that Discord refuses its messages; None where only those messages are concerned."""
    match error:
        case Gone():
            return PLACE_GONE
        case Hidden():
            return HIDDEN
        case Forbidden():
            return not_allowed(kind)
        case _:
            return None


def not_allowed(kind: SessionKind) -> Ending:
    return NOT_ALLOWED_IN_CHANNEL if kind is SessionKind.CHANNEL else NOT_ALLOWED


def wait_before_retry(error: ProviderError, attempt: int, waits: tuple[float, ...]) -> float | None:
    """Seconds until a refused start is tried again, or None where that would not help.

    A spent daily quota does not come back by waiting; the provider's own word on when wins over ours.
    """
    if attempt >= len(waits) or error.code == "quota_exceeded":
        return None
    if isinstance(error, Overloaded):
        return max(error.retry_after or 0.0, waits[attempt])
    return waits[attempt] if isinstance(error, Unreachable) else None
