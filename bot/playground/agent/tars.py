"""Packs a machine's files into plain tar, and unpacks what somebody sends, trusting none of it."""

import contextlib
import io
import tarfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from bot.playground.agent.errors import AgentError, invalid
from bot.playground.agent.machine import Environment, inside, tree

_MOST_FILES = 20_000
_LARGEST = 512 * 1024 * 1024


def packed(environment: Environment, top: Path, *, recursive: bool, prefix: str = "") -> bytes:
    """Names are relative to `top`, after `prefix`. What a link shows is packed as a file, unless it leads out."""
    collected = io.BytesIO()
    with tarfile.open(fileobj=collected, mode="w", dereference=True, format=tarfile.PAX_FORMAT) as archive:
        for place in tree(top) if recursive else inside(top):
            if environment.holds(place) and (place.is_file() or (recursive and not place.is_symlink())):
                _pack(archive, place, f"{prefix}{place.relative_to(top).as_posix()}")
    return collected.getvalue()


def _pack(archive: tarfile.TarFile, place: Path, name: str) -> None:
    """As it is at one moment: the agent may be at work meanwhile."""
    with contextlib.suppress(FileNotFoundError):
        member = archive.gettarinfo(place, arcname=name)
        content = place.read_bytes() if member.isfile() else b""
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))


def unpack(environment: Environment, path: str, content: bytes, *, overwrite: bool) -> list[Path]:
    """Writes a tar's (or tar.gz's) files below `path`. Raises AgentError, before anything is written."""
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:*") as archive:
            members = [(_checked_path(path, member), member) for member in _bounded(archive)]
            places = {environment.place(name): member for name, member in members}
            _check_free(places, overwrite=overwrite)
            for place in (place for place, member in places.items() if member.isdir()):
                place.mkdir(parents=True, exist_ok=True)
            return [_write(archive, member, place) for place, member in places.items() if member.isfile()]
    except (tarfile.TarError, EOFError, OSError) as wrong:
        raise invalid("The body is not a tar or tar.gz archive.") from wrong


def _bounded(archive: tarfile.TarFile) -> Iterable[tarfile.TarInfo]:
    """Stops at the first member too many, before it is unpacked."""
    size = 0
    for count, member in enumerate(archive, 1):
        size += member.size
        if count > _MOST_FILES or size > _LARGEST:
            raise invalid("The archive holds too much.")
        yield member


def _checked_path(top: str, member: tarfile.TarInfo) -> str:
    name = PurePosixPath(member.name)
    if name.is_absolute() or ".." in name.parts or "\0" in member.name:
        raise invalid("A member of the archive leads out of its directory.")
    if not (member.isfile() or member.isdir()):
        raise invalid("The archive holds something that is neither a file nor a directory.")
    return f"{top}/{member.name}"


def _check_free(places: dict[Path, tarfile.TarInfo], *, overwrite: bool) -> None:
    for place, member in places.items():
        if member.isfile() and place.is_dir():
            raise invalid("A member of the archive would replace a directory.")
        if member.isfile() and place.exists() and not overwrite:
            raise AgentError(409, "aborted", "Requested entity already exists")


def _write(archive: tarfile.TarFile, member: tarfile.TarInfo, place: Path) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    source = archive.extractfile(member)
    place.write_bytes(source.read() if source is not None else b"")
    return place
