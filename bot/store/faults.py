"""What SQLite and the file system complain of, as sentences that say whose fault it is and what to do next."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.core.errors import SettingsError
from bot.store.database import Conflict

_UNWRITABLE = "this process may not write {path}: give the file and its folder to the user that runs the bot"
_HELD = "another program holds {path}: close whatever has it open (a database browser, a backup), then start again"
_SENTENCES = {
    sqlite3.SQLITE_BUSY: _HELD,
    sqlite3.SQLITE_LOCKED: _HELD,
    sqlite3.SQLITE_PERM: _UNWRITABLE,
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: "{path} cannot be opened: give its folder to this user, or change DATABASE_URL",
    sqlite3.SQLITE_FULL: "the disk that holds {path} is full: make room and start again; nothing that was kept is lost",
    sqlite3.SQLITE_IOERR: "the disk that holds {path} failed: read the system's log; nothing is written until it works",
    sqlite3.SQLITE_CORRUPT: "{path} is damaged, likely by the disk: set it and its -wal file aside, restore a copy",
    sqlite3.SQLITE_NOTADB: "{path} is not an SQLite database: DATABASE_URL must name the bot's own file, or a new one",
}


@contextmanager
def blaming_sqlite(path: Path) -> Iterator[None]:
    """Raise what SQLite complains of as `Conflict` or `SettingsError`; what is our own mistake stays as it is."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise Conflict(str(error)) from error
    except sqlite3.Error as error:
        sentence = _SENTENCES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if sentence is None:
            raise
        raise SettingsError(sentence.format(path=path)) from error


@contextmanager
def blaming_disk(path: Path) -> Iterator[None]:
    """Raise what the file system complains of as `SettingsError`."""
    try:
        yield
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be used ({error.strerror}): give it to the user that runs the bot, or change DATABASE_URL"
        ) from error
