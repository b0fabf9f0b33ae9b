"""Who gets in, and what is said to those who do not."""

from pathlib import Path

from tests.e2e.conftest import assert_clean
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


async def refused(stage: Stage) -> bool:
    callbacks = [e for e in await stage.requests() if e["path"].split("?")[0].endswith("/callback")]
    return any("ALLOW" in str(e["body"]) and e["body"]["data"]["flags"] == 64 for e in callbacks)
