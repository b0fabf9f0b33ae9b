"""One of the agent's machines: a private directory that nothing leads out of, and what is known about it."""

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from bot.playground.agent.create import JsonObject
from bot.playground.agent.errors import invalid, not_found

WORKSPACE = "/workspace"
_LONGEST_NAME = 255  # bytes


@dataclass
class Environment:
    """`root` is the machine's `/`. Times are the playground's clock's."""

    id: str
    root: Path
    created: float
    updated: float
    last_used: float
    network: Any = None
    sources: list[JsonObject] = field(default_factory=list)
    variables: dict[str, Any] = field(default_factory=dict)

    def write(self, path: str, content: bytes) -> None:
        """`path` as the machine sees it; relative ones are under /workspace. Raises AgentError."""
        place = self.place(PurePosixPath(WORKSPACE, path).as_posix())
        if place == self.root or place.is_dir():
            raise invalid(f"'{path}' is not a path of a file.")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)

    def read(self, path: str) -> bytes | None:
        place = self.place(PurePosixPath(WORKSPACE, path).as_posix())
        return place.read_bytes() if place.is_file() else None

    def files(self) -> Iterator[str]:
        """Absolute paths as the machine sees them, in order; links that lead out are none."""
        for place in tree(self.root):
            if place.is_file() and self.holds(place):
                yield f"/{place.relative_to(self.root).as_posix()}"

    def modified(self, path: str) -> float:
        """When a file was last written, in a scale of its own: good for comparing."""
        return self.place(path).stat().st_mtime_ns

    def place(self, path: str) -> Path:
        """Where a path from `/` on really is. Raises AgentError for one that leaves the machine, or a machine gone."""
        parts = PurePosixPath("/", path).parts[1:]
        if ".." in parts or "\0" in path:
            raise invalid(f"'{path}' is not a path inside the environment.")
        if not self.root.is_dir():
            raise not_found(f"Environment '{self.id}' was not found.")
        place = self.root.joinpath(*parts)
        if any(len(part.encode(errors="surrogateescape")) > _LONGEST_NAME for part in parts) or not self.holds(place):
            raise self.missing(path)
        return place

    def holds(self, place: Path) -> bool:
        """Whether it is inside, wherever links lead."""
        try:
            return place.resolve().is_relative_to(self.root.resolve())
        except (OSError, RuntimeError):  # a loop of links, a name too long
            return False

    def missing(self, path: str) -> Exception:
        return not_found(f"Path '{path}' not found in environment '{self.id}'.")


def tree(top: Path) -> Iterator[Path]:
    """Everything below, in order of names; links are not followed, and what vanishes meanwhile is left out."""
    for place in inside(top):
        yield place
        if is_directory(place):
            yield from tree(place)


def inside(top: Path) -> list[Path]:
    """What a directory holds, in order of names; nothing of one that is gone."""
    try:
        return sorted(top.iterdir())
    except FileNotFoundError:
        return []


def is_directory(place: Path) -> bool:
    """A real one, not a link to one."""
    try:
        return stat.S_ISDIR(place.lstat().st_mode)
    except FileNotFoundError:
        return False
