"""Errors in every shape in which gateways were seen to tell them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.events import Fault
from bot.providers.http_errors import MESSAGE_LIMIT, Explanation
from bot.providers.models.errors import NO_JSON, explain, fault_in, fault_of

GOOGLE = {
    "error": {
        "code": 429,
        "message": "Too many.",
        "status": "RESOURCE_EXHAUSTED",
        "details": [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "34.5s"}],
    }
}
SHAPES: dict[str, tuple[Any, Explanation]] = {
    "openai": (
        {
            "error": {
                "message": "Too long.",
                "type": "invalid_request_error",
                "param": None,
                "code": "context_length_exceeded",
            }
        },
        Explanation(code="context_length_exceeded", message="Too long."),
    ),
    "openai without a code": (
        {"error": {"message": "No.", "type": "invalid_request_error", "param": None, "code": None}},
        Explanation(code="invalid_request_error", message="No."),
    ),
    "anthropic": (
        {"type": "error", "error": {"type": "overloaded_error", "message": "Busy."}, "request_id": "req_011a"},
        Explanation(code="rate_limit_exceeded", message="Busy. (request id: req_011a)"),
    ),
    "google": (GOOGLE, Explanation(code="rate_limit_exceeded", message="Too many.", retry_after=34.5)),
    "google in a list": ([GOOGLE], Explanation(code="rate_limit_exceeded", message="Too many.", retry_after=34.5)),
    "embedded": (
        {"error": {"message": json.dumps(GOOGLE), "type": "upstream_error", "code": 429}},
        Explanation(code="rate_limit_exceeded", message="Too many.", retry_after=34.5),
    ),
    "nil": ({"error": {"message": "No.", "type": "<nil>", "param": "", "code": "400"}}, Explanation(message="No.")),
    "a string": ({"error": "No."}, Explanation(message="No.")),
    "message": ({"code": 500, "message": "No."}, Explanation(message="No.")),
    "msg": ({"msg": "No."}, Explanation(message="No.")),
    "err": ({"err": "No."}, Explanation(message="No.")),
    "error_msg": ({"error_msg": "No."}, Explanation(message="No.")),
    "detail": ({"detail": "No."}, Explanation(message="No.")),
    "a list of details": (
        {"detail": [{"loc": ["body"], "msg": "No.", "type": "missing"}]},
        Explanation(code="missing", message="No."),
    ),
    "a list of texts": ({"detail": ["No."]}, Explanation(message="No.")),
    "an error without words": ({"error": {"code": "rate_limit"}}, Explanation(code="rate_limit")),
}


@pytest.mark.parametrize(("told", "explained"), SHAPES.values(), ids=SHAPES)
def test_a_shape_is_understood(told: Any, explained: Explanation) -> None:
    """Its word, its sentence, its wait; a number and `<nil>` are no words."""
    assert explain(json.dumps(told).encode()) == explained


@pytest.mark.parametrize("told", [told for told, _ in SHAPES.values()], ids=SHAPES)
def test_a_shape_in_a_good_answer_is_a_fault(told: Any) -> None:
    """With status 200, or in the midst of a stream."""
    fault = fault_in(told)

    assert fault is not None
    assert fault.code
    assert fault.message or fault.code == "rate_limit"


@pytest.mark.parametrize(
    "said",
    [
        {"choices": [], "error": None},
        {"choices": [], "message": "warm up"},
        {"data": [], "message": "made"},
        {"type": "message", "content": []},
        {"id": "x", "usage": {}},
        {"type": "gateway.news", "note": "nobody knows this"},
        [],
        [1, 2],
        None,
        "text",
        7,
    ],
)
def test_an_answer_is_no_fault(said: Any) -> None:
    """A member that may be an error's is none beside what only answers have."""
    assert fault_in(said) is None


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("all accounts exhausted", Fault(NO_JSON, "all accounts exhausted")),
        ("", Fault(NO_JSON, "")),
        ('"quoted"', Fault(NO_JSON, '"quoted"')),
        ("<html><title>502</title><body><h1>Bad &amp; gone</h1></body>", Fault(NO_JSON, "502 - Bad &amp; gone")),
        ("<p>No title</p>", Fault(NO_JSON, "No title")),
        ('{"broken', Fault(NO_JSON, '{"broken')),
        ("{}", Fault("error", "{}")),
    ],
)
def test_what_is_no_error_body(body: str, fault: Fault) -> None:
    """Its words are told: a page's title and text, plain text as it is."""
    assert fault_of(body.encode()) == fault


@pytest.mark.parametrize(
    "message",
    [
        "No. （traceid: 0a1b2c3d）",
        "No. (traceid: 0a1b2c3d)",
        "No. traceid=0a1b2c3d",
        "No. [traceid: 0a1b2c3d]",
    ],
)
def test_a_number_for_the_log_stays_at_the_end(message: str) -> None:
    """Also of a sentence that is longer than is kept."""
    long = explain(json.dumps({"error": {"message": "n" * 2000 + message}}).encode()).message

    assert explain(json.dumps({"error": {"message": message}}).encode()).message == "No. (traceid: 0a1b2c3d)"
    assert len(long) <= MESSAGE_LIMIT
    assert long.endswith("n (traceid: 0a1b2c3d)")


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("没有可用token（traceid: 0a1b2c3d）", "no_account"),
        ("未接收到上游响应内容（traceid: 0a1b2c3d）", "no_upstream_content"),
    ],
)
def test_sentences_that_are_known_have_a_word(message: str, code: str) -> None:
    """Their gateways give none, or a vague one."""
    assert explain(json.dumps({"error": {"message": message, "type": "api_error"}}).encode()).code == code


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["error", "message", "msg", "detail", "code", "type", "status", "details", "retryDelay"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(anything)
def test_any_json_is_explained(told: Any) -> None:
    """Within its limits, and in letters that a log can take."""
    shapes: list[Any] = [told, {"error": told}, [{"error": json.dumps(told)}]]
    for depth in shapes:
        said = explain(json.dumps(depth).encode())
        fault_in(depth)

        assert len(said.message) <= MESSAGE_LIMIT
        assert said.message.encode().decode() == said.message


@given(st.binary(max_size=60))
def test_any_bytes_are_explained(body: bytes) -> None:
    """Nothing raises."""
    assert len(explain(body).message) <= MESSAGE_LIMIT


def test_what_is_nested_without_end_is_a_fault() -> None:
    """No parser, and nothing here, falls over it."""
    told: Any = "deep"
    for _ in range(5000):
        told = {"error": told}

    fault = fault_in(told)

    assert fault is not None
    assert len(explain(b'{"error":' * 100_000).message) == MESSAGE_LIMIT


def test_a_message_of_nothing_is_read_at_once() -> None:
    """A gap of a million spaces: a search that looks at it from each of its places would take days."""
    said = explain(json.dumps({"error": {"message": "far" + " " * 1_000_000 + "apart"}}).encode())

    assert said.message == "far apart"
