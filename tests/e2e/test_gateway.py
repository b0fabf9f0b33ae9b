"""However the gateway fails, the process does not stay deaf; what only the operator can mend ends it with a word."""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import aiohttp
import pytest

from tests.e2e.messages import is_card
from tests.e2e.person import Person
from tests.e2e.stage import PATIENCE_S, Stage, set_up
from tests.e2e.tampering import a_free_port, forwarded, tampering

QUICK = 20.0


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A playground without a bot yet."""
    async with set_up(tmp_path, speed=QUICK) as stage:
        yield stage


async def ended(stage: Stage, **variables: str) -> tuple[int, str]:
    """Status and output of a `bot run` that ends by itself."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        env=stage.variables | variables,
        cwd=stage.folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(PATIENCE_S):
        output, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, output.decode()


async def heard(stage: Stage, ada: Person, thread: str, *, turns: int) -> None:
    """The bot hears what Ada says now."""
    await ada.say(thread, "short again")
    await stage.finished(ada, thread, turns=turns)


async def a_talk(stage: Stage) -> tuple[Person, str]:
    ada = stage.person("Ada")
    await ada.ask("short please")
    thread = await stage.thread_of(ada)
    await stage.finished(ada, thread)
    return ada, thread


async def test_a_discord_that_is_away_at_the_start_is_waited_for(stage: Stage) -> None:
    """Connection refused at login: the bot lives on, tries again, and connects when Discord is there."""
    port = a_free_port()
    api, gateway = f"http://127.0.0.1:{port}/api/v10", f"ws://127.0.0.1:{port}/gateway"
    starting = asyncio.create_task(stage.start_bot(DISCORD_API_BASE=api, DISCORD_GATEWAY_URL=gateway))
    await stage.until(lambda: logged(stage, "gateway.login_failed"))
    async with forwarded(stage, port):
        await starting
        await a_talk(stage)


@pytest.mark.parametrize("do", [{"status": 502}, {"drop": "before"}])
async def test_a_failed_first_connect_is_tried_again(stage: Stage, do: dict[str, object]) -> None:
    """When the gateway's first answer is a 502 or none, the bot connects at the second try."""
    await stage.fault({"path": "/gateway*", "times": 1}, do)
    await stage.start_bot()

    await a_talk(stage)


@pytest.mark.parametrize("code", [4000, 1006])
async def test_a_close_is_resumed(stage: Stage, code: int) -> None:
    """Closed with 4000, or just cut, while the agent works: nothing is missed, not even what is said meanwhile."""
    await stage.start_bot()
    ada, thread = await a_talk(stage)
    await ada.say(thread, "what is going on?")
    await stage.until(lambda: cards(ada, thread, 2))
    await stage.lever("POST", "faults", {"do": {"gateway_close": code}})
    await heard(stage, ada, thread, turns=3)

    assert len([e for e in await stage.requests() if e["path"] == "/v1beta/interactions"]) == 3


@pytest.mark.parametrize("code", [4009, 1001])
async def test_a_close_that_ends_the_session_is_survived(stage: Stage, code: int) -> None:
    """Closed with 4009 or 1001 while the agent works: its answer is whole, and after a new session the bot hears."""
    await stage.start_bot()
    ada, thread = await a_talk(stage)
    await ada.say(thread, "what is going on?")
    await stage.until(lambda: cards(ada, thread, 2))
    await stage.lever("POST", "faults", {"do": {"gateway_close": code}})
    await stage.finished(ada, thread, turns=2)
    await stage.until(lambda: connected_twice(stage))
    await heard(stage, ada, thread, turns=3)

    assert len([e for e in await stage.requests() if e["path"] == "/v1beta/interactions"]) == 3


async def cards(ada: Person, thread: str, count: int) -> bool:
    return sum(is_card(m) for m in await ada.messages(thread)) >= count


async def connected_twice(stage: Stage) -> bool:
    return stage.bot_log().count("gateway.connected") >= 2


async def test_a_malformed_event_does_not_make_it_deaf(stage: Stage) -> None:
    """An event that lacks its keys ends discord.py's connection; the bot connects anew and hears the next message."""
    async with tampering(stage) as between:
        await stage.start_bot(DISCORD_GATEWAY_URL=between.url)
        ada, thread = await a_talk(stage)
        await between.say({"op": 0, "t": "MESSAGE_CREATE", "s": 1, "d": {"channel_id": thread}})
        await stage.until(lambda: connected_again(between.connections))
        await heard(stage, ada, thread, turns=2)
        await stage.kill_bot(15)

        assert "gateway.connect_ended" in stage.bot_log()


async def connected_again(connections: Sequence[object]) -> bool:
    return len(connections) >= 2


async def test_what_only_the_operator_can_mend_ends_it(stage: Stage) -> None:
    """A token that was renewed: status 2, and a sentence names what to do; no traceback."""
    await stage.start_bot()
    await stage.lever("POST", "faults", {"do": {"gateway_close": 4004}})
    assert stage.bot is not None
    async with asyncio.timeout(PATIENCE_S):
        status = await stage.bot.wait()

    assert status == 2
    assert "DISCORD_TOKEN" in stage.bot_log()
    assert "Traceback" not in stage.bot_log()


async def test_a_wrong_token_ends_it_and_is_not_shown(stage: Stage) -> None:
    """A token that Discord does not take: status 2, the setting's name, and the token in no output."""
    await stage.fault({"path": "/api/v10/users/@me"}, {"status": 401})
    status, output = await ended(stage, DISCORD_TOKEN="some.wrong.token")

    assert status == 2
    assert "DISCORD_TOKEN" in output
    assert "some.wrong.token" not in output
    assert "Traceback" not in output


async def test_a_second_process_on_the_same_database_ends(stage: Stage) -> None:
    """Two bots on one database would answer everything twice: the second says so and ends with 2."""
    await stage.start_bot()
    status, output = await ended(stage)

    assert status == 2
    assert "DATABASE_URL" in output
    assert "Traceback" not in output
    await a_talk(stage)


async def test_a_taken_health_port_ends_it(stage: Stage) -> None:
    """When another process has the health port, the sentence names the setting."""
    status, output = await ended(stage, HEALTH_PORT=stage.origin.rsplit(":", 1)[1])

    assert status == 2
    assert "HEALTH_PORT" in output
    assert "Traceback" not in output


async def test_health_is_red_while_the_bot_is_deaf(stage: Stage) -> None:
    """Ready while the gateway is connected, not ready while it cannot be, ready again after."""
    port = a_free_port()
    await stage.start_bot(HEALTH_PORT=str(port))
    await stage.until(lambda: health(stage, port, "/readyz", 200))
    await stage.fault({"path": "/gateway*"}, {"status": 502})
    await stage.lever("POST", "faults", {"do": {"gateway_close": 4000}})
    await stage.until(lambda: health(stage, port, "/readyz", 503))
    alive = await health(stage, port, "/healthz", 200)
    await stage.lever("DELETE", "faults")
    await stage.until(lambda: health(stage, port, "/readyz", 200))

    assert alive


async def health(stage: Stage, port: int, path: str, status: int) -> bool:
    try:
        async with stage.http.get(f"http://127.0.0.1:{port}{path}") as answer:
            return answer.status == status
    except aiohttp.ClientError:
        return False


async def logged(stage: Stage, words: str) -> bool:
    return words in stage.bot_log()
