"""Error bodies in every shape that the API, its front end and what stands between are known to send."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.providers.http_errors import Explanation
from bot.providers.interactions.translate_errors import explain

RETRY = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "34.5s"}
DAILY = {
    "@type": "type.googleapis.com/google.rpc.QuotaFailure",
    "violations": [{"quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier"}],
}
CODES = [
    *("invalid_request", "failed_precondition", "parameter_unknown", "authentication", "payment_required"),
    *("permission_denied", "not_found", "model_not_found", "already_exists", "aborted", "out_of_range"),
    *("rate_limit_exceeded", "quota_exceeded", "cancelled", "api_error", "unimplemented", "not_implemented"),
    *("service_unavailable", "deadline_exceeded", "gateway_timeout", "a_word_of_tomorrow"),
]


@pytest.mark.parametrize("code", CODES)
def test_the_apis_own_words_stay(code: str) -> None:
    """A snake_case code of the API, known or new, is the code."""
    assert explain(json.dumps({"error": {"code": code, "message": "m"}}).encode()) == Explanation(
        code=code, message="m"
    )


@pytest.mark.parametrize(
    ("error", "explanation"),
    [
        ({"code": 404, "message": "m", "status": "NOT_FOUND"}, Explanation(code="not_found", message="m")),
        ({"code": "404", "message": "m", "status": "NOT_FOUND"}, Explanation(code="not_found", message="m")),
        ({"code": 400, "message": "m", "status": "INVALID_ARGUMENT"}, Explanation(code="invalid_request", message="m")),
        ({"code": 401, "message": "m", "status": "UNAUTHENTICATED"}, Explanation(code="authentication", message="m")),
        (
            {"code": 403, "message": "m", "status": "PERMISSION_DENIED"},
            Explanation(code="permission_denied", message="m"),
        ),
        ({"code": 409, "message": "m", "status": "ABORTED"}, Explanation(code="aborted", message="m")),
        (
            {"code": 429, "message": "m", "status": "RESOURCE_EXHAUSTED"},
            Explanation(code="rate_limit_exceeded", message="m"),
        ),
        (
            {"code": 429, "message": "m", "status": "RESOURCE_EXHAUSTED", "details": [RETRY]},
            Explanation(code="rate_limit_exceeded", message="m", retry_after=34.5),
        ),
        (
            {"code": 429, "message": "m", "status": "RESOURCE_EXHAUSTED", "details": [DAILY, RETRY]},
            Explanation(code="quota_exceeded", message="m", retry_after=34.5),
        ),
        ({"code": 500, "message": "m", "status": "INTERNAL"}, Explanation(code="api_error", message="m")),
        ({"code": 503, "message": "m", "status": "UNAVAILABLE"}, Explanation(code="service_unavailable", message="m")),
        (
            {"code": 504, "message": "m", "status": "DEADLINE_EXCEEDED"},
            Explanation(code="deadline_exceeded", message="m"),
        ),
        ({"code": 418}, Explanation()),
        (
            {"code": 400, "message": "API key not valid. Please pass a valid API key.", "status": "INVALID_ARGUMENT"},
            Explanation(code="authentication", message="API key not valid. Please pass a valid API key."),
        ),
        (
            {
                "code": 403,
                "message": "Method doesn't allow unregistered callers. Please use API Key.",
                "status": "PERMISSION_DENIED",
            },
            Explanation(
                code="authentication", message="Method doesn't allow unregistered callers. Please use API Key."
            ),
        ),
        ({"code": 429, "details": "odd", "status": ["odd"]}, Explanation()),
        ({"message": "m", "details": [{"retryDelay": "soon"}, {"violations": "odd"}]}, Explanation(message="m")),
    ],
)
def test_the_classic_shape_speaks_the_same_words(error: dict[str, object], explanation: Explanation) -> None:
    """A google.rpc error, alone or inside an array, is told in the API's own words; a bad key is named as such."""
    assert explain(json.dumps({"error": error}).encode()) == explanation
    assert explain(json.dumps([{"error": error}]).encode()) == explanation


@given(
    st.binary() | st.sampled_from([b"[]", b"{}", b'{"error":"no"}', b"<html>", b'{"error":null}', b'[{"error":{}},7]'])
)
def test_no_body_is_a_crash(body: bytes) -> None:
    """A body that is no error body explains nothing."""
    assert explain(body) == Explanation()
