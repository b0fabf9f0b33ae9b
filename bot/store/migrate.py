"""Brings a database to the form this code expects: numbered SQL files, each applied once, in order, never backwards."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from bot.core.errors import SettingsError
from bot.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()

    def statements(self) -> tuple[str, ...]:
        """A statement ends with a semicolon at a line's end; comments have lines of their own."""
        code = "\n".join(line for line in self.sql.splitlines() if not line.lstrip().startswith("--"))
        return tuple(part.strip() for part in f"{code}\n".split(";\n") if part.strip())


def packaged() -> tuple[Migration, ...]:
    """The files of `migrations/`, such as `0001_first.sql`, in their order."""
    found = [file for file in files("bot.store").joinpath("migrations").iterdir() if file.name.endswith(".sql")]
    return tuple(
        Migration(number=int(file.name[:4]), name=file.name[:-4], sql=file.read_text(encoding="utf-8"))
        for file in sorted(found, key=lambda file: file.name)
    )


async def migrate(database: Database, migrations: Sequence[Migration]) -> tuple[Migration, ...]:
    """Apply what is missing, each in a transaction; those applied. A database in use is copied aside first.

    Raises `SettingsError` where the database comes from newer code or from changed files.
    """
    applied = await _applied(database)
    refuse_other_history(applied, migrations)
    missing = tuple(migrations[len(applied) :])
    if applied and missing:
        await database.copy_aside(f"before-{missing[0].number:04}")
    for migration in missing:
        await _apply(database, migration)
    return missing


async def is_current(database: Database, migrations: Sequence[Migration]) -> bool:
    """Whether nothing is missing. Raises as `migrate` does."""
    applied = await _applied(database)
    refuse_other_history(applied, migrations)
    return len(applied) == len(migrations)


async def _applied(database: Database) -> list[tuple[str, str]]:
    """Name and checksum of each applied migration, oldest first."""
    async with database.transaction() as transaction:
        await transaction.run("""
            CREATE TABLE IF NOT EXISTS migration (
                number BIGINT NOT NULL PRIMARY KEY,
                name TEXT NOT NULL,
                checksum TEXT NOT NULL
            )""")
        rows = await transaction.run("SELECT name, checksum FROM migration ORDER BY number")
    return [(row["name"], row["checksum"]) for row in rows]


def refuse_other_history(applied: Sequence[tuple[str, str]], known: Sequence[Migration]) -> None:
    if len(applied) > len(known):
        raise SettingsError(
            f"the database is newer than this bot: it has migration {applied[-1][0]}, this bot ends at "
            f"{known[-1].name}; run the newer bot, or go back to the copy made before the upgrade"
        )
    for (name, checksum), migration in zip(applied, known, strict=False):
        if (name, checksum) != (migration.name, migration.checksum):
            raise SettingsError(
                f"migration {migration.name} is not the one that made this database ({name}): "
                "it was edited after use; reinstall this version of the bot"
            )


async def _apply(database: Database, migration: Migration) -> None:
    async with database.transaction() as transaction:
        for statement in migration.statements():
            await transaction.run(statement)
        await transaction.run(
            "INSERT INTO migration (number, name, checksum) VALUES (:number, :name, :checksum)",
            number=migration.number,
            name=migration.name,
            checksum=migration.checksum,
        )
