"""Discord's own OpenAPI file as the judge of both sides: what the bot sent, and what the playground answered.

It cannot see everything (flags, totals over several embeds, unknown fields): those rules are the playground's own.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]
from jsonschema.exceptions import ValidationError, best_match  # type: ignore[import-untyped]
from referencing import Registry
from referencing.jsonschema import DRAFT202012

OPENAPI = Path(__file__).parents[3] / "shared" / "reference" / "discord" / "openapi.json"
API = "/api/v10"
_BASE = "urn:discord"
_VERBS = frozenset({"get", "put", "post", "patch", "delete"})
# Queries that discord.py sends and Discord documents elsewhere.
_EXTRA_QUERY = frozenset({"with_response", "with_components", "wait", "thread_id", "use_nested_fields"})


def _is_time(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def _is_address(value: object) -> bool:
    return not isinstance(value, str) or bool(urlsplit(value).scheme)


def _is_snowflake(value: object) -> bool:
    return not isinstance(value, str) or value.isdigit()


def _formats() -> FormatChecker:
    """The formats that matter here; jsonschema's own need packages we do not have."""
    formats = FormatChecker(formats=())
    formats.checkers = {
        "date-time": (_is_time, ValueError),
        "uri": (_is_address, ()),
        "snowflake": (_is_snowflake, ()),
    }
    return formats


@dataclass(frozen=True)
class Operation:
    """One method of one path; `pointer` leads to it inside the file."""

    template: str
    segments: tuple[str, ...]
    pointer: str
    spec: Mapping[str, Any]

    def fits(self, segments: tuple[str, ...]) -> bool:
        return len(segments) == len(self.segments) and all(
            own == given or own.startswith("{") for own, given in zip(self.segments, segments, strict=True)
        )

    @cached_property
    def literal(self) -> tuple[bool, ...]:
        """Sorts `/users/@me` before `/users/{user_id}`."""
        return tuple(segment.startswith("{") for segment in self.segments)


class Judge:
    """Reads the file once; validators are built when first needed, because building is slow."""

    def __init__(self, path: Path = OPENAPI) -> None:
        document = json.loads(path.read_bytes())
        self._registry: Registry[Any] = Registry().with_resource(_BASE, DRAFT202012.create_resource(document))
        self._formats = _formats()
        self._operations: dict[str, list[Operation]] = {verb: [] for verb in _VERBS}
        for template, methods in document["paths"].items():
            for verb in _VERBS & methods.keys():
                self._operations[verb].append(_operation(template, verb, methods[verb]))
        for operations in self._operations.values():
            operations.sort(key=lambda operation: operation.literal)
        self._document = document
        self._validators: dict[str, Draft202012Validator] = {}

    def judge(self, entries: Iterable[Mapping[str, Any]]) -> list[str]:
        """A sentence for each thing that Discord's description does not allow; nothing where all is well."""
        return [complaint for entry in entries for complaint in self._complaints(entry)]

    def _complaints(self, entry: Mapping[str, Any]) -> Iterator[str]:
        url = urlsplit(entry["path"])
        if not url.path.startswith(f"{API}/"):
            return
        name = f"#{entry['seq']} {entry['method']} {url.path}"
        operation = self.operation(entry["method"], url.path.removeprefix(API))
        if operation is None:
            if entry["who"] == "bot":
                yield f"{name}: Discord knows no such route"
            return
        yield from (f"{name}: query {c}" for c in _query(operation, url.query))
        if entry["status"] != 501:
            yield from (f"{name}: request {c}" for c in self._request(operation, entry))
        yield from (f"{name}: answer {entry['status']} {c}" for c in self._answer(operation, entry))

    def operation(self, method: str, path: str) -> Operation | None:
        segments = tuple(unquote(segment) for segment in path.strip("/").split("/"))
        found = (o for o in self._operations.get(method.lower(), ()) if o.fits(segments))
        return next(found, None)

    def _request(self, operation: Operation, entry: Mapping[str, Any]) -> Iterator[str]:
        refused = entry["status"] is not None and 400 <= entry["status"] < 500
        contents = operation.spec.get("requestBody", {}).get("content", {})
        kind = "application/json" if "application/json" in contents else next(iter(contents), None)
        body = _without_files(entry["body"])
        if kind is None or refused:
            return
        if body is None:
            if operation.spec["requestBody"].get("required"):
                yield "has no body"
            return
        pointer = f"{operation.pointer}/requestBody/content/{_escaped(kind)}/schema"
        yield from self._errors(pointer, _with_text_ids(body))

    def _answer(self, operation: Operation, entry: Mapping[str, Any]) -> Iterator[str]:
        status, answer = entry["status"], entry["answer"]
        if status is None or status >= 500:
            return
        responses = operation.spec["responses"]
        key = next((k for k in (str(status), f"{status // 100}XX") if k in responses), None)
        if key is None:
            yield f"is not among {', '.join(responses)}"
            return
        pointer, response = self._resolved(f"{operation.pointer}/responses/{key}", responses[key])
        if "application/json" not in response.get("content", {}):
            if answer is not None:
                yield "has a body"
            return
        if isinstance(answer, dict) and isinstance(answer.get("errors"), dict):
            answer = answer | {"errors": _with_numbered_leaves(answer["errors"])}
        yield from self._errors(f"{pointer}/content/application~1json/schema", answer)

    def _resolved(self, pointer: str, spec: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        """Where a response is really described: answers are often shared between operations."""
        if "$ref" not in spec:
            return pointer, spec
        target = spec["$ref"].removeprefix("#")
        node = self._document
        for key in target.strip("/").split("/"):
            node = node[key]
        return target, node

    def _errors(self, pointer: str, value: Any) -> Iterator[str]:
        validator = self._validators.get(pointer)
        if validator is None:
            schema = {"$ref": f"{_BASE}#{pointer}"}
            validator = Draft202012Validator(schema, registry=self._registry, format_checker=self._formats)
            self._validators[pointer] = validator
        for error in validator.iter_errors(value):
            yield _sentence(error)


def _operation(template: str, verb: str, spec: Mapping[str, Any]) -> Operation:
    return Operation(template, tuple(template.strip("/").split("/")), f"/paths/{_escaped(template)}/{verb}", spec)


def _escaped(key: str) -> str:
    """A key inside a JSON pointer inside a URI fragment."""
    return key.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")


def _query(operation: Operation, query: str) -> Iterator[str]:
    known = {p["name"] for p in operation.spec.get("parameters", []) if p.get("in") == "query"} | _EXTRA_QUERY
    yield from (f"has an unknown {name}" for name, _ in parse_qsl(query) if name not in known)


def _without_files(body: Any) -> Any:
    """The journal lists a form's files beside its payload_json."""
    if isinstance(body, dict) and isinstance(body.get("files"), list):
        return {name: value for name, value in body.items() if name != "files" and not re.match(r"files\[", name)}
    return body


def _with_text_ids(value: Any) -> Any:
    """A known false alarm: discord.py writes these ids as integers, and Discord takes them."""
    if isinstance(value, list):
        return [_with_text_ids(item) for item in value]
    if not isinstance(value, dict):
        return value
    copy = {name: _with_text_ids(item) for name, item in value.items()}
    if isinstance(copy.get("attachments"), list):
        copy["attachments"] = [_texts_of(a, "id") if isinstance(a, dict) else a for a in copy["attachments"]]
    if isinstance(copy.get("message_reference"), dict):
        copy["message_reference"] = _texts_of(copy["message_reference"], "message_id", "channel_id", "guild_id")
    if isinstance(copy.get("allowed_mentions"), dict):
        copy["allowed_mentions"] = {name: _texts_in(ids) for name, ids in copy["allowed_mentions"].items()}
    return _texts_of(copy, "recipient_id")


def _texts_in(ids: Any) -> Any:
    return [str(item) if type(item) is int else item for item in ids] if isinstance(ids, list) else ids


def _texts_of(value: dict[str, Any], *names: str) -> dict[str, Any]:
    return value | {name: str(value[name]) for name in names if type(value.get(name)) is int}


def _with_numbered_leaves(value: Any) -> Any:
    """A known false alarm: the file has integers as codes inside `errors`, Discord and its documents have names."""
    if isinstance(value, list):
        return [item | {"code": 0} if isinstance(item.get("code"), str) else item for item in value]
    return {key: _with_numbered_leaves(item) for key, item in value.items()} if isinstance(value, dict) else value


def _sentence(error: ValidationError) -> str:
    """The deepest fitting cause, with its place; a union says only that nothing fitted."""
    cause = best_match([error]) or error
    place = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in cause.absolute_path)
    return f"at ${place}: {cause.message[:300]}"


@cache
def _the_judge() -> Judge:
    return Judge()


def judge(entries: list[dict[str, Any]]) -> list[str]:
    """Complaints about the entries of GET /playground/requests; skips the test where the file is absent."""
    if not OPENAPI.exists():
        pytest.skip(f"Discord's OpenAPI file is not at {OPENAPI}")
    return _the_judge().judge(entries)
