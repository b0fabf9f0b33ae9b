"""What an environment's configuration may say, and what of it the playground brings into the machine."""

import base64
import binascii
from typing import Any

from bot.playground.agent.create import JsonObject
from bot.playground.agent.errors import invalid
from bot.playground.agent.formats import only
from bot.playground.agent.machine import Environment
from bot.playground.agent.repository import lay_out

_TYPES = ("gcs", "inline", "repository", "skill_registry")
_FIELDS = frozenset({"type", "source", "target", "content", "encoding"})
_LARGEST_INLINE = 1_000_000  # bytes: a megabyte as the word says, for it is the smaller reading
_LARGEST_TOGETHER = 2_000_000


def checked_sources(value: Any) -> list[JsonObject]:
    """Raises AgentError."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise invalid("sources must be a list.")
    for source in value:
        _check_source(source)
    if sum(len(_decoded(s)) for s in value if s["type"] == "inline") > _LARGEST_TOGETHER:
        raise invalid("Inline sources hold at most 2 MB together.")
    return value


def bring(environment: Environment, sources: list[JsonObject]) -> None:
    """Inline content is written as given; a repository is the playground's own; nothing is fetched from elsewhere."""
    for source in sources:
        target = str(source["target"])
        match source["type"]:
            case "inline":
                environment.write(target, _decoded(source))
            case "repository":
                environment.write(f"{target.rstrip('/')}/NOT-FETCHED", _invented(source).encode())
                lay_out(environment.place(target if target.startswith("/") else f"/workspace/{target}"))
            case _:
                note = f"The playground does not fetch {source.get('source')}.\n"
                environment.write(f"{target.rstrip('/')}/NOT-FETCHED", note.encode())


def _invented(source: JsonObject) -> str:
    return (
        f"The playground did not fetch {source.get('source')}: it reaches no other machine.\n"
        "Every file beside this one is the playground's own invention, made on this machine.\n"
    )


def _check_source(source: Any) -> None:
    if not isinstance(source, dict) or source.get("type") not in _TYPES:
        raise invalid(f"A source's type is one of {', '.join(_TYPES)}.")
    only(source, _FIELDS, "sources.")
    if not isinstance(source.get("target"), str) or not source["target"].strip("/"):
        raise invalid("A source needs a target, and it may not be '/'.")
    if ".." in source["target"].split("/") or "\0" in source["target"]:
        raise invalid("A source's target is a path inside the environment.")
    if source["type"] == "inline" and len(_decoded(source)) > _LARGEST_INLINE:
        raise invalid("An inline source holds at most 1 MB.")
    if source["type"] != "inline" and not isinstance(source.get("source"), str):
        raise invalid(f"A source of type '{source['type']}' says in source where it is.")


def _decoded(source: JsonObject) -> bytes:
    content, encoding = source.get("content", ""), source.get("encoding")
    if not isinstance(content, str) or encoding not in (None, "base64"):
        raise invalid("An inline source's content is a string; its encoding may be base64.")
    if encoding is None:
        return content.encode()
    try:
        return base64.b64decode(content, validate=True)
    except binascii.Error as wrong:
        raise invalid("An inline source's content is not base64.") from wrong
