"""From the API's file entries to the core's words."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.core.artifacts import EnvironmentFile
from bot.core.ids import Milliseconds
from bot.providers.interactions.files_paths import relative
from bot.providers.interactions.wire_files import FileEntry, FilesPage

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def files_of(page: FilesPage) -> Iterator[EnvironmentFile]:
    """The page's files; directories and what has no path that could be asked for are left out."""
    for entry in page.files or []:
        if entry is not None and (found := _file(entry)) is not None:
            yield found


def _file(entry: FileEntry) -> EnvironmentFile | None:
    said = entry.path or entry.name or ""
    path = relative(said)
    if path is None or said.endswith("/") or (entry.type or "").casefold() == "directory":
        return None
    return EnvironmentFile(
        path=path,
        size=entry.size_bytes or 0,
        mime_type=entry.mime_type or "",
        created=_milliseconds(entry.created),
        modified=_milliseconds(entry.modified),
    )


def _milliseconds(time: datetime | None) -> Milliseconds | None:
    """A time without a zone is UTC."""
    if time is None:
        return None
    aware = time if time.tzinfo else time.replace(tzinfo=UTC)
    return Milliseconds((aware - _EPOCH) // timedelta(milliseconds=1))
