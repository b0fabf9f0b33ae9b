"""The few verbs between SQL and a database: all that the statements of this package know of the engine below them."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeAlias

Value: TypeAlias = str | int | float | None


class Conflict(ValueError):
    """The schema forbids this row, and the transaction was rolled back. Names the rule and none of the row's values."""


class Row(Protocol):
    """One row, by column name."""

    def __getitem__(self, column: str, /) -> Any: ...


class Transaction(Protocol):
    async def run(self, sql: str, /, **values: Value) -> Sequence[Row]:
        """Run one statement with its named parameters (`:name`); the rows that it returns."""
        ...


class Database(Protocol):
    """Raises `SettingsError` where the disk or the file is at fault, `Conflict` where the schema is."""

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """All or nothing: committed when the block ends, rolled back when it raises or is cancelled. Never nested."""
        ...

    async def read(self, sql: str, /, **values: Value) -> Sequence[Row]:
        """Run one SELECT outside any transaction; it sees what was committed before."""
        ...

    async def copy_aside(self, name: str) -> None:
        """Keep a consistent copy of everything committed, called `name`."""
        ...


def only(rows: Sequence[Row]) -> Row | None:
    """The row of a statement that finds at most one."""
    return rows[0] if rows else None


def storable(text: str) -> str:
    """The text as any database takes it: two fitting surrogates become their character, a lone one and NUL U+FFFD."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
