"""File names from an agent's machine, made fit for a message."""

import unicodedata
from pathlib import PurePosixPath

LIMIT = 80
"""Characters of a name; Discord's clients cut longer ones in the middle."""


def safe_name(path: str) -> str:
    """The last part of a path without anything that could turn, hide or break a line; never empty."""
    name = PurePosixPath(path).name
    kept = "".join(char for char in name if unicodedata.category(char)[0] not in "CZ" or char == " ")
    kept = "".join("_" if char in '\\/:*?"<>|`' else char for char in kept).strip(" .") or "file"
    stem, dot, ending = kept.rpartition(".")
    if len(kept) <= LIMIT:
        return kept
    return f"{stem[: LIMIT - len(ending) - 1]}{dot}{ending}" if dot and len(ending) < 10 else kept[:LIMIT]


def unique(name: str, taken: set[str]) -> str:
    """`name`, or with a number before its ending where it is taken already; the result is taken then."""
    stem, dot, ending = name.rpartition(".")
    candidate, number = name, 1
    while candidate.lower() in taken:
        number += 1
        candidate = f"{stem}-{number}.{ending}" if dot else f"{name}-{number}"
    taken.add(candidate.lower())
    return candidate


def with_ending(name: str, ending: str) -> str:
    """`chart.png` with `.jpg` is `chart.jpg`; `.jpeg` counts as `.jpg`."""
    path = PurePosixPath(name)
    has = ".jpg" if path.suffix.lower() == ".jpeg" else path.suffix.lower()
    return name if has == ending else f"{path.stem}{ending}"


_SLUG_WORDS, _SLUG_LIMIT = 6, 40
UNNAMED = "picture"
"""The slug of a text in which there are no such words."""


def slug(text: str) -> str:
    """A few of its words as a name that every system takes as it is: `a-red-fox-at-night`; never empty."""
    folded = unicodedata.normalize("NFKD", text[:400]).encode("ascii", "ignore").decode().lower()
    words = "".join(char if char.isalnum() else " " for char in folded).split()
    return "-".join(words[:_SLUG_WORDS])[:_SLUG_LIMIT].strip("-") or UNNAMED


_TITLE_LIMIT = 60


def titled(title: str, ending: str) -> str:
    """A name for a file with this title, in its own script: `The-lantern.html`. Discord would write _ for a space."""
    words = "-".join("".join(char if char.isalnum() or char in "-_." else " " for char in title).split())
    return safe_name(f"{words[:_TITLE_LIMIT].strip('-._') or 'document'}{ending}")
