"""Where the database lies, and what is refused there."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.core.errors import SettingsError
from bot.store import open_store
from bot.store.location import make_private_folder, path_of
from bot.store.sqlite import SqliteDatabase, open_database


def test_a_path_may_be_relative_or_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three slashes name a file below the working directory, four an absolute one."""
    monkeypatch.chdir(tmp_path)

    assert path_of("sqlite:///data/bot.db") == tmp_path.resolve() / "data" / "bot.db"
    assert path_of("sqlite:////var/lib/none/bot.db") == Path("/var/lib/none/bot.db").resolve()


def test_one_file_has_one_path(tmp_path: Path) -> None:
    """A link to a database names the same file."""
    (tmp_path / "link.db").symlink_to(tmp_path / "bot.db")

    assert path_of(f"sqlite:///{tmp_path}/link.db") == path_of(f"sqlite:///{tmp_path}/bot.db")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "bot.db",
        "sqlite:bot.db",
        "sqlite://bot.db",
        "sqlite:///",
        "sqlite:///data/",
        "sqlite:///:memory:",
        "postgresql://bot:hunter2@db/bot",
    ],
)
def test_another_url_is_refused_and_not_repeated(url: str) -> None:
    """A URL that names no SQLite file is refused with an example, and a password in it is not told."""
    with pytest.raises(SettingsError, match=r"as in sqlite:///data/bot\.db") as caught:
        path_of(url)

    assert "hunter2" not in str(caught.value)


async def test_folders_are_made_for_this_user_only(tmp_path: Path) -> None:
    """Missing folders are made with mode 0700, and the files in them with 0600."""
    async with open_store(f"sqlite:///{tmp_path}/new/data/bot.db"):
        files = {path.stat().st_mode & 0o777 for path in (tmp_path / "new" / "data").iterdir()}

    assert files == {0o600}
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in ("new", "new/data")} == {0o700}


def test_a_folder_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    """The rights of a folder that was there are the operator's business."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data").chmod(0o755)
    make_private_folder(tmp_path / "data")

    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o755


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """Where a file stands in the way of a folder, the sentence names the path and the setting."""
    (tmp_path / "data").touch()
    with pytest.raises(SettingsError, match=r"data.* cannot be used .* DATABASE_URL"):
        async with open_store(f"sqlite:///{tmp_path}/data/more/bot.db"):
            pass


async def test_a_folder_is_no_database(tmp_path: Path) -> None:
    """A folder where the database should be is named."""
    (tmp_path / "bot.db").mkdir()
    with pytest.raises(SettingsError, match=r"bot\.db cannot be used \(Is a directory\)"):
        async with open_store(f"sqlite:///{tmp_path}/bot.db"):
            pass


async def test_another_kind_of_file_is_refused_and_kept(tmp_path: Path) -> None:
    """A file that is no database is refused and left as it was."""
    (tmp_path / "bot.db").write_bytes(b"Dear diary, " * 1000)
    with pytest.raises(SettingsError, match="is not an SQLite database"):
        async with open_store(f"sqlite:///{tmp_path}/bot.db"):
            pass

    assert (tmp_path / "bot.db").read_bytes() == b"Dear diary, " * 1000


@asynccontextmanager
async def filled(path: Path) -> AsyncIterator[SqliteDatabase]:
    """A database with some hundred pages, and no patience for other programs."""
    async with open_database(path, busy_ms=1) as database:
        async with database.transaction() as transaction:
            await transaction.run("CREATE TABLE migration (text TEXT)")
            for _ in range(100):
                await transaction.run("INSERT INTO migration (text) VALUES (:text)", text="a" * 4000)
        yield database


async def test_a_damaged_file_is_named_with_the_way_back(tmp_path: Path) -> None:
    """Damage inside the file is told with what to restore."""
    path = tmp_path / "bot.db"
    async with filled(path):
        pass
    content = path.read_bytes()
    path.write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))

    async with open_database(path) as database:
        with pytest.raises(SettingsError, match=r"is damaged, likely by the disk: .*, restore a copy"):
            await database.read("SELECT text FROM migration")


async def test_a_full_disk_is_named(tmp_path: Path) -> None:
    """When the disk is full, the transaction is undone, the sentence says so, and reading goes on."""
    async with filled(tmp_path / "bot.db") as database:
        async with database.transaction() as transaction:
            await transaction.run("PRAGMA max_page_count = 110")
        with pytest.raises(SettingsError, match=r"disk that holds .* is full: make room"):
            async with database.transaction() as transaction:
                await transaction.run("INSERT INTO migration (text) VALUES (:text)", text="b" * 400_000)

        assert len(await database.read("SELECT text FROM migration")) == 100


async def test_a_database_held_by_another_program_is_named(tmp_path: Path) -> None:
    """A lock that another program holds is told, and writing works when it is gone."""
    async with filled(tmp_path / "bot.db") as database:
        other = sqlite3.connect(tmp_path / "bot.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(SettingsError, match=r"another program holds .*bot\.db: close"):
            async with database.transaction() as transaction:
                await transaction.run("DELETE FROM migration")
        other.close()

        async with database.transaction() as transaction:
            await transaction.run("DELETE FROM migration")
        assert await database.read("SELECT text FROM migration") == []
