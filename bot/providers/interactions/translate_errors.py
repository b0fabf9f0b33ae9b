"""From the API's error bodies, in all their shapes, to one code, one message and a wait."""

import re

from bot.providers.http_errors import Explanation
from bot.providers.interactions.wire import Json, Malformed
from bot.providers.interactions.wire_errors import ErrorDetail, parse_error

_CLASSIC = {
    "INVALID_ARGUMENT": "invalid_request",
    "UNAUTHENTICATED": "authentication",
    "RESOURCE_EXHAUSTED": "rate_limit_exceeded",
    "INTERNAL": "api_error",
    "UNKNOWN": "api_error",
    "UNAVAILABLE": "service_unavailable",
}
"""The classic words that are not the new ones in capitals."""
_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)s")


def explain(body: bytes) -> Explanation:
    """What an error body says; a body that is no error body says nothing."""
    detail = parse_error(body)
    if isinstance(detail, Malformed):
        return Explanation()
    return Explanation(code=_code(detail), message=detail.message or "", retry_after=_wait(detail.details or []))


def _code(detail: ErrorDetail) -> str:
    if isinstance(detail.code, str) and not detail.code.isdecimal():
        return detail.code
    # The front end answers a missing or wrong key with 403 or 400 and a word that says nothing of keys.
    if "api key" in (detail.message or "").lower():
        return "authentication"
    if any(_is_daily(found) for found in detail.details or []):
        return "quota_exceeded"
    word = detail.status or ""
    return _CLASSIC.get(word, word.lower())


def _is_daily(detail: Json) -> bool:
    """A google.rpc QuotaFailure that waiting a minute will not mend."""
    match detail:
        case {"violations": [*violations]}:
            return any("PerDay" in str(violation) for violation in violations)
        case _:
            return False


def _wait(details: list[Json]) -> float | None:
    """Seconds out of a google.rpc RetryInfo: `"34.5s"`."""
    for detail in details:
        if found := _DURATION.fullmatch(str(detail.get("retryDelay", ""))):
            return float(found[1])
    return None
