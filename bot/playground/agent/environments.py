"""The agent's machines: an id and a private directory each, kept seven days after their last use."""

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from bot.playground.agent.create import JsonObject
from bot.playground.agent.errors import AgentError, invalid, not_found
from bot.playground.agent.ids import environment_id
from bot.playground.clock import Clock

KEPT_SECONDS = 7 * 24 * 3600
WORKSPACE = "/workspace"
_FIELDS = frozenset({"type", "environment_id", "sources", "env", "network"})
_SOURCE_TYPES = ("gcs", "inline", "repository", "skill_registry")
_LARGEST_INLINE = 1024 * 1024


@dataclass
class Environment:
    id: str
    root: Path
    last_used: float

    def write(self, path: str, content: bytes) -> None:
        """`path` as the machine sees it; relative ones are under /workspace."""
        place = self._place(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)

    def read(self, path: str) -> bytes | None:
        place = self._place(path)
        return place.read_bytes() if place.is_file() else None

    def files(self) -> Iterator[str]:
        """Absolute paths as the machine sees them, in order."""
        for place in sorted(self.root.rglob("*")):
            if place.is_file():
                yield f"/{place.relative_to(self.root).as_posix()}"

    def modified(self, path: str) -> float:
        """When a file was last written, in a scale of its own: good for comparing."""
        return self._place(path).stat().st_mtime_ns

    def _place(self, path: str) -> Path:
        """Raises AgentError for a path that leaves the machine."""
        parts = PurePosixPath(WORKSPACE, path).parts[1:]
        if not parts or ".." in parts or "\0" in path:
            raise invalid(f"'{path}' is not a path of a file.")
        return self.root.joinpath(*parts)


class Environments:
    def __init__(self, root: Path, clock: Clock) -> None:
        self._root = root
        self._clock = clock
        self._all: dict[str, Environment] = {}

    def open(self, asked: str | JsonObject | None) -> Environment | None:
        """None where none was asked for. Raises AgentError (404 for an unknown or expired id)."""
        match asked:
            case None:
                return None
            case "remote":
                return self._new()
            case str():
                return self._known(asked)
            case _:
                return self._configured(asked)

    def _new(self) -> Environment:
        made = Environment(environment_id(), self._root, self._clock.now())
        made.root = self._root / made.id
        (made.root / WORKSPACE[1:]).mkdir(parents=True)
        self._all[made.id] = made
        return made

    def _known(self, asked: str) -> Environment:
        found = self._all.get(asked)
        now = self._clock.now()
        if found is None or now - found.last_used > KEPT_SECONDS:
            raise not_found(f"Environment '{asked}' was not found.")
        found.last_used = now
        return found

    def _configured(self, config: JsonObject) -> Environment:
        for name in set(config) - _FIELDS:
            raise AgentError(400, "parameter_unknown", f"Unknown parameter: 'environment.{name}'.")
        if config.get("type", "remote") != "remote":
            raise invalid("environment.type must be 'remote'.")
        sources = [_checked_source(source) for source in config.get("sources", [])]
        known = config.get("environment_id")
        environment = self._known(str(known)) if known is not None else self._new()
        for path, content in sources:
            environment.write(path, content)
        return environment


def _checked_source(source: Any) -> tuple[str, bytes]:
    """Where, and what. Only inline sources bring something here: the playground fetches nothing from elsewhere."""
    if not isinstance(source, dict) or source.get("type") not in _SOURCE_TYPES:
        raise invalid(f"A source's type is one of {', '.join(_SOURCE_TYPES)}.")
    target = str(source.get("target", ""))
    if target in ("", "/"):
        raise invalid("A source needs a target, and it may not be '/'.")
    if source["type"] != "inline":
        return f"{target.rstrip('/')}/NOT-FETCHED", f"The playground does not fetch {source.get('source')}.\n".encode()
    content = _decoded(str(source.get("content", "")), source.get("encoding"))
    if len(content) > _LARGEST_INLINE:
        raise invalid("An inline source holds at most 1 MB.")
    return target, content


def _decoded(content: str, encoding: Any) -> bytes:
    if encoding is None:
        return content.encode()
    try:
        return base64.b64decode(content, validate=True)
    except binascii.Error as wrong:
        raise invalid("An inline source's content is not base64.") from wrong
