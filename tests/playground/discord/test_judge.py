"""The judge itself: it must see what is wrong, or its silence means nothing."""

from typing import Any

import pytest

from tests.e2e.judge import judge

OK: dict[str, Any] = {"seq": 1, "who": "bot", "method": "POST", "status": 204, "body": None, "answer": None}


def _send(body: Any, **more: Any) -> dict[str, Any]:
    return OK | {"path": "/api/v10/channels/1/messages", "status": 500, "body": body} | more


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        (OK | {"path": "/api/v10/no/such"}, "no such route"),
        (_send({"content": "x" * 4001}), "request at $.content"),
        (_send({"embeds": [{"title": "t" * 257}]}), "request at $.embeds[0].title"),
        (_send({"components": [{"type": 99}]}), "request at $.components[0]"),
        (_send({"content": 5, "files": [{"name": "a", "size": 1}]}), "request at $.content"),
        (_send(None), "has no body"),
        (_send({"content": "x"}, status=200, answer={"id": "1"}), "answer 200 at $"),
        (_send({"content": "x"}, status=200, answer=None), "answer 200 at $"),
        (_send({"content": "x"}, status=302), "answer 302 is not among"),
        (_send({"content": "x"}, status=400, answer={"code": "x"}), "answer 400 at $"),
        (OK | {"path": "/api/v10/channels/1/typing?x=1"}, "unknown x"),
        (OK | {"path": "/api/v10/channels/1/typing", "answer": {}}, "has a body"),
        (OK | {"path": "/api/v10/channels/1/messages/2/threads", "status": 500, "body": {"name": ""}}, "$.name"),
        (OK | {"path": "/api/v10/interactions/1/t/callback", "status": 500, "body": {"type": 77}}, "request at $"),
    ],
)
def test_what_discord_does_not_allow_is_named(entry: dict[str, Any], complaint: str) -> None:
    """Each kind of mistake, in a request or an answer, makes one complaint that names the place."""
    complaints = judge([entry])

    assert complaints
    assert complaint in complaints[0]
    assert complaints[0].startswith("#1 POST /api/v10/")


@pytest.mark.parametrize(
    "entry",
    [
        OK | {"path": "/api/v10/channels/1/typing"},
        OK | {"path": "/v1beta/interactions"},
        OK | {"path": "/api/v10/interactions", "who": "Ada", "body": {"type": 2}},
        _send({"content": "x", "attachments": [{"id": 0, "filename": "a"}], "files": [{"name": "a", "size": 1}]}),
        _send({"content": "x"}, status=None),
        _send({"content": 5}, status=400, answer={"code": 50035, "message": "Invalid Form Body", "errors": {}}),
        OK | {"path": "/api/v10/interactions/1/t/callback?with_response=1", "body": {"type": 6}},
    ],
)
def test_what_discord_allows_passes(entry: dict[str, Any]) -> None:
    """Good requests, other servers' paths, people's own routes and outstanding answers are no complaint."""
    assert judge([entry]) == []


def test_literal_paths_are_found_before_patterns() -> None:
    """users/@me is judged as oneself (with mfa_enabled), not as somebody by id."""
    entry = OK | {"method": "GET", "path": "/api/v10/users/@me", "status": 200, "answer": {}}

    assert "mfa_enabled" in " ".join(judge([entry]))
