"""Migrations: forward only, each once and whole, and never over a history that is not ours."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.errors import SettingsError
from bot.store.migrate import Migration, migrate, packaged
from bot.store.sqlite import open_database

FIRST = Migration(number=1, name="0001_first", sql="-- a; comment;\nCREATE TABLE a (\n    -- b;\n    id TEXT\n);\n")
SECOND = Migration(number=2, name="0002_second", sql="CREATE TABLE b (id TEXT);\nINSERT INTO b (id) VALUES ('x;y');\n")


async def upgrade(path: Path, *migrations: Migration) -> list[str]:
    """The names of the migrations that were applied."""
    async with open_database(path) as database:
        return [migration.name for migration in await migrate(database, migrations)]


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def tables(path: Path) -> set[str]:
    connection = sqlite3.connect(path)
    try:
        return {row[0] for row in connection.execute("SELECT name FROM sqlite_master")} - {
            "sqlite_autoindex_migration_1"
        }
    finally:
        connection.close()


async def test_each_migration_is_applied_once(tmp_path: Path) -> None:
    """A second start applies only what is new."""
    applied = [await upgrade(tmp_path / "bot.db", FIRST), await upgrade(tmp_path / "bot.db", FIRST, SECOND)]

    assert applied == [["0001_first"], ["0002_second"]]
    assert tables(tmp_path / "bot.db") == {"migration", "a", "b"}


async def test_nothing_is_applied_twice(tmp_path: Path) -> None:
    """A start with nothing new applies nothing and makes no copy."""
    await upgrade(tmp_path / "bot.db", FIRST)

    assert await upgrade(tmp_path / "bot.db", FIRST) == []
    assert names(tmp_path) == ["bot.db"]


async def test_a_broken_migration_leaves_nothing(tmp_path: Path) -> None:
    """A migration that fails in its second statement has not done its first."""
    broken = replace(SECOND, sql="CREATE TABLE b (id TEXT);\nINSERT INTO nowhere (id) VALUES (1);\n")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        await upgrade(tmp_path / "bot.db", FIRST, broken)

    assert tables(tmp_path / "bot.db") == {"migration", "a"}


async def test_a_database_in_use_is_copied_first(tmp_path: Path) -> None:
    """Before an upgrade the database is kept as it was, readable for this user only, over the rest of a failed copy."""
    await upgrade(tmp_path / "bot.db", FIRST)
    (tmp_path / "bot.db.before-0002.new").write_bytes(b"half a copy")
    await upgrade(tmp_path / "bot.db", FIRST, SECOND)

    copy = tmp_path / "bot.db.before-0002"
    assert tables(copy) == {"migration", "a"}
    assert copy.stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "bot.db.before-0002.new").exists()


async def test_a_link_in_place_of_the_copy_is_not_followed(tmp_path: Path) -> None:
    """Where somebody put a link under the name of the copy that is being made, what it leads to stays as it was."""
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "bot.db.before-0002.new").symlink_to(tmp_path / "precious")
    await upgrade(tmp_path / "bot.db", FIRST)
    await upgrade(tmp_path / "bot.db", FIRST, SECOND)

    assert (tmp_path / "precious").read_text() == "precious"
    assert not (tmp_path / "bot.db.before-0002").is_symlink()


async def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    """Older code does not touch a database that newer code has upgraded, and says which."""
    await upgrade(tmp_path / "bot.db", FIRST, SECOND)

    with pytest.raises(SettingsError, match="newer than this bot: it has migration 0002_second"):
        await upgrade(tmp_path / "bot.db", FIRST)


async def test_a_changed_migration_is_refused(tmp_path: Path) -> None:
    """A migration that was edited after it was applied is refused by name."""
    await upgrade(tmp_path / "bot.db", FIRST)

    with pytest.raises(SettingsError, match=r"0001_first .* edited after use"):
        await upgrade(tmp_path / "bot.db", replace(FIRST, sql=f"{FIRST.sql} "), SECOND)


async def test_another_program_s_database_is_left_alone(tmp_path: Path) -> None:
    """A database with tables but no migrations is another program's."""
    connection = sqlite3.connect(tmp_path / "bot.db")
    connection.execute("CREATE TABLE bookmarks (id TEXT)")
    connection.close()

    with pytest.raises(SettingsError, match="another program's database"):
        await upgrade(tmp_path / "bot.db", FIRST)


def test_packaged_migrations_are_numbered_in_order() -> None:
    """The files are numbered 1, 2, 3 …, and each name begins with its number."""
    numbers = [migration.number for migration in packaged()]

    assert numbers == list(range(1, len(numbers) + 1))
    assert all(migration.name.startswith(f"{migration.number:04}_") for migration in packaged())


def test_statements_end_at_a_semicolon_at_a_line_s_end() -> None:
    """Semicolons in comment lines and inside a line do not end a statement."""
    assert SECOND.statements() == ("CREATE TABLE b (id TEXT)", "INSERT INTO b (id) VALUES ('x;y')")
    assert len(FIRST.statements()) == 1
