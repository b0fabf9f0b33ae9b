"""What went wrong, in whatever shape a gateway tells it; also where it answers 200 and means an error.

The shapes are those of OpenAI, Anthropic and Google, and what relays were seen to make of them.
"""

import json
import re
from collections.abc import Iterator

from bot.core.events import Fault, JsonObject, JsonValue
from bot.providers.http_errors import MESSAGE_LIMIT, Explanation

NO_JSON = "no_json"
"""The code of an answer that is no JSON where there should be some: a page, or plain text."""
_PLAIN = ("message", "msg", "err", "error_msg", "detail", "error_description", "title")
_ANSWERS = frozenset({"choices", "content", "candidates", "data", "delta", "response"})
"""Fields that an answer has; beside them a mere `message` is no error."""
_HOUSE = {
    "authentication_error": "authentication",
    "invalid_api_key": "authentication",
    "unauthenticated": "authentication",
    "permission_error": "permission_denied",
    "billing_error": "payment_required",
    "insufficient_quota": "quota_exceeded",
    "rate_limit_error": "rate_limit_exceeded",
    "resource_exhausted": "rate_limit_exceeded",
    "overloaded_error": "rate_limit_exceeded",
    "timeout_error": "gateway_timeout",
    "content_policy_violation": "content_blocked",
    "content_filter": "content_blocked",
    "moderation_blocked": "content_blocked",
}
"""The services' words for what this house has a sentence of its own for."""
_DEPTH = 4
_WORDS = re.compile(r"[A-Za-z][\w.-]{1,63}", re.ASCII)
_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)s")
_TRACE = re.compile(
    r"[(\[\uff08]?\s*\b(trace[ _-]?id|request[ _-]?id|req[ _-]?id)\b[\"']?\s*[:\uff1a=]\s*"
    r"[\"']?([\w.-]{4,80})[\"']?\s*[)\]\uff09]?",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]{0,500}>")
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{1,300})<", re.IGNORECASE)
_KNOWN: tuple[tuple[str, str], ...] = (
    ("没有可用token", "no_account"),
    ("暂无可用账号", "no_account"),
    ("未接收到上游响应内容", "no_upstream_content"),
    ("上游没有返回内容", "no_upstream_content"),
)
"""Sentences of gateways that give no word; no content from upstream is often a rule on content that was hit."""


def explain(body: bytes) -> Explanation:
    """What an error body says. A number to look for in the gateway's log stays at the message's end."""
    text = body.decode(errors="replace").strip()
    value = _json(text)
    if value is None:
        return _explanation("", _plain_text(text), None)
    code, message, wait = _told(value)
    return _explanation(code, message or ("" if code else _plain_text(text)), wait)


def fault_in(value: JsonValue) -> Fault | None:
    """The error that a JSON answer with status 200, or a frame of a stream, tells instead of an answer; else None."""
    if isinstance(value, list):
        return fault_in(value[0]) if len(value) == 1 else None
    if not isinstance(value, dict):
        return None
    is_error = bool(value.get("error")) or value.get("type") == "error"
    if not is_error and (_ANSWERS & value.keys() or not any(value.get(name) for name in _PLAIN)):
        return None
    try:
        return fault_of(json.dumps(value).encode())
    except RecursionError:  # nested deeper than it can be written
        return Fault(code="error", message="")


def fault_of(body: bytes) -> Fault:
    """An answer, of whatever status, that is no answer: `code` is the gateway's word, or `NO_JSON`, or `error`."""
    said = explain(body)
    return Fault(
        code=said.code or ("error" if _json(body.decode(errors="replace").strip()) is not None else NO_JSON),
        message=said.message,
    )


def _json(text: str) -> JsonValue:
    """None for what is no object and no list."""
    try:
        value: JsonValue = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict | list) else None


def _told(value: JsonValue, depth: int = 0) -> tuple[str, str, float | None]:
    """Code, message and wait, from the innermost that says them."""
    if isinstance(value, list):
        found = [_told(one, depth + 1) for one in value[:3]] if depth < _DEPTH else []
        return next((one for one in found if one[0] or one[1]), ("", "", None))
    if isinstance(value, str):
        return _said(value, depth)
    if not isinstance(value, dict) or depth > _DEPTH:
        return "", "", None
    inner = value.get("error")
    if isinstance(inner, dict | str) and inner:
        code, message, wait = _told(inner, depth + 1)
        return code or _code(value), message + _number_of(value), wait
    message_code, message, wait = _message(value, depth)
    return message_code or _code(value), message + _number_of(value), _wait(value) if wait is None else wait


def _said(text: str, depth: int) -> tuple[str, str, float | None]:
    """A sentence, which may be somebody else's error as JSON."""
    begins = text.lstrip()[:1] in ("{", "[")
    inner = _json(text) if begins and depth < _DEPTH else None
    found = _told(inner, depth + 1) if inner is not None else ("", "", None)
    return found if found[0] or found[1] else ("", text, None)


def _message(value: JsonObject, depth: int) -> tuple[str, str, float | None]:
    for name in _PLAIN:
        if isinstance(said := value.get(name), str) and said.strip():
            return _said(said, depth)
        if isinstance(said, dict | list) and said:
            found = _told(said, depth + 1)
            if found[1]:
                return found
    return "", "", None


def _code(value: JsonObject) -> str:
    """The most telling word: OpenAI's `code`, google.rpc's `status`, else `type`; no number, no `<nil>`."""
    words = (value.get(name) for name in ("code", "status", "type"))
    found = (word.lower() for word in words if isinstance(word, str) and _WORDS.fullmatch(word))
    return next((_HOUSE.get(word, word) for word in found if word not in ("error", "null", "none", "nil")), "")


def _number_of(value: JsonObject) -> str:
    found = value.get("request_id")
    return f" (request id: {found})" if isinstance(found, str) and found else ""


def _wait(value: JsonObject) -> float | None:
    """Seconds out of a google.rpc RetryInfo: `"34.5s"`."""
    details = value.get("details")
    for detail in details if isinstance(details, list) else ():
        if isinstance(detail, dict) and (found := _DURATION.fullmatch(str(detail.get("retryDelay", "")))):
            return float(found[1])
    return None


def _plain_text(text: str) -> str:
    """The words of a body that is no JSON; of a page those that people would see first."""
    if not text.lstrip().startswith("<"):
        return text
    title = _TITLE.search(text[:20_000])
    words = " ".join(_TAG.sub(" ", text[:20_000].rpartition("</title>")[2]).split())
    return " - ".join(_distinct(title[1].strip() if title else "", words))


def _distinct(*words: str) -> Iterator[str]:
    return (word for word in dict.fromkeys(words) if word)


def _explanation(code: str, message: str, wait: float | None) -> Explanation:
    """The number goes to the end, where a shortened message still has it."""
    message = " ".join(message.split())  # first: a search through a long gap takes the square of its length
    found = _TRACE.search(message)
    number = f" ({found[1]}: {found[2]})" if found else ""
    if found:
        message = message[: found.start()].rstrip() + message[found.end() :]
    message = message.encode(errors="replace").decode()  # JSON has lone surrogates, which no log and no row takes
    message = " ".join(message.split())[: MESSAGE_LIMIT - len(number)] + number
    code = next((word for sentence, word in _KNOWN if sentence in message), code)
    return Explanation(code=code, message=message.strip(), retry_after=wait)
