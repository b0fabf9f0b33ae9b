"""Looks for what must not be there, words and secrets in every spelling, and for where they are kept."""

import json
import sqlite3
from base64 import b64encode
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import quote


def spellings(canary: str) -> set[bytes]:
    """As itself, in JSON, in an address, and in base64 at each of the three places where it may begin."""
    found = {canary.encode(), json.dumps(canary)[1:-1].encode(), quote(canary, safe="").encode()}
    for shift in range(3):
        encoded = b64encode(b"\0" * shift + canary.encode())
        found.add(encoded[4 if shift else 0 : len(encoded) - 4])  # without what neighbours change
    return {spelling for spelling in found if len(spelling) >= 8}


def leaks(places: Mapping[str, bytes], canaries: Mapping[str, str]) -> list[str]:
    """`CANARY in PLACE` for each that is found."""
    return [
        f"{name} in {place}"
        for place, data in places.items()
        for name, canary in canaries.items()
        if any(spelling in data for spelling in spellings(canary))
    ]


def files_of(database: Path) -> dict[str, bytes]:
    """The database as it lies on the disk: its file, what is not yet in it, and all that stands beside."""
    return {path.name: path.read_bytes() for path in database.parent.glob(f"{database.name}*") if path.is_file()}


def columns_with(database: Path, canaries: Iterable[str]) -> set[str]:
    """`table.column` for every column in a row of which one of these stands."""
    found, wanted = set(), {canary: canary for canary in canaries}
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            rows = connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - the database's own names
            names = [column[0] for column in rows.description]
            for row in rows:
                held = zip(names, row, strict=True)
                found |= {f"{table}.{name}" for name, value in held if leaks({"": str(value).encode()}, wanted)}
    return found
