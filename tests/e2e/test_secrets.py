"""A private repository's token, stored with `bot secret`: it reaches the agent's service, and nobody else."""

import asyncio
import sys
from base64 import b64encode
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.conftest import assert_clean
from tests.e2e.messages import Json, is_receipt, text_of
from tests.e2e.requests import creates
from tests.e2e.stage import Stage, set_up

FIRST, SECOND = "github-token-of-the-operator", "github-token-after-rotation"
CONFIGURED = """
[website]
allow = ["*"]
network = "none"
[[website.repositories]]
url = "https://github.com/example/website"
secret = "website-token"
[[website.headers]]
host = "api.example.com"
name = "Authorization"
value = "Bearer {secret}"
variable = "EXAMPLE_KEY"
"""


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A playground whose bot is to offer one machine, and is not started yet."""
    file = tmp_path / "machines.toml"
    file.write_text(CONFIGURED)
    async with set_up(tmp_path) as stage:
        stage.variables |= {"ENVIRONMENTS": str(file), "EXAMPLE_KEY": "key-of-example"}
        yield stage
        await assert_clean(stage)


async def bot(stage: Stage, *arguments: str, given: str = "") -> tuple[int, str]:
    """Another process of `bot` beside the one that runs: its exit status, and all that it says."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", *arguments),
        env=stage.variables,
        cwd=stage.folder,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate(given.encode())
    return process.returncode or 0, said.decode()


async def store(stage: Stage, value: str) -> None:
    status, said = await bot(stage, "secret", "set", "website-token", given=value)
    assert status == 0, said


async def talk(stage: Stage) -> list[Json]:
    """A new talk's messages once it has ended."""
    ada = stage.person("Ada")
    before = len([m for m in await ada.messages(stage.general) if "thread" in m])
    await ada.ask("short please", environment="website")
    return await stage.finished(ada, await stage.thread_of(ada, number=before))


def basic(token: str) -> str:
    return f"Basic {b64encode(f'x-oauth-basic:{token}'.encode()).decode()}"


def headers(body: Json) -> dict[str, str]:
    """What the service's proxy is to add, by host."""
    return {
        entry["domain"]: entry["transform"]["Authorization"] for entry in body["environment"]["network"]["allowlist"]
    }


async def test_a_stored_token_goes_with_the_machine(stage: Stage) -> None:
    """In the request that makes one, beside what a variable holds; in no log, file, message or request to Discord."""
    await store(stage, FIRST)
    await stage.start_bot()
    messages = await talk(stage)

    (made,) = await creates(stage)
    assert headers(made) == {"github.com": basic(FIRST), "api.example.com": "Bearer key-of-example"}
    await assert_kept(stage, messages, FIRST)


async def assert_kept(stage: Stage, messages: list[Json], token: str) -> None:
    files = await asyncio.to_thread(lambda: {path.name: path.read_bytes() for path in stage.folder.glob("bot.*")})
    others = [e for e in await stage.requests() if e["path"].partition("?")[0] != "/v1beta/interactions"]
    sent = [{key: part for key, part in e.items() if key != "answer"} for e in others]  # the service tells its own back
    where = [stage.bot_log(), str(messages), str(sent), *(data.decode("latin-1") for data in files.values())]

    assert {"bot.db", "bot.log"} <= set(files)
    assert "website-token" in files["bot.db"].decode("latin-1") + files.get("bot.db-wal", b"").decode("latin-1")
    assert [part for part in where if token in part or basic(token).removeprefix("Basic ") in part] == []


async def test_a_new_value_needs_no_restart(stage: Stage) -> None:
    """Set while the bot runs, it goes with the next machine; taken away, nothing is run, and a sentence says why."""
    await store(stage, FIRST)
    await stage.start_bot()
    await talk(stage)
    await store(stage, SECOND)
    await talk(stage)
    removed = await bot(stage, "secret", "remove", "website-token")
    messages = await talk(stage)

    assert removed == (0, "website-token is removed.\n")
    assert [headers(body)["github.com"] for body in await creates(stage)] == [basic(FIRST), basic(SECOND)]
    receipt = text_of(next(m for m in messages if is_receipt(m)))
    assert "needs a secret" in receipt
    assert "website-token" in receipt
    assert "secret.missing" in stage.bot_log()
    for token in (FIRST, SECOND):
        assert token not in stage.bot_log()
        assert basic(token) not in stage.bot_log()


async def test_a_bot_without_the_secret_does_not_start(stage: Stage) -> None:
    """It ends with status 2 and a line that names the machine, the secret, and how to set it."""
    status, said = await bot(stage, "run")

    assert status == 2
    assert "Traceback" not in said
    assert "ENVIRONMENTS: website: the secret website-token is not stored: say `bot secret set website-token`" in said
