"""How the bot stands, told in its log at the start, and in private to those who manage a server."""

from pathlib import Path

from tests.e2e.conftest import assert_clean
from tests.e2e.messages import Json
from tests.e2e.person import Person
from tests.e2e.stage import Stage, set_up

COMMAND = [{"type": 1, "name": "status", "options": []}]
HEAD = "**How I am**"


async def status(stage: Stage, person: Person) -> str:
    """What this person was told, as the followup of a private answer that took its time."""
    before = len(await answers(stage))
    await person.command("settings", COMMAND)

    async def answered() -> str | None:
        found = await answers(stage)
        return str(found[-1]["content"]) if len(found) > before else None

    return str(await stage.until(answered, seconds=30))


async def answers(stage: Stage) -> list[Json]:
    entries = await stage.requests()
    return [e["answer"] for e in entries if e["path"].startswith("/api/v10/webhooks/") and HEAD in str(e["answer"])]


async def logged(stage: Stage) -> bool:
    return "#bot-cannot-write" in stage.bot_log()


async def test_the_owner_is_told_of_all_in_private(tmp_path: Path) -> None:
    """A missing permission with its channel, services by name, and the machine's disk; nobody else sees the answer."""
    async with set_up(tmp_path) as stage:
        await stage.start_bot()
        to_owner = await status(stage, stage.person("Ada"))
        answer = (await answers(stage))[-1]

        assert "“Send Messages”, “Send Messages in Threads” in #bot-cannot-write" in to_owner
        assert all(f"✓ {about}" in to_owner for about in ("intents", "gemini", "provider", "database", "disk"))
        assert answer["flags"] & 64
        await assert_clean(stage)


async def test_what_is_wrong_at_the_start_is_in_the_log(tmp_path: Path) -> None:
    """A key that is refused and a channel that lacks something, each as a line; the start waits for none of it."""
    async with set_up(tmp_path) as stage:
        await stage.fault({"path": "/v1beta/environments"}, {"bad_key": "modern"})
        await stage.start_bot()
        await stage.until(lambda: logged(stage), seconds=30)

        assert "does not accept GEMINI_API_KEY" in stage.bot_log()
        assert stage.bot_log().index("bot.started") < stage.bot_log().index("check.found")
        await assert_clean(stage)
