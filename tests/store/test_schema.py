"""The schema that the migrations leave, against the code that uses it, and against PostgreSQL, which is to follow."""

import re
from dataclasses import fields
from enum import StrEnum
from pathlib import Path

import pytest

from bot.core.access_rules import Rule
from bot.core.artifacts import Moment
from bot.core.choices import Choices
from bot.core.events import RunStatus, Usage
from bot.core.guild_setting import Answers, GuildSetting, GuildTalk
from bot.core.imagine.job import Deed, Job, Picture, PictureState
from bot.core.models.history import ModelRun
from bot.core.removal import Removal
from bot.core.session import Outcome, Outgoing, Run, Session, Turn, TurnState
from bot.core.tools.calls import CallState, OwedCall
from bot.core.tools.servers import AddedServer
from bot.core.waiting import Mark, Reworded, Rewording
from bot.store import database as portable
from bot.store.migrate import migrate, packaged
from bot.store.secrets import Stored
from bot.store.sqlite import open_database

PACKAGE = Path(portable.__file__).parent
ACTOR = {"actor_id", "actor_name", "actor_roles"}
COLUMNS = {
    "pulse": {"beats"},
    "inbound": {"origin", "claimed_at", "itx", "application", "token", "itx_at", "is_private"},
    "session": {field.name for field in fields(Session)} - {"choices"} | {field.name for field in fields(Choices)},
    "turn": {field.name for field in fields(Turn)} - {"actor"} | ACTOR,
    "run": {field.name for field in fields(Run)} - {"usage"} | {f"{field.name}_tokens" for field in fields(Usage)},
    "outbox": {field.name for field in fields(Outgoing)},
    "listing": {"turn", "moment", "files"},
    "job": {field.name for field in fields(Job)} - {"actor"} | ACTOR,
    "picture": {field.name for field in fields(Picture)} - {"id"} | {"job", "number"},
    "tool_call": {field.name for field in fields(OwedCall)} | {"name", "arguments", "is_error"},
    "tool_grant": {"session", "scope", "actor_id", "granted_at"},
    "kept_file": {"digest", "mime_type", "used_at", "data"},
    "mcp_server": {field.name for field in fields(AddedServer)},
    "guild_talk": {field.name for field in fields(GuildTalk)},
    "guild_setting": {field.name for field in fields(GuildSetting)},
    "access_rule": {field.name for field in fields(Rule)} | {"guild", "set_by", "set_at"},
    "secret": {field.name for field in fields(Stored)} | {"sealed"},
    "removal": {field.name for field in fields(Removal)},
    "mark": {field.name for field in fields(Mark)},
    "rewording": {field.name for field in fields(Reworded)},
    "full_queue": {"turn", "said_at"},
    "heard": {"room", "message"},
    "notice": {"kind", "place", "said_at"},
    "command_sync": {"application", "digest"},
    "model_run": {field.name for field in fields(ModelRun)} | {"summary"},
    "model_media": {"name", "mime_type", "size", "used_at", "data"},
    "migration": {"number", "name", "checksum"},
}
OF_SQLITE = ("sqlite.py", "backup.py", "restore.py")
"""The driver, and what copies and puts back its file."""
SQLITE_ONLY = (
    r"\bINSERT OR\b|\bREPLACE INTO\b|\bROWID\b|\bIFNULL\b|\bDATETIME\b|\bSTRFTIME\b|\bJSON_|\bGLOB\b|\bAUTOINCREMENT\b"
    r"|\bWITHOUT\b|\bINTEGER\b|\bBLOB\b|\bREAL\b|\bPRAGMA\b|==|\bIS NOT\s+(?!NULL)\w"
)


async def test_every_field_has_its_column(tmp_path: Path) -> None:
    """After all migrations the tables are those of the core's values, column for column."""
    async with open_database(tmp_path / "bot.db") as database:
        await migrate(database, packaged())
        tables = await database.read("SELECT name FROM sqlite_master WHERE type = 'table'")
        found = {
            table["name"]: {
                row["name"] for row in await database.read("SELECT name FROM pragma_table_info(:t)", t=table["name"])
            }
            for table in tables
        }

    assert found == COLUMNS


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("turn_state_is_known", TurnState),
        ("guild_talk_answers_is_known", Answers),
        ("turn_outcome_is_known", Outcome),
        ("run_status_is_known", RunStatus),
        ("listing_moment_is_known", Moment),
        ("job_deed_is_known", Deed),
        ("job_outcome_is_known", Outcome),
        ("picture_state_is_known", PictureState),
        ("tool_call_state_is_known", CallState),
        ("rewording_kind_is_known", Rewording),
    ],
)
def test_the_schema_knows_every_word(rule: str, words: type[StrEnum]) -> None:
    """The words that a column may hold are those of its enumeration, no more and no less."""
    sql = "".join(migration.sql for migration in packaged())
    check = re.search(rf"CONSTRAINT {rule} CHECK \((.*?)\n    \)", sql, re.DOTALL)

    assert check is not None
    assert set(re.findall(r"'(\w+)'", check[1])) == set(words)


@pytest.mark.parametrize(
    "file",
    sorted({*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.sql")} - {PACKAGE / name for name in OF_SQLITE}),
    ids=lambda file: file.name,
)
def test_sql_is_portable(file: Path) -> None:
    """No statement outside the SQLite driver, and the copying of its file, uses what PostgreSQL does not have."""
    statements = (
        re.findall(r'"""(.*?)"""|"([^"\n]*)"', file.read_text()) if file.suffix == ".py" else [file.read_text()]
    )
    text = "\n".join("".join(found) for found in statements)

    assert re.findall(SQLITE_ONLY, text) == []


def test_columns_have_portable_types() -> None:
    """Every column is TEXT, BIGINT or DOUBLE PRECISION."""
    sql = "".join(migration.sql for migration in packaged())
    types = re.findall(r"^    [a-z_]+ ([A-Z]+(?: PRECISION)?)", sql, re.MULTILINE)

    assert len(types) > 40
    assert set(types) <= {"TEXT", "BIGINT", "DOUBLE PRECISION"}
