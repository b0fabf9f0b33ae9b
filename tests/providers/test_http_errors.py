"""The table of statuses, and every way of saying when to come back."""

import pytest

from bot.core.errors import OutcomeUnknown, Overloaded, ProviderError, Refused, Unreachable
from bot.providers.http_errors import kind_of, reason_of, retry_after


@pytest.mark.parametrize(
    ("status", "code", "once", "repeatable"),
    [
        (302, "", Refused, Refused),
        (400, "invalid_request", Refused, Refused),
        (401, "authentication", Refused, Refused),
        (402, "payment_required", Refused, Refused),
        (403, "permission_denied", Refused, Refused),
        (404, "not_found", Refused, Refused),
        (408, "", Unreachable, Unreachable),
        (409, "already_exists", Refused, Refused),
        (409, "aborted", Overloaded, Overloaded),
        (416, "out_of_range", Refused, Refused),
        (429, "rate_limit_exceeded", Overloaded, Overloaded),
        (429, "quota_exceeded", Overloaded, Overloaded),
        (499, "cancelled", Refused, Refused),
        (500, "api_error", OutcomeUnknown, Unreachable),
        (501, "unimplemented", Refused, Refused),
        (502, "", OutcomeUnknown, Unreachable),
        (503, "service_unavailable", Overloaded, Overloaded),
        (529, "unknown_status", Overloaded, Overloaded),
        (504, "deadline_exceeded", OutcomeUnknown, Unreachable),
        (599, "", OutcomeUnknown, Unreachable),
    ],
)
def test_a_status_has_a_kind(
    status: int, code: str, once: type[ProviderError], repeatable: type[ProviderError]
) -> None:
    """Each status of the API's table has its kind; a 5xx leaves the outcome open only where repeating does harm."""
    assert kind_of(status, code=code, repeatable=False) is once
    assert kind_of(status, code=code, repeatable=True) is repeatable


@pytest.mark.parametrize(
    ("status", "reason"),
    [(429, "too_many_requests"), (404, "not_found"), (418, "i_m_a_teapot"), (299, "unknown_status")],
)
def test_a_status_has_a_name(status: int, reason: str) -> None:
    """An error without a code is named after its status, as the API itself does."""
    assert reason_of(status) == reason


DATE = "Sun, 22 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "Retry-After": "7"}, 0.25),
        ({"Retry-After": "Sun, 22 Nov 2026 10:00:30 GMT", "Date": DATE}, 30.0),
        ({"Retry-After": "Sun, 22 Nov 2026 09:00:00 GMT", "Date": DATE}, 0.0),
        ({"Retry-After": "Sun, 22 Nov 2026 10:00:30 GMT"}, None),
        ({"Retry-After": "Sun, 22 Nov 2026 10:00:30 -0000", "Date": DATE}, None),
        ({"Retry-After": "soon", "Date": DATE}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "999999999"}, 86_400.0),
    ],
)
def test_when_to_come_back(headers: dict[str, str], seconds: float | None) -> None:
    """The wait is read from each form in use; a date is measured by the server's own clock, nonsense is no wait."""
    assert retry_after(headers) == seconds
