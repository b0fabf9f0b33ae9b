"""`bot check` as an operator runs it: each fault that is planted is found, named, and decides the exit status."""

import asyncio
import json
import re
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.e2e import judge
from tests.e2e.failures import do
from tests.e2e.messages import Json
from tests.e2e.stage import PATIENCE_S, Stage, set_up

ATTACH, SEND_IN_THREADS = 1 << 15, 1 << 38


@dataclass(frozen=True)
class Checked:
    """What `bot check --json` came to."""

    status: int
    output: str

    @property
    def rows(self) -> list[Json]:
        return list(json.loads(self.output))

    def of(self, about: str) -> list[tuple[str, str]]:
        return [(row["level"], row["sentence"]) for row in self.rows if row["about"] == about]

    def bad(self) -> set[str]:
        return {row["about"] for row in self.rows if row["level"] == "bad"}


async def check(stage: Stage, *arguments: str, **variables: str) -> Checked:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "check", *(arguments or ("--json",))),
        env=stage.variables | variables,
        cwd=stage.folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(PATIENCE_S):
        output, errors = await process.communicate()
    assert b"Traceback" not in errors, errors.decode()
    assert process.returncode is not None
    return Checked(process.returncode, output.decode())


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A bot has run here once, so that its database is there and its commands are known; it has ended."""
    async with set_up(tmp_path) as stage:
        await stage.start_bot()
        await stage.kill_bot(15)
        yield stage
        assert await stage.violations() == []
        if judge.OPENAPI.exists():
            assert judge.judge([entry for entry in await stage.requests() if entry["who"] == "bot"]) == []


async def test_where_all_is_well_nothing_is_to_be_mended(stage: Stage) -> None:
    """Exit status 0; owner, link with exactly what is needed, and each part is told; one channel is closed to it."""
    found = await check(stage)
    link = found.of("invitation")[0][1]
    lacking = [sentence for level, sentence in found.of("permissions") if level == "warning"]

    assert (found.status, found.bad()) == (0, set())
    assert "ada" in found.of("token")[0][1]
    assert re.search(rf"client_id={stage.application}&scope=bot\+applications.commands&permissions=377957239872$", link)
    assert len(lacking) == 1
    assert re.search("“Send Messages”, “Send Messages in Threads” in #bot-cannot-write", lacking[0])
    assert {row["about"] for row in found.rows} == {
        *("token", "intents", "invitation", "permissions", "commands", "clock", "gemini", "agent", "provider"),
        *("database", "settings", "disk", "pictures"),
    }


async def test_a_running_bot_is_not_disturbed(stage: Stage) -> None:
    """No lock is taken and no gateway session opened: the bot that runs goes on, and a request after it is answered."""
    await stage.start_bot()
    found = await check(stage)
    ada = stage.person("Ada")
    await ada.ask("short please")
    await stage.finished(ada, await stage.thread_of(ada))

    assert found.status == 0
    assert stage.bot_log().count("gateway.connected") == 2


@dataclass(frozen=True)
class Fault:
    """What is broken at a service: a fault of the playground, or variables; and who is found bad, with which words."""

    about: str
    words: str
    fault: tuple[Json, Json] | None = None
    variables: tuple[tuple[str, str], ...] = ()


FAULTS = {
    "wrong token": Fault("token", "DISCORD_TOKEN", ({"path": "/api/v10/users/@me"}, {"status": 401})),
    "no discord": Fault("discord", "DISCORD_API_BASE", None, (("DISCORD_API_BASE", "http://127.0.0.1:9/api/v10"),)),
    "key refused": Fault("gemini", "GEMINI_API_KEY", ({"path": "/v1beta/*"}, {"bad_key": "classic"})),
    "key refused, modern": Fault("gemini", "GEMINI_API_KEY", ({"path": "/v1beta/*"}, {"bad_key": "modern"})),
    "gemini down": Fault("gemini", "GEMINI_API_BASE", None, (("GEMINI_API_BASE", "http://127.0.0.1:9"),)),
    "unknown agent": Fault("agent", "nobody-knows-it", None, (("GEMINI_AGENT", "nobody-knows-it"),)),
    "gateway down": Fault("provider", "GATEWAY_BASE", None, (("GATEWAY_BASE", "http://127.0.0.1:9"),)),
    "gateway key": Fault("provider", "GATEWAY_KEY", ({"path": "/*/v1/models"}, {"status": 401})),
    "wrong setting": Fault("settings", "ALLOW", None, (("ALLOW", "everybody"),)),
    "no such function": Fault("settings", "TOOLS", None, (("TOOLS", "nothing_here:at_all"),)),
    "no machines file": Fault("settings", "ENVIRONMENTS", None, (("ENVIRONMENTS", "nowhere.toml"),)),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_a_fault_is_found_and_named(stage: Stage, name: str) -> None:
    """Status 1, one part is bad, and its sentence names the setting to mend; a token or key is in no output."""
    planted = FAULTS[name]
    if planted.fault is not None:
        await stage.fault(*planted.fault)
    found = await check(stage, **dict(planted.variables))

    assert found.status == 1
    assert found.bad() == {planted.about}
    assert any(planted.words in sentence for _, sentence in found.of(planted.about))
    assert stage.variables["DISCORD_TOKEN"] not in found.output
    assert stage.variables["GATEWAY_KEY"] not in found.output


async def test_content_that_is_switched_off_is_named_with_its_switch(stage: Stage) -> None:
    """A warning: the bot works without it."""
    await stage.lever("POST", "application", {"message_content": False})
    found = await check(stage)
    level, sentence = found.of("intents")[0]

    assert (found.status, level) == (0, "warning")
    assert "Message Content Intent" in sentence
    assert f"applications/{stage.application}/bot" in sentence


async def test_what_is_missing_in_one_channel_is_named_with_it(stage: Stage) -> None:
    """Taken away from the bot itself in #workshop, and named there alone."""
    body = {"type": 1, "deny": str(ATTACH | SEND_IN_THREADS)}
    await do(stage, "PUT", f"/channels/{stage.channel('workshop')}/permissions/{stage.application}", body)
    found = await check(stage)

    assert "“Send Messages in Threads”, “Attach Files” in #workshop" in found.of("permissions")[0][1]


async def test_commands_that_somebody_changed_are_out_of_step(stage: Stage) -> None:
    """Bad until the bot starts again."""
    url = f"{stage.origin}/api/v10/applications/{stage.application}/commands"
    bot = {"Authorization": f"Bot {stage.variables['DISCORD_TOKEN']}"}
    async with stage.http.put(url, json=[{"name": "stray", "description": "Stray"}], headers=bot) as answer:
        assert answer.status == 200
    before = await check(stage)
    await stage.start_bot()
    after = await check(stage)

    assert (before.status, before.bad()) == (1, {"commands"})
    assert after.status == 0


async def test_a_clock_that_is_off_is_told_in_seconds(stage: Stage) -> None:
    """Discord is an hour ahead."""
    await stage.lever("POST", "clock", {"advance_s": 3600})
    found = await check(stage)

    assert found.bad() == {"clock"}
    assert re.search(r"-36\d\d s|-35\d\d s", found.of("clock")[0][1])


def changed(stage: Stage, sql: str, *values: Any) -> None:
    with closing(sqlite3.connect(stage.folder / "bot.db")) as connection, connection:
        connection.execute(sql, values)


async def test_a_newer_database_is_named(stage: Stage) -> None:
    """Made by a later version: it is not touched, and the sentence says what to do."""
    changed(stage, "INSERT INTO migration (number, name, checksum) VALUES (9999, '9999_later', 'x')")
    found = await check(stage)

    assert found.bad() == {"database"}
    assert "9999_later" in found.of("database")[0][1]


async def test_a_database_that_may_not_be_written_is_named(stage: Stage) -> None:
    """By its path."""
    (stage.folder / "bot.db").chmod(0o400)
    found = await check(stage)

    assert found.bad() == {"database"}
    assert str(stage.folder / "bot.db") in found.of("database")[0][1]


async def test_a_database_that_others_may_read_is_named(stage: Stage) -> None:
    """With the command that mends it."""
    (stage.folder / "bot.db").chmod(0o644)
    found = await check(stage)

    assert "chmod 600" in found.of("database")[0][1]
    assert found.status == 1


async def test_secrets_without_their_key_are_counted(stage: Stage) -> None:
    """A stored secret whose key file was lost: nothing is made in its place."""
    changed(stage, "INSERT INTO secret (name, sealed, set_at) VALUES ('one', 'gAAAA', 1)")
    (stage.folder / "bot.db.key").unlink()
    found = await check(stage)

    assert found.bad() == {"secrets"}
    assert found.of("secrets")[0][1].startswith("1 of 1 stored secrets")
    assert not (stage.folder / "bot.db.key").exists()


async def test_before_the_first_start_nothing_is_made(tmp_path: Path) -> None:
    """No database yet is well; the check leaves none behind, and the commands are told later."""
    async with set_up(tmp_path) as stage:
        found = await check(stage)

        assert found.status == 0
        assert found.of("database")[0][0] == "good"
        assert found.of("commands")[0][0] == "warning"
        assert not list(stage.folder.glob("bot.db*"))
