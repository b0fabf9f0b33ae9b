"""One process per database, and what a killed one leaves."""

import asyncio
import os
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.core.errors import SettingsError
from bot.store import open_store
from tests.store.samples import JOB, SESSION, TURN, another_job, another_turn

ROOT = Path(__file__).parents[2]
HALF = """
import asyncio, sys
from bot.store import inbound, open_store, sessions
from tests.store.samples import SESSION, TURN, another_turn
async def main():
    async with open_store(sys.argv[1]) as store:
        await store.accept(SESSION, another_turn(1))
        async with store._database.transaction() as transaction:
            await inbound.claim(transaction, TURN.origin, at=1, itx=None, sealed=None)
            print("half", flush=True)
            await asyncio.sleep(60)
asyncio.run(main())
"""
HALF_A_JOB = """
import asyncio, sys
from bot.store import inbound, jobs, open_store
from tests.store.samples import JOB, another_job
async def main():
    async with open_store(sys.argv[1]) as store:
        await store.jobs.accept(another_job(1))
        async with store._database.transaction() as transaction:
            await inbound.claim(transaction, JOB.origin, at=1, itx=None, sealed=None)
            await jobs.add(transaction, JOB)
            print("half", flush=True)
            await asyncio.sleep(60)
asyncio.run(main())
"""
MANY = """
import asyncio, sys
from bot.store import open_store
from tests.store.samples import SESSION, another_turn, outgoing
async def main():
    async with open_store(sys.argv[1]) as store:
        for number in range(100_000):
            turn = another_turn(number)
            await store.accept(SESSION, turn)
            await store.promise(outgoing("card", turn=turn.id))
            print(number, flush=True)
asyncio.run(main())
"""


@asynccontextmanager
async def another_process(script: str, url: str) -> AsyncIterator[Process]:
    """Run the script in its own process and kill it at the end."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", script, url, cwd=ROOT, stdout=PIPE)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def line_of(process: Process) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(20):
        return (await process.stdout.readline()).decode().strip()


async def test_a_second_process_is_refused_by_name(url: str) -> None:
    """While one process has the database, another is refused with a sentence that names the first."""
    async with another_process(HALF, url) as process:
        await line_of(process)

        with pytest.raises(SettingsError, match=f"process {process.pid} already runs the bot on .*: stop it first"):
            async with open_store(url):
                pass


async def test_the_same_process_is_refused_too(url: str) -> None:
    """A store that is open cannot be opened again, and can once it is closed."""
    async with open_store(url):
        with pytest.raises(SettingsError, match=f"process {os.getpid()} already runs"):
            async with open_store(url):
                pass

    async with open_store(url) as store:
        assert await store.open_turns() == ()


async def test_a_link_in_place_of_the_lock_is_not_followed(url: str, tmp_path: Path) -> None:
    """Where somebody put a link under the lock's name, what it leads to stays as it was, and nothing starts."""
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "bot.db.lock").symlink_to(tmp_path / "precious")

    with pytest.raises(SettingsError, match=r"bot\.db\.lock cannot be used"):
        async with open_store(url):
            pass
    assert (tmp_path / "precious").read_text() == "precious"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
async def test_a_database_open_to_others_is_refused(url: str, tmp_path: Path, mode: int) -> None:
    """A database that others may read is refused, as the key file is, with the command that mends it."""
    async with open_store(url):
        pass
    (tmp_path / "bot.db").chmod(mode)

    with pytest.raises(SettingsError, match=f"chmod 600 {tmp_path}/bot.db"):
        async with open_store(url):
            pass


async def test_a_kill_inside_a_transaction_leaves_nothing_of_it(url: str) -> None:
    """After SIGKILL inside a transaction its claim is free, what was committed before stands, and the lock is gone."""
    async with another_process(HALF, url) as process:
        reached = await line_of(process)

    async with open_store(url) as store:
        assert reached == "half"
        assert [turn.id for turn in await store.open_turns()] == [another_turn(1).id]
        assert await store.accept(SESSION, TURN) is True


async def test_a_kill_before_a_job_has_its_pictures_leaves_no_job(url: str) -> None:
    """After SIGKILL between a job and its pictures there is neither, and the same request can be accepted."""
    async with another_process(HALF_A_JOB, url) as process:
        reached = await line_of(process)

    async with open_store(url) as store:
        assert reached == "half"
        assert [job.id for job in await store.jobs.open_jobs()] == [another_job(1).id]
        assert await store.jobs.accept(JOB) is True
        assert len(await store.jobs.pictures(JOB.id)) == JOB.count


async def test_a_kill_at_any_time_leaves_whole_transactions(url: str, tmp_path: Path) -> None:
    """After SIGKILL amid many transactions each claim has its turn, what was reported stands, the file is sound."""
    async with another_process(MANY, url) as process:
        reported = [await line_of(process) for _ in range(60)]

    async with open_store(url) as store:
        turns = await store.open_turns()
        promised = [await store.outbox(another_turn(int(number)).id) for number in reported]
    connection = sqlite3.connect(tmp_path / "bot.db")
    claims = connection.execute("SELECT COUNT(*) FROM inbound").fetchone()[0]
    verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
    connection.close()
    assert verdict == "ok"
    assert claims == len(turns) >= 60
    assert all(len(rows) == 1 for rows in promised)
