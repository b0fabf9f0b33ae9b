"""Which of an environment's files are worth showing: what the agent made or changed in this turn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from bot.core.ids import Milliseconds

PICTURES_SHOWN = 4
FILES_ATTACHED = 6
MANY = 20
_CLOCKS_DIFFER_MS = 2_000
"""A run's times are whole seconds, so a file may seem to be older than the run that made it."""

_MACHINERY = frozenset(
    {".git", ".hg", ".svn", ".agents", ".cache", ".npm", ".venv", "venv", "node_modules", "site-packages"}
    | {"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".ipynb_checkpoints", ".DS_Store"}
)
_PICTURE_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif"})


@dataclass(frozen=True, slots=True)
class EnvironmentFile:
    """A file on an environment's disk, its path as listed, relative; times are None where nobody says."""

    path: str
    size: int
    mime_type: str = ""
    created: Milliseconds | None = None
    modified: Milliseconds | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """All files (no directories), by path; `is_complete` is False where there were more than we cared to list."""

    files: tuple[EnvironmentFile, ...]
    is_complete: bool = True


class Moment(StrEnum):
    """When a remembered list of files was true: all at the turn's start, or those it changed."""

    START = "start"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Selection:
    """What of the changed files is shown, what is attached, and what is only counted."""

    pictures: tuple[EnvironmentFile, ...] = ()
    files: tuple[EnvironmentFile, ...] = ()
    rest: tuple[EnvironmentFile, ...] = ()

    @property
    def all(self) -> tuple[EnvironmentFile, ...]:
        return (*self.pictures, *self.files, *self.rest)


def is_machinery(path: str) -> bool:
    """Version control, caches, dependencies: the agent made them, but nobody asked for them."""
    parts = PurePosixPath(path).parts
    return any(part in _MACHINERY for part in parts) or path.endswith((".pyc", ".pyo"))


def changed(
    before: Mapping[str, EnvironmentFile] | None, after: Iterable[EnvironmentFile], *, since: Milliseconds
) -> tuple[EnvironmentFile, ...]:
    """The files that are new or different, by path.

    `before` is the listing at the turn's start; None where the environment was new then, and only what is older than
    the turn itself (`since`) came with it.
    """
    kept = [file for file in after if not is_machinery(file.path)]
    if before is None:
        kept = [file for file in kept if _is_younger(file, since)]
    else:
        kept = [file for file in kept if _differs(before.get(file.path), file)]
    return tuple(sorted(kept, key=lambda file: file.path))


def _is_younger(file: EnvironmentFile, since: Milliseconds) -> bool:
    times = [time for time in (file.created, file.modified) if time is not None]
    return not times or max(times) >= since - _CLOCKS_DIFFER_MS


def _differs(old: EnvironmentFile | None, new: EnvironmentFile) -> bool:
    return old is None or (old.size, old.modified) != (new.size, new.modified)


def select(files: Sequence[EnvironmentFile], *, said: str) -> Selection:
    """At most four pictures and six files: those that the answer names first, then those nearest to the tree's top.

    Of many files (an unpacked repository, say) only those are worth a place that the answer names.
    """
    named = [file for file in files if PurePosixPath(file.path).name in said]
    worth = named if len(files) > MANY else files
    ranked = sorted((file for file in worth if file.size > 0), key=lambda file: (file not in named, *_rank(file)))
    pictures = [file for file in ranked if looks_like_picture(file)][:PICTURES_SHOWN]
    others = [file for file in ranked if not looks_like_picture(file)][:FILES_ATTACHED]
    shown = {file.path for file in (*pictures, *others)}
    return Selection(tuple(pictures), tuple(others), tuple(file for file in files if file.path not in shown))


def _rank(file: EnvironmentFile) -> tuple[int, str]:
    return len(PurePosixPath(file.path).parts), file.path


def looks_like_picture(file: EnvironmentFile) -> bool:
    """By its name, before its bytes are known."""
    return is_picture_name(file.path)


def is_picture_name(path: str) -> bool:
    return PurePosixPath(path).suffix.lower() in _PICTURE_ENDINGS
