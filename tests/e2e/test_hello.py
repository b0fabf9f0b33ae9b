"""Invited to a server, the bot says once what it is; the commands are told to Discord only when they change."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import assert_clean
from tests.e2e.messages import Json
from tests.e2e.stage import Stage, set_up

VIEW, SEND = 1 << 10, 1 << 11


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A playground without a bot yet."""
    async with set_up(tmp_path) as stage:
        yield stage
        await assert_clean(stage)


async def invited(stage: Stage, **how: Any) -> dict[str, str]:
    """The new server's channels by name, and under the empty name the server itself."""
    answer = await stage.lever("POST", "invite", how)
    return {channel["name"]: channel["id"] for channel in answer["channels"]} | {"": answer["id"]}


async def started(stage: Stage) -> None:
    """The bot runs, and knows which servers it is on."""
    before = stage.bot_log().count("gateway.ready")
    await stage.start_bot()

    async def ready() -> bool:
        return stage.bot_log().count("gateway.ready") > before

    await stage.until(ready, seconds=20)


async def said(stage: Stage, channel: str) -> list[Json]:
    return await stage.person("Ada").messages(channel)


async def greeted(stage: Stage, channel: str) -> list[Json]:
    return list(await stage.until(lambda: said(stage, channel), seconds=20))


async def test_an_invitation_is_answered_where_newcomers_are_greeted(stage: Stage) -> None:
    """One message in the system channel: what it does, who reads, who pays, who may, where help is; no ping."""
    await started(stage)
    places = await invited(stage, channels=["first", "welcome"], system_channel="welcome")
    hello = (await greeted(stage, places["welcome"]))[0]
    words = ("/ask", "/help", "Google's Gemini API", "billed", "at first only they themselves", "/settings access")

    assert all(word in hello["content"] for word in words)
    assert (hello["mentions"], hello["mention_everyone"], hello["mention_roles"]) == ([], False, [])
    assert await said(stage, places["first"]) == []


async def test_without_a_system_channel_it_is_the_first_where_it_may_write(stage: Stage) -> None:
    """A server whose channels are closed to it but for one, on which it has its permissions by an exception."""
    await started(stage)
    places = await invited(stage, channels=["quiet", "open"], permissions=str(VIEW), everyone=str(VIEW | SEND))
    hello = (await greeted(stage, places["quiet"]))[0]

    assert "/help" in hello["content"]
    assert await said(stage, places["open"]) == []


async def test_where_it_may_write_nowhere_it_says_nothing(stage: Stage) -> None:
    """No request is refused for it, and the log names the server."""
    await started(stage)
    places = await invited(stage, permissions="0", everyone=str(VIEW))

    async def noted() -> bool:
        return "hello.nowhere" in stage.bot_log()

    await stage.until(noted, seconds=20)

    assert places[""] in stage.bot_log()
    assert await said(stage, places["lobby"]) == []


async def test_a_restart_says_nothing_twice_and_an_invitation_meanwhile_is_answered(stage: Stage) -> None:
    """Servers of the first start are not greeted; one that invited it while it was down is, at the next start, once."""
    await started(stage)
    first = await invited(stage, name="First")
    await greeted(stage, first["lobby"])
    await stage.kill_bot()
    second = await invited(stage, name="Second")
    for _ in range(2):
        await started(stage)
        await greeted(stage, second["lobby"])
        await stage.kill_bot(15)

    assert len(await said(stage, first["lobby"])) == len(await said(stage, second["lobby"])) == 1
    assert not any(m["author"]["id"] == stage.application for m in await said(stage, stage.general))


async def test_invited_again_it_greets_again(stage: Stage) -> None:
    """Removed by who owns the server, and then back."""
    await started(stage)
    places = await invited(stage)
    await greeted(stage, places["lobby"])
    status, _ = await stage.person("Ada").call("DELETE", f"/guilds/{places['']}/members/{stage.application}")
    await stage.lever("POST", "invite", {"guild": places[""]})

    async def twice() -> bool:
        return len(await said(stage, places["lobby"])) == 2

    await stage.until(twice, seconds=20)

    assert status == 204


async def tellings(stage: Stage) -> int:
    """How often Discord was told our commands."""
    return sum(e["method"] == "PUT" and e["path"].endswith("/commands") for e in await stage.requests())


async def test_commands_are_told_only_when_they_changed(stage: Stage) -> None:
    """Once at the first start, not at the second; again once somebody has changed them at Discord."""
    for _ in range(2):
        await stage.start_bot()
        await stage.kill_bot(15)
    unchanged = await tellings(stage)
    url = f"{stage.origin}/api/v10/applications/{stage.application}/commands"
    bot = {"Authorization": f"Bot {stage.variables['DISCORD_TOKEN']}"}
    async with stage.http.put(url, json=[{"name": "stray", "description": "Stray"}], headers=bot) as answer:
        assert answer.status == 200
    await stage.start_bot()
    async with stage.http.get(url, headers=bot) as answer:
        names = {command["name"] for command in await answer.json()}

    assert unchanged == 1
    assert await tellings(stage) == 3
    assert "ask" in names
    assert "stray" not in names
