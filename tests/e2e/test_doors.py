"""Who gets in, and what is said to those who do not."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.e2e.conftest import assert_clean
from tests.e2e.messages import is_card, text_of
from tests.e2e.stage import Stage, set_up


async def test_only_the_owner_gets_in_until_the_operator_says_so(tmp_path: Path) -> None:
    """With ALLOW empty the application's owner is answered; another is told privately which setting opens it."""
    async with set_up(tmp_path) as stage:
        await stage.start_bot(ALLOW="")
        ada, grace = stage.person("Ada"), stage.person("Grace")

        await grace.ask("short please")
        await stage.until(lambda: refused(stage))
        await ada.ask("short please")
        thread = await stage.thread_of(ada)
        await stage.finished(ada, thread)

        assert len([m for m in await ada.messages(stage.general) if "thread" in m]) == 1
        await assert_clean(stage)


async def test_a_stranger_in_the_thread_is_not_answered(tmp_path: Path) -> None:
    """A message in the thread by somebody who may not use the bot starts no turn."""
    async with set_up(tmp_path) as stage:
        await stage.start_bot(ALLOW="")
        ada, grace = stage.person("Ada"), stage.person("Grace")
        await ada.ask("short please")
        thread = await stage.thread_of(ada)
        await stage.finished(ada, thread)

        await grace.say(thread, "and for me?")
        await ada.say(thread, "short again")
        await stage.finished(ada, thread, turns=2)

        assert len([e for e in await stage.requests() if e["path"] == "/v1beta/interactions"]) == 2


async def test_who_is_shut_out_while_waiting_is_not_run(tmp_path: Path) -> None:
    """A request that waits when its asker is taken out of ALLOW costs nothing any more, and says why."""
    async with set_up(tmp_path) as stage:
        grace = stage.person("Grace")
        await stage.start_bot(ALLOW=grace.id)
        await stage.lever("POST", "speed", {"factor": 1})
        await grace.ask("be slow")
        thread = await stage.thread_of(grace)
        await stage.until(lambda: runs(stage, 1))
        await grace.say(thread, "short please")
        await stage.until(lambda: accepted(stage, 2))
        await stage.kill_bot()

        await stage.lever("POST", "speed", {"factor": 20})
        await stage.start_bot(ALLOW="")
        messages = await stage.finished(grace, thread, turns=2)

        cards = [m for m in messages if is_card(m)]
        assert "You may not use this bot here" in text_of(cards[-1])
        assert await runs(stage, 1)
        assert not await runs(stage, 2)


async def accepted(stage: Stage, turns: int) -> bool:
    with closing(sqlite3.connect(stage.folder / "bot.db")) as database:
        return bool(database.execute("SELECT COUNT(*) FROM turn").fetchone()[0] >= turns)


async def runs(stage: Stage, number: int) -> bool:
    return len([e for e in await stage.requests() if e["path"] == "/v1beta/interactions"]) >= number


async def refused(stage: Stage) -> bool:
    callbacks = [e for e in await stage.requests() if e["path"].split("?")[0].endswith("/callback")]
    return any("ALLOW" in str(e["body"]) and e["body"]["data"]["flags"] == 64 for e in callbacks)
