"""One process per database: two would each take up the same turns, and answer everything twice."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.core.errors import SettingsError
from bot.store.faults import blaming_disk


@contextmanager
def only_process(database: Path) -> Iterator[None]:
    """Hold `bot.db.lock` beside the database. The kernel lets go of it however this process ends.

    The file is never removed: two processes could then hold locks on two files of one name. Nor is a link followed,
    for what it leads to would be overwritten.
    """
    path = database.with_name(f"{database.name}.lock")
    with blaming_disk(path):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        with blaming_disk(path):
            _take(descriptor, database)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, database: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
        raise SettingsError(
            f"process {holder} already runs the bot on {database}: stop it first, or give this one its own DATABASE_URL"
        ) from None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
