"""Message content is switched off in the portal: the bot starts all the same, and people can still talk with it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.conftest import assert_clean
from tests.e2e.messages import Json, buttons, is_card, is_receipt, pages, text_of
from tests.e2e.person import Person
from tests.e2e.requests import creates, said_in
from tests.e2e.stage import Stage, set_up

SPEED = 20.0
SWITCH = "Message Content Intent"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The switch is off before the bot starts."""
    async with set_up(tmp_path, speed=SPEED) as stage:
        await stage.lever("POST", "application", {"message_content": False})
        await stage.start_bot()
        yield stage
        await assert_clean(stage)


async def a_talk(stage: Stage) -> tuple[Person, str, Json]:
    """Ada, her thread, and its receipt."""
    ada = stage.person("Ada")
    await ada.ask("short please")
    thread = await stage.thread_of(ada)
    messages = await stage.finished(ada, thread)
    return ada, thread, next(m for m in messages if is_receipt(m))


async def the_form(stage: Stage, receipt: Json, person: Person) -> Json:
    """What the click on Reply opens."""
    before = len(await forms(stage))
    await person.click(receipt, "Reply")

    async def opened() -> Json | None:
        found = await forms(stage)
        return found[-1] if len(found) > before else None

    return dict(await stage.until(opened))


async def forms(stage: Stage) -> list[Json]:
    entries = await stage.requests()
    return [
        entry["body"]["data"]
        for entry in entries
        if entry["path"].partition("?")[0].endswith("/callback") and entry["body"].get("type") == 9
    ]


async def test_ask_and_mentions_are_answered(stage: Stage) -> None:
    """/ask opens a thread, a message that mentions the bot is its next turn, without the mention."""
    ada, thread, _ = await a_talk(stage)
    await ada.say(thread, f"<@{stage.application}> short again")
    await stage.finished(ada, thread, turns=2)

    assert said_in((await creates(stage))[-1]).rstrip().endswith("short again")


async def test_a_reply_by_the_form_goes_on_with_the_talk(stage: Stage) -> None:
    """Reply opens a form; words and file are the next turn, on the same machine; the request stands in the thread."""
    ada, thread, receipt = await a_talk(stage)
    form = await the_form(stage, receipt, ada)
    await ada.send_form(form, {"words": "short, with a file", "files": ["0"]}, channel=thread, files={"a.txt": b"one"})
    messages = await stage.finished(ada, thread, turns=2)
    _, second = await creates(stage)

    assert any("short, with a file" in m["content"] and "`a.txt`" in m["content"] for m in messages)
    assert "short, with a file" in said_in(second)
    assert second["previous_interaction_id"]
    assert second["environment"]


async def test_the_form_belongs_to_whoever_may_speak(tmp_path: Path) -> None:
    """Somebody else who may use the bot replies too, in their own name; who may not is refused in private."""
    async with set_up(tmp_path, speed=SPEED) as stage:
        await stage.lever("POST", "application", {"message_content": False})
        ada, grace = stage.person("Ada"), stage.person("Grace")
        await stage.start_bot(ALLOW=f"{ada.id},{grace.id}")
        _, thread, receipt = await a_talk(stage)
        form = await the_form(stage, receipt, grace)
        await grace.send_form(form, {"words": "short, says Grace", "files": []}, channel=thread)
        await stage.finished(ada, thread, turns=2)
        count = len(await forms(stage))
        await stage.person("Stranger").click(receipt, "Reply")
        await stage.until(lambda: refused(stage))

        assert "Grace" in said_in((await creates(stage))[-1])
        assert len(await forms(stage)) == count
        await assert_clean(stage)


async def refused(stage: Stage) -> bool:
    answers = [e["body"] for e in await stage.requests() if e["path"].partition("?")[0].endswith("/callback")]
    return "You may not use this bot here" in str(answers[-1])


async def test_a_form_without_a_word_is_no_turn(stage: Stage) -> None:
    """Sent empty, it is answered in private, and nothing runs."""
    ada, thread, receipt = await a_talk(stage)
    form = await the_form(stage, receipt, ada)
    await ada.send_form(form, {"words": " ", "files": []}, channel=thread)

    async def answered() -> bool:
        return "Nothing was written" in str(await stage.requests())

    await stage.until(answered)

    assert len(await creates(stage)) == 1


async def test_plain_words_are_answered_once_with_how_they_would_be_heard(stage: Stage) -> None:
    """Two messages that do not reach the bot: one hint, also after a restart; then a mention is a turn."""
    ada, thread, _ = await a_talk(stage)
    await ada.say(thread, "can you hear me?")
    await stage.until(lambda: hinted(stage, ada, thread))
    await stage.kill_bot()
    await stage.start_bot()
    await ada.say(thread, "and now?")
    await ada.say(thread, f"<@{stage.application}> short")
    messages = await stage.finished(ada, thread, turns=2)

    assert sum("does not reach me" in m["content"] for m in messages) == 1


async def hinted(stage: Stage, person: Person, thread: str) -> bool:
    return any("does not reach me" in text for text in pages(await person.messages(thread), stage.application))


async def test_the_owner_and_the_log_are_told_which_switch_it_is(stage: Stage) -> None:
    """A direct message names page, section and switch; a second start with it off does not write to them again."""
    ada = stage.person("Ada")
    direct = await ada.direct()
    await stage.until(lambda: told(ada, direct))
    await stage.kill_bot()
    await stage.start_bot()
    await a_talk(stage)
    said = [text_of(m) for m in await ada.messages(direct)]

    assert len(said) == 1
    assert all(words in said[0] for words in (SWITCH, "Privileged Gateway Intents", "page **Bot**"))
    assert stage.bot_log().count("intent.content_off") == 2
    assert f"applications/{stage.application}/bot" in stage.bot_log()


async def told(person: Person, direct: str) -> bool:
    return any(SWITCH in text_of(m) for m in await person.messages(direct))


async def test_with_the_switch_on_there_is_no_such_button(tmp_path: Path) -> None:
    """Cards have Reply only where it is needed; switched on and started again, plain words are turns."""
    async with set_up(tmp_path, speed=SPEED) as stage:
        await stage.lever("POST", "application", {"message_content": False})
        await stage.start_bot()
        ada, thread, receipt = await a_talk(stage)
        await stage.lever("POST", "application", {"message_content": True})
        await stage.kill_bot()
        await stage.start_bot()
        await ada.say(thread, "short again")
        messages = await stage.finished(ada, thread, turns=2)
        newest = [m for m in messages if is_card(m)][-1]

        assert "Reply" in [b["label"] for b in buttons(receipt)]
        assert "Reply" not in [b["label"] for b in buttons(newest)]
        await assert_clean(stage)


async def test_a_refusal_against_the_flags_is_lived_with(tmp_path: Path) -> None:
    """Closed with 4014 although it was switched on: the log says so, and the same process goes on without content."""
    async with set_up(tmp_path, speed=SPEED) as stage:
        await stage.start_bot()
        await stage.lever("POST", "application", {"message_content": False})
        await stage.lever("POST", "faults", {"do": {"gateway_close": 4014}})
        await stage.until(lambda: connected_twice(stage))
        _, _, receipt = await a_talk(stage)

        assert stage.bot is not None
        assert stage.bot.returncode is None
        assert "intent.content_off" in stage.bot_log()
        assert "Reply" in [b["label"] for b in buttons(receipt)]
        assert "Traceback" not in stage.bot_log()
        await assert_clean(stage)


async def connected_twice(stage: Stage) -> bool:
    return stage.bot_log().count("gateway.connected") >= 2
