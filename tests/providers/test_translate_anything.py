"""Whatever stands where an interaction should: a record or a reason, and no crash."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.providers.interactions.translate import record_of
from bot.providers.interactions.wire import Malformed, parse_interaction

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
FIELDS = st.sampled_from(["id", "status", "steps", "usage", "errors", "environment_id", "type", "content", "text"])


@given(st.dictionaries(FIELDS, JSON) | JSON)
def test_no_json_is_a_crash(value: object) -> None:
    """Whatever JSON stands where an interaction should, there is a record or a reason, never another error."""
    found = parse_interaction(json.dumps(value).encode())

    assert found.reason if isinstance(found, Malformed) else record_of(found)


@given(st.binary())
@pytest.mark.parametrize("deep", [b"", b"[" * 100_000, b'{"steps":' * 100_000])
def test_no_bytes_are_a_crash(deep: bytes, rest: bytes) -> None:
    """Bytes that are no JSON, however deep they nest, are malformed, and the reason repeats none of them."""
    found = parse_interaction(deep + rest + b"\xff")

    assert isinstance(found, Malformed)
    assert found.reason == "json_invalid at the top"
