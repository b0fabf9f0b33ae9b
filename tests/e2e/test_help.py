"""`/help`, topic by topic: what it says is so, commands can be pressed, and everybody hears what they may do."""

import re

import pytest

from bot.surface.help import TOPICS
from tests.e2e.messages import Json, every
from tests.e2e.person import Person
from tests.e2e.stage import Stage


async def shown(stage: Stage, before: int) -> Json:
    """The newest message with a menu that the bot showed somebody since."""

    async def found() -> Json | None:
        entries = (await stage.requests())[before:]
        answers = [e["answer"]["resource"]["message"] for e in entries if "/callback" in e["path"] and e["answer"]]
        return next((dict(m) for m in reversed(answers) if m.get("components")), None)

    return dict(await stage.until(found))


async def helped(stage: Stage, person: Person, *, channel: str | None = None) -> Json:
    before = len(await stage.requests())
    await person.command("help", channel=channel)
    return await shown(stage, before)


async def about(stage: Stage, person: Person, message: Json, topic: str) -> str:
    menu = next(c for c in every(message) if c["type"] == 3)
    before = len(await stage.requests())
    await person.choose(message, menu["custom_id"], topic)
    return str((await shown(stage, before))["content"])


async def commands(stage: Stage) -> dict[str, str]:
    """Names and ids as Discord has them, as the bot heard them."""
    found = [e["answer"] for e in await stage.requests() if e["path"].endswith("/commands")]
    return {one["name"]: one["id"] for one in next(reversed([answer for answer in found if answer]))}


async def test_every_topic_is_told_in_private(stage: Stage, lives: str) -> None:
    """Each in one message, also long after; all commands in it exist, and a press opens them."""
    grace = stage.person("Grace")
    first = await helped(stage, grace)
    if lives == "after a restart":
        await stage.kill_bot()
        await stage.start_bot()
    texts = {topic: await about(stage, grace, first, topic) for topic in TOPICS}
    known = await commands(stage)
    pressed = re.findall(r"</(\w+)(?: \w+)?:(\d+)>", "\n".join(texts.values()))

    assert first["flags"] & 64
    assert first["content"] == texts["start"]
    assert all(len(text) <= 2_000 for text in texts.values())
    assert {name for name, _ in pressed} >= {"ask", "imagine", "sessions", "mcp", "settings"}
    assert all(known[name] == number for name, number in pressed)


async def test_help_says_who_pays_and_who_reads(stage: Stage) -> None:
    """With the readers' names, and Google's four cost ranges."""
    grace = stage.person("Grace")
    first = await helped(stage, grace)
    cost = await about(stage, grace, first, "cost")

    assert "Google's Gemini API" in first["content"]
    assert "Google's Gemini API" in cost
    assert all(amount in cost for amount in ("$1.00", "$1.30", "$0.80", "$3.25"))


@pytest.mark.parametrize(
    ("name", "setting", "marks"),
    [
        ("Ada", {}, "✅✅✅✅"),
        ("Grace", {}, "✅✅✅🚫"),
        ("Grace", {"ALLOW": ""}, "🚫🚫🚫🚫"),
        ("Grace", {"DENY_IMAGINE": "*"}, "✅🚫✅🚫"),
    ],
)
async def test_everybody_hears_what_they_may_do(stage: Stage, name: str, setting: dict[str, str], marks: str) -> None:
    """As the access lists have it, and with whom to ask."""
    await stage.kill_bot()
    await stage.start_bot(**setting)
    person = stage.person(name)
    text = await about(stage, person, await helped(stage, person), "you")

    assert "".join(re.findall("[✅🚫]", text)) == marks
    assert f"<@{stage.person('Ada').id}>" in text


async def test_help_works_in_a_direct_message(stage: Stage) -> None:
    """There nobody sets anything up for a server."""
    ada = stage.person("Ada")
    channel = await ada.direct()
    text = await about(stage, ada, await helped(stage, ada, channel=channel), "you")

    assert "".join(re.findall("[✅🚫]", text)).endswith("🚫")
