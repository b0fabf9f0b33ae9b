"""What a machine holds, as the files API tells it: entries, pages of them, and the machine itself."""

import base64
import binascii
import json
import mimetypes
import stat
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.playground.agent.create import JsonObject
from bot.playground.agent.errors import invalid
from bot.playground.agent.machine import Environment, inside, tree

DEFAULT_PAGE = 50
LARGEST_PAGE = 1000


def entry(environment: Environment, place: Path) -> JsonObject:
    """A link is told as a file; where it leads out of the machine, by its own size. int64 travels as a string."""
    found = place.lstat()
    if stat.S_ISLNK(found.st_mode) and environment.holds(place) and place.is_file():
        found = place.stat()
    is_folder = stat.S_ISDIR(found.st_mode)
    modified = iso(found.st_mtime, exact=True)
    return {
        "name": place.name,
        "path": place.relative_to(environment.root).as_posix(),
        "type": "directory" if is_folder else "file",
        "size_bytes": str(0 if is_folder else found.st_size),
        "mime_type": "" if is_folder else mime_type(place.name),
        "created": modified,
        "modified": modified,
    }


def entries(environment: Environment, place: Path, *, recursive: bool) -> list[JsonObject]:
    """Of a directory what is in it, of a file itself."""
    if not place.is_dir():
        return [entry(environment, place)]
    return [told for one in (tree(place) if recursive else inside(place)) for told in _if_there(environment, one)]


def _if_there(environment: Environment, place: Path) -> list[JsonObject]:
    """The agent may be at work meanwhile."""
    try:
        return [entry(environment, place)]
    except FileNotFoundError:
        return []


def described(environment: Environment) -> JsonObject:
    """The machine as a resource."""
    files = [one for one in entries(environment, environment.root, recursive=True) if one["type"] == "file"]
    shown: JsonObject = {
        "id": environment.id,
        "status": "active",
        "created": iso(environment.created),
        "updated": iso(environment.updated),
        "last_accessed": iso(environment.last_used),
        "file_count": str(len(files)),
        "size_bytes": str(sum(int(one["size_bytes"]) for one in files)),
        "sources": environment.sources,
    }
    if environment.network is not None:
        shown["network"] = environment.network
    return shown


def page(items: Sequence[JsonObject], *, key: str, size: str | None, token: str | None) -> tuple[list[JsonObject], str]:
    """One page, and the token of the next one ("" at the end): it names the last item given, so that none comes twice.

    Raises AgentError for a size or token that is none.
    """
    count = _size(size)
    start = 0 if not token else _after(items, key, token)
    given = list(items[start : start + count])
    more = start + count < len(items)
    return given, base64.urlsafe_b64encode(json.dumps([given[-1][key]]).encode()).decode() if more else ""


def mime_type(name: str) -> str:
    return mimetypes.guess_type(name.replace("\n", " "))[0] or "application/octet-stream"


def iso(seconds: float, *, exact: bool = False) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ" if exact else "%Y-%m-%dT%H:%M:%SZ")


def _size(asked: str | None) -> int:
    """Too large is made smaller, as Google's APIs do."""
    if asked in (None, "", "0"):
        return DEFAULT_PAGE
    if not asked.isdecimal():
        raise invalid("page_size must be a whole number.")
    return min(int(asked), LARGEST_PAGE)


def _after(items: Sequence[JsonObject], key: str, token: str) -> int:
    try:
        last: Any = json.loads(base64.urlsafe_b64decode(token.encode()))[0]
    except (binascii.Error, ValueError, LookupError, TypeError) as wrong:
        raise invalid("page_token is not one of this list.") from wrong
    index = next((number for number, item in enumerate(items) if item[key] == last), None)
    if index is None:
        raise invalid("page_token is not one of this list.")
    return index + 1
