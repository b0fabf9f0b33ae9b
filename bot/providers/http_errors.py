"""What a provider's HTTP status means for us: whose fault it is, and whether the request may have been taken."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from bot.core.errors import OutcomeUnknown, Overloaded, ProviderError, Refused, Unreachable

MESSAGE_LIMIT = 500
"""Characters of a provider's message that we keep: enough to understand it, too few to flood a log."""
LONGEST_WAIT = 86_400.0
_SECONDS = re.compile(r"\d{1,9}(\.\d{1,9})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What an error body says; empty where it says nothing. `retry_after` in seconds."""

    code: str = ""
    message: str = ""
    retry_after: float | None = None


def kind_of(status: int, *, code: str = "", repeatable: bool) -> type[ProviderError]:
    """The class of a status that is not 2xx.

    - 408: the server never got the whole request, so nothing was taken: `Unreachable`.
    - 409 `aborted` (a clash with another request), 429, 503 and 529 ("overloaded") are said instead of taking the
      request: `Overloaded`.
    - 501 will not change: `Refused`, as every 3xx and other 4xx.
    - Every other 5xx (500 and 502 from behind the front door, 504 after its patience ended) says nothing about whether
      the work began: `OutcomeUnknown`, unless doing it again does no harm; then `Unreachable`.
    """
    match status:
        case 408:
            return Unreachable
        case 429 | 503 | 529:
            return Overloaded
        case 409 if code == "aborted":
            return Overloaded
        case _ if status == HTTPStatus.NOT_IMPLEMENTED or status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return Refused
        case _:
            return Unreachable if repeatable else OutcomeUnknown


def lost_kind(*, repeatable: bool) -> type[ProviderError]:
    """The class of an answer that never came, or not whole."""
    return Unreachable if repeatable else OutcomeUnknown


def reason_of(status: int) -> str:
    """The status's standard name in snake_case: the code of an error that brings none."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        return "unknown_status"
    return re.sub(r"\W+", "_", phrase).strip("_").lower()


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait: `retry-after-ms`, else `Retry-After` as seconds or as a date by the server's clock."""
    if (milliseconds := _number(headers.get("retry-after-ms", ""))) is not None:
        return min(milliseconds / 1000, LONGEST_WAIT)
    said = headers.get("Retry-After", "").strip()
    if (seconds := _number(said)) is not None:
        return min(seconds, LONGEST_WAIT)
    try:
        wait = parsedate_to_datetime(said) - parsedate_to_datetime(headers.get("Date", ""))
    except (ValueError, TypeError):  # not dates, or one with a time zone and one without
        return None
    return min(max(wait.total_seconds(), 0.0), LONGEST_WAIT)


def _number(text: str) -> float | None:
    return float(text) if _SECONDS.fullmatch(text) else None
