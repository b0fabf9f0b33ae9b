"""A bot that is lost with its machine, and comes back from a copy: `bot backup` and `bot restore` in real processes."""

import asyncio
import shutil
import sys
from pathlib import Path

from tests.e2e.conftest import assert_clean
from tests.e2e.messages import is_receipt, text_of
from tests.e2e.requests import creates
from tests.e2e.stage import Stage, set_up
from tests.e2e.test_kill import has_a_page

SECRET = "hush-hush-4711"
CONFIGURED = """
[website]
allow = ["*"]
network = "none"
[[website.repositories]]
url = "https://github.com/example/website"
secret = "website-token"
"""


async def bot(stage: Stage, *arguments: str, given: str = "") -> tuple[int, str]:
    """Another process of `bot`: its exit status, and all that it says."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        env=stage.variables,
        cwd=stage.folder,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate(given.encode())
    return process.returncode or 0, said.decode()


async def lose_and_restore(stage: Stage, copy: Path) -> tuple[int, str]:
    """SIGKILL, and from then on another folder, where nothing is yet."""
    await stage.kill_bot()
    stage.variables |= {"DATABASE_URL": f"sqlite:///{stage.folder}/new/bot.db"}
    return await bot(stage, "restore", str(copy))


async def test_a_talk_goes_on_from_a_copy_made_while_turns_ran(tmp_path: Path) -> None:
    """Copied amid a running turn and killed: a bot in a new place ends that turn once and goes on with older talks."""
    async with set_up(tmp_path, speed=2) as stage:
        await stage.start_bot()
        ada, grace = stage.person("Ada"), stage.person("Grace")
        await ada.ask("short please")
        old = await stage.thread_of(ada)
        await stage.finished(ada, old)
        await grace.ask("a long answer, please")
        running = await stage.thread_of(grace, number=1)
        await stage.until(lambda: has_a_page(stage, running))
        status, said = await bot(stage, "backup", str(tmp_path / "copy.db"))
        had_ended = any(map(is_receipt, await grace.messages(running)))
        restored = await lose_and_restore(stage, tmp_path / "copy.db")
        await stage.start_bot()
        await stage.finished(grace, running)
        await ada.say(old, "short please")
        await stage.finished(ada, old, turns=2)
        bodies = await creates(stage)
        await assert_clean(stage)

    assert not had_ended
    assert (status, restored[0]) == (0, 0), said + restored[1]
    assert f"Not in it: the key file {tmp_path}/bot.db.key" in said
    assert len(bodies) == 3
    assert bodies[2]["previous_interaction_id"]


async def test_secrets_need_their_key_file_and_say_so(tmp_path: Path) -> None:
    """Without it `bot restore` counts them, and a request that needs one is refused by name; with it, all goes on."""
    (tmp_path / "machines.toml").write_text(CONFIGURED)
    async with set_up(tmp_path) as stage:
        stage.variables |= {"ENVIRONMENTS": str(tmp_path / "machines.toml")}
        await bot(stage, "secret", "set", "website-token", given=SECRET)
        await stage.start_bot()
        await bot(stage, "backup", str(tmp_path / "copy.db"))
        _, told = await lose_and_restore(stage, tmp_path / "copy.db")
        refused = await bot(stage, "rotate")
        shutil.copy(tmp_path / "bot.db.key", tmp_path / "new" / "bot.db.key")
        _, told_again = await bot(stage, "restore", str(tmp_path / "copy.db"))
        sealed_anew = await bot(stage, "rotate")
        await stage.start_bot()
        ada = stage.person("Ada")
        await ada.ask("short please", environment="website")
        messages = await stage.finished(ada, await stage.thread_of(ada))
        await assert_clean(stage)

    assert (
        f"No key that is here opens 1 of its 1 stored secrets: before the bot starts, put the key file back as "
        f"{tmp_path}/new/bot.db.key" in told
    )
    assert refused[0] == 2
    assert "put back the key it was sealed with" in refused[1]
    assert "Its stored secrets (1) open with the keys that are here." in told_again
    assert sealed_anew[0] == 0
    assert any("short" in text_of(message).lower() for message in messages)
    assert SECRET not in told + refused[1] + told_again + sealed_anew[1] + stage.bot_log()
