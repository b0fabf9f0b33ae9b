"""A copy of the database for another place, made while the bot runs: whole, checked and private, or not at all."""

import asyncio
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.core.errors import SettingsError
from bot.store.faults import blaming_sqlite
from bot.store.location import path_of
from bot.store.sqlite import BUSY_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """`size` in bytes, `schema`: the newest migration in it, `key_file`: where its key lies, None where in no file."""

    path: Path
    size: int
    schema: str
    key_file: Path | None


async def back_up(url: str, *, to: Path, replace: bool = False) -> Backup:
    """Everything committed until now.

    Raises `SettingsError` where there is no database, `to` is taken or cannot be written, or the copy is not sound.
    """
    source, to = path_of(url), _absolute(to)
    if not source.is_file():
        raise SettingsError(f"there is no database {source}: run this where the bot runs, with its settings")
    _refuse_target(source, to, replace=replace)
    with drafted(to) as draft:
        await asyncio.to_thread(copy, source, draft)
        schema = await asyncio.to_thread(checked, draft)
        settle(draft, to)
    return _made(to, schema, source.with_name(f"{source.name}.key"))


def _absolute(path: Path) -> Path:
    """What it leads to, if it is a link, is left as it is."""
    return path.parent.resolve() / path.name


def _made(path: Path, schema: str, key_file: Path) -> Backup:
    size = path.stat().st_size
    return Backup(path=path, size=size, schema=schema, key_file=key_file if key_file.exists() else None)


@contextmanager
def drafted(target: Path) -> Iterator[Path]:
    """An empty private file beside `target`; whatever is left of it at the end is removed, as an earlier one is."""
    draft = target.with_name(f"{target.name}.new")
    _clear(draft)
    try:
        with blaming_place(draft):
            os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600))
        yield draft
    finally:
        _clear(draft)


def copy(source: Path, draft: Path) -> None:
    """Through SQLite, for the newest rows are in the -wal file; other processes may read and write meanwhile."""
    with blaming_sqlite(source), closing(_opened(source)) as connection:
        connection.execute("VACUUM INTO ?", (str(draft),))


def checked(draft: Path) -> str:
    """The newest migration in it. Raises `SettingsError` where the copy is damaged, or of another program."""
    with blaming_sqlite(draft), closing(_opened(draft)) as connection:
        tables = connection.execute("SELECT COUNT(*) FROM sqlite_master WHERE name = 'migration'").fetchone()[0]
        newest = connection.execute("SELECT name FROM migration ORDER BY number DESC").fetchone() if tables else None
        sound = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")] == ["ok"]
        whole = connection.execute("PRAGMA foreign_key_check").fetchone() is None
    if newest is None:
        raise SettingsError("that is not the bot's database: nothing in it says which version of the bot made it")
    if not (sound and whole):
        raise SettingsError("the copy is damaged, likely because the database is: read the system's log for the disk")
    return str(newest[0])


def settle(draft: Path, target: Path) -> None:
    """Give the draft its name once all of it is on the disk."""
    with blaming_place(target):
        _sync(draft)
        draft.replace(target)
        _sync(target.parent)


@contextmanager
def blaming_place(path: Path) -> Iterator[None]:
    """Raise what the file system complains of as `SettingsError`."""
    try:
        yield
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be written ({error.strerror}): choose another place, or make its folder this user's"
        ) from error


def _refuse_target(source: Path, to: Path, *, replace: bool) -> None:
    if to.is_dir():
        raise SettingsError(f"{to} is a folder: name a file in it")
    if to.parent == source.parent and to.name.startswith(source.name):
        raise SettingsError(f"names that begin with {source.name} are the bot's own in {to.parent}: choose another one")
    if os.path.lexists(to) and not replace:
        raise SettingsError(f"{to} is there already: choose another name, or say --replace")


def _opened(path: Path) -> sqlite3.Connection:
    """For reading; a file that is missing is not made."""
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=BUSY_MS / 1000)


def _sync(path: Path) -> None:
    """A new name outlives a power cut only when its folder is written too."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clear(draft: Path) -> None:
    with blaming_place(draft):
        for file in (draft, draft.with_name(f"{draft.name}-wal"), draft.with_name(f"{draft.name}-shm")):
            file.unlink(missing_ok=True)
