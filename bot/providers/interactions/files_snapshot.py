"""A machine's whole disk as one tar, read in memory and trusted in nothing: only plain files inside of it are seen.

A sparse file is none: three kilobytes of headers would become a gigabyte of holes.
"""

import io
import math
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.artifacts import EnvironmentFile, Listing
from bot.core.errors import FileTooLarge, Refused
from bot.core.ids import Milliseconds
from bot.providers.interactions.files_download import Downloaded
from bot.providers.interactions.files_paths import relative

_LATEST = 253_402_300_800.0
"""Seconds: the year 10000."""


class NoTar(Exception):
    """The bytes are no tar at all."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files of a tar by path. `is_complete` is False where it goes on beyond what was taken of it."""

    _tar: bytes
    _members: Mapping[str, tarfile.TarInfo]
    is_complete: bool

    @property
    def listing(self) -> Listing:
        found = (_file(path, member) for path, member in sorted(self._members.items()))
        return Listing(tuple(found), is_complete=self.is_complete)

    def read(self, path: str, *, limit: int) -> bytes:
        """Raises `FileTooLarge`, also for a file that may lie in the part not taken, or `Refused` with 404."""
        member = self._members.get(relative(path) or "")
        if member is None and self.is_complete:
            raise Refused("the path is not in the environment's snapshot", code="not_found", status=404)
        if member is None or member.size > limit:
            raise FileTooLarge(f"more than {limit} bytes of the environment's snapshot")
        with _opened(self._tar) as archive, archive.extractfile(member) or io.BytesIO() as content:
            return content.read()


def read_snapshot(found: Downloaded, *, most_files: int) -> Snapshot:
    """Raises `NoTar`. Takes up to a second for a large one."""
    members: dict[str, tarfile.TarInfo] = {}
    walk = _Walk(found.data)
    for member in walk:
        path = None if member.name.startswith("/") else relative(member.name)
        if path is None or not member.isreg() or member.issparse():
            continue
        if path not in members and len(members) == most_files:
            return Snapshot(found.data, members, is_complete=False)
        members[path] = member
    return Snapshot(found.data, members, is_complete=found.is_whole and walk.is_whole)


class _Walk:
    """A tar's members as far as they are whole; afterwards, whether that was all of them."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.is_whole = True

    def __iter__(self) -> Iterator[tarfile.TarInfo]:
        try:
            with _opened(self._data) as archive:
                yield from self._forward(archive)
        except _DAMAGE:
            self.is_whole = False

    def _forward(self, archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
        """Stops where a size leads backwards, which would never end, or past the end."""
        last = -1
        while (member := archive.next()) is not None:
            if member.size < 0 or member.offset <= last or _end(member) > len(self._data):
                self.is_whole = False
                return
            last = member.offset
            yield member


_DAMAGE = (tarfile.TarError, ValueError, OverflowError, RecursionError, EOFError)
"""What tarfile lets out when a header lies."""


def _opened(tar: bytes) -> tarfile.TarFile:
    """Names that are not UTF-8 are made readable, so that they can be written elsewhere."""
    try:
        return tarfile.open(fileobj=io.BytesIO(tar), mode="r:", encoding="utf-8", errors="replace")
    except _DAMAGE as error:
        raise NoTar(str(error)) from error


def _end(member: tarfile.TarInfo) -> int:
    """A sparse file's size counts holes, which are not in the tar."""
    return member.offset_data + (0 if member.issparse() or not member.isreg() else member.size)


def _file(path: str, member: tarfile.TarInfo) -> EnvironmentFile:
    return EnvironmentFile(path=path, size=member.size, modified=_modified(member.mtime))


def _modified(seconds: float) -> Milliseconds | None:
    is_time = math.isfinite(seconds) and 0 < seconds < _LATEST
    return Milliseconds(round(seconds * 1000)) if is_time else None
