"""Discord and the agent API fail in every way they know; the thread still ends right, everything in it once."""

import asyncio
import contextlib
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.messages import Json, buttons, is_card, text_of
from tests.e2e.person import Person
from tests.e2e.stage import Stage, set_up
from tests.e2e.test_kill import looks as looks_with_machine

CREATE = {"method": "POST", "path": "/v1beta/interactions"}
READ = {"method": "GET", "path": "/v1beta/interactions/*"}
SEND = {"method": "POST", "path": "/api/v10/channels/*/messages", "who": "bot"}
EDIT = {"method": "PATCH", "path": "/api/v10/channels/*/messages/*", "who": "bot"}


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A quick agent, the bot connected; afterwards no rule was broken and the bot never met a 429 of Discord's own.

    To ask for an answer to an itx that nobody answered is no fault: that is how the bot learns it.
    """
    async with set_up(tmp_path, speed=40.0) as stage:
        await stage.start_bot()
        yield stage
        assert [v for v in await stage.violations() if v["rule"] != "unknown-webhook"] == []
        discord = [e for e in await stage.requests() if e["path"].startswith("/api/") and e["who"] == "bot"]
        assert [e for e in discord if e["status"] == 429] == []


async def thread_after(stage: Stage, request: str, *, number: int = 0) -> list[Json]:
    """The messages of the number-th thread once its turn is done."""
    ada = stage.person("Ada")
    await ada.ask(request)
    return await stage.finished(ada, await stage.thread_of(ada, number=number))


async def creates(stage: Stage) -> list[Json]:
    return [e for e in await stage.requests() if e["method"] == "POST" and e["path"] == CREATE["path"]]


def looks(messages: list[Json]) -> list[Any]:
    """What must be equal; every session has a machine of its own, whose name the receipt says."""
    return [
        (kind, re.sub(r"machine `\w+`", "machine", said), *rest) for kind, said, *rest in looks_with_machine(messages)
    ]


def receipt(messages: list[Json]) -> str:
    return text_of(next(m for m in messages if is_card(m)))


# --- Discord ---

STORMS: dict[str, list[tuple[Json, Json]]] = {
    "sending": [
        (SEND | {"skip": 0, "times": 1}, {"status": 500}),
        (SEND | {"skip": 2, "times": 1}, {"drop": "before"}),
        (SEND | {"skip": 4, "times": 1}, {"drop": "after"}),
        (SEND | {"skip": 6, "times": 1}, {"status": 503}),
    ],
    "the first send": [(SEND | {"times": 1}, {"drop": "after"})],
    "editing": [
        (EDIT | {"skip": 0, "times": 1}, {"status": 502}),
        (EDIT | {"skip": 2, "times": 1}, {"drop": "after"}),
        (EDIT | {"skip": 3, "times": 1}, {"drop": "before"}),
        (EDIT | {"skip": 5, "times": 2}, {"status": 503}),
    ],
    "slowness": [(SEND, {"delay_s": 0.4}), (EDIT, {"delay_s": 0.4})],
}


@pytest.mark.parametrize("storm", STORMS)
async def test_what_discord_loses_is_written_again(stage: Stage, storm: str) -> None:
    """Refused, lost before or after their effect, or late: the same messages in the same order, each once."""
    wanted = looks(await thread_after(stage, "long"))
    for match, do in STORMS[storm]:
        await stage.fault(match, do)
    messages = await settled(stage, await thread_after(stage, "long", number=1), wanted)

    assert looks(messages) == wanted


async def settled(stage: Stage, messages: list[Json], wanted: list[Any]) -> list[Json]:
    """The thread's messages when they look as wanted, or as they are after a while."""
    ada, thread = stage.person("Ada"), messages[-1]["channel_id"]

    async def seen() -> bool:
        return looks(await ada.messages(thread)) == wanted

    with contextlib.suppress(AssertionError):  # the test itself says what is wrong
        await stage.until(seen, seconds=3)
    return await ada.messages(thread)


@pytest.mark.parametrize("do", [{"drop": "after"}, {"status": 503}])
async def test_while_no_edit_succeeds_the_turn_goes_on(stage: Stage, do: Json) -> None:
    """Edits that all fail for a while change nothing in how it ends once they work again."""
    wanted = looks(await thread_after(stage, "long"))
    await stage.fault(EDIT, do)
    ada = stage.person("Ada")
    await ada.ask("long")
    thread = await stage.thread_of(ada, number=1)
    await stage.until(lambda: run_ended(stage, 2))
    await stage.lever("DELETE", "faults")
    messages = await settled(stage, await stage.finished(ada, thread), wanted)

    assert looks(messages) == wanted


async def run_ended(stage: Stage, count: int) -> bool:
    return stage.bot_log().count("delivering") >= count


@pytest.mark.parametrize("do", [{"drop": "before"}, {"drop": "after"}, {"status": 500}, {"status": 503}])
async def test_a_thread_that_was_hard_to_open_is_one(stage: Stage, do: Json) -> None:
    """Whatever happens to the request for the thread, there is one thread, one quotation and one answer."""
    await stage.fault({"method": "POST", "path": "*/threads", "times": 1}, do)
    messages = await thread_after(stage, "short please")

    assert "**Done**" in receipt(messages)
    assert len([m for m in messages if is_card(m)]) == 1
    ours = [m for m in await stage.person("Ada").messages(stage.general) if m["author"]["id"] == stage.application]
    assert len(ours) == 1


@pytest.mark.parametrize("do", [{"drop": "before"}, {"drop": "after"}, {"status": 500}, {"status": 503}])
async def test_an_answer_to_the_command_that_was_lost_is_found_or_made(stage: Stage, do: Json) -> None:
    """Whatever happens to the first answer of `/ask`, the request is quoted once and answered once."""
    await stage.fault({"method": "POST", "path": "*/callback", "times": 1}, do)
    messages = await thread_after(stage, "short please")

    assert "**Done**" in receipt(messages)
    ours = [m for m in await stage.person("Ada").messages(stage.general) if m["author"]["id"] == stage.application]
    assert len(ours) == 1


# --- the agent API ---


@pytest.mark.parametrize(("do", "wait"), [({"status": 503}, 2), ({"status": 429, "retry_after": 4}, 4)])
async def test_a_busy_agent_is_asked_again_at_a_time_shown(stage: Stage, do: Json, wait: int) -> None:
    """Refused for now: the card says when the next try is, as the service asked for it; then it is answered."""
    await stage.fault(CREATE | {"times": 1}, do)
    ada = stage.person("Ada")
    began = time.time()
    await ada.ask("short please")
    thread = await stage.thread_of(ada)
    card = await stage.until(lambda: card_with(ada, thread, "next try"))
    messages = await stage.finished(ada, thread)

    shown = re.search(r"next try <t:(\d+):R>", text_of(card))
    assert shown is not None
    assert began + wait - 2 <= int(shown.group(1)) <= time.time()
    assert "**Done**" in receipt(messages)
    assert len(await creates(stage)) == 2


async def card_with(ada: Person, thread: str, words: str) -> Json | None:
    return next((m for m in await ada.messages(thread) if is_card(m) and words in text_of(m)), None)


async def test_a_waiting_turn_can_be_stopped(stage: Stage) -> None:
    """While it waits for its next try, Stop ends it at once, and no try follows."""
    await stage.fault(CREATE, {"status": 429, "retry_after": 30})
    ada = stage.person("Ada")
    await ada.ask("short please")
    thread = await stage.thread_of(ada)
    card = await stage.until(lambda: card_with(ada, thread, "next try"))
    await ada.click(card, "Stop")
    messages = await stage.finished(ada, thread)

    assert "**Stopped**" in receipt(messages)
    assert len(await creates(stage)) == 1


REFUSALS: dict[str, tuple[Json, str, str]] = {
    "a spent quota": (
        {"status": 429, "body": {"error": {"code": "quota_exceeded", "message": "The day's quota is spent."}}},
        "Failed",
        "quota",
    ),
    "a wrong key, told in the new way": ({"bad_key": "modern"}, "Failed", "GEMINI_API_KEY"),
    "a wrong key, told in the old way": ({"bad_key": "classic"}, "Failed", "GEMINI_API_KEY"),
    "an agent that is no more": ({"status": 404}, "Failed", "GEMINI_AGENT"),
    "a lost answer": ({"drop": "after"}, "Uncertain", "not repeated by itself"),
    "a cut before anything was said": ({"drop": "before"}, "Uncertain", "not repeated by itself"),
    "an error from behind the door": ({"status": 500}, "Uncertain", "not repeated by itself"),
    "a bad gateway": ({"status": 502}, "Uncertain", "not repeated by itself"),
}


@pytest.mark.parametrize("what", REFUSALS)
async def test_what_would_be_refused_again_or_cost_twice_is_not_repeated(stage: Stage, what: str) -> None:
    """One try only; the receipt says whose fault it is, with a reference that the log has; the next message works."""
    do, outcome, words = REFUSALS[what]
    await stage.fault(CREATE | {"times": 1}, do)
    messages = await thread_after(stage, "short please")
    ada = stage.person("Ada")
    count = len(await creates(stage))
    await ada.say(messages[-1]["channel_id"], "short again")
    again = await stage.finished(ada, messages[-1]["channel_id"], turns=2)

    assert f"**{outcome}**" in receipt(messages)
    assert words in receipt(messages)
    assert receipt(messages).rsplit("`", 2)[1] in stage.bot_log()
    assert count == 1
    assert "**Done**" in text_of([m for m in again if is_card(m)][-1])


LISTENING: dict[str, tuple[Json, Json]] = {
    "a stream that is cut after every third event": (READ, {"cut_stream_after_events": 3}),
    "a stream that never says anything": (READ, {"cut_stream_after_events": 0}),
    "a run that is not found at first": (READ | {"times": 3}, {"status": 404}),
    "reads that fail": (READ | {"skip": 1, "times": 4}, {"status": 503}),
    "reads that are lost": (READ | {"skip": 1, "times": 2}, {"drop": "after"}),
}


@pytest.mark.parametrize("what", LISTENING)
async def test_however_badly_it_is_heard_the_answer_is_whole(stage: Stage, what: str) -> None:
    """Cut, silent or refused: the run is heard on, or read in the end, and the thread looks as if nothing had been."""
    wanted = looks(await thread_after(stage, "long"))
    await stage.fault(*LISTENING[what])
    messages = await thread_after(stage, "long", number=1)

    assert looks(messages) == wanted
    assert len(await creates(stage)) == 2


@pytest.mark.parametrize("do", [{"delay_s": 1.0}, {"status": 404}, {"status": 503}, {"drop": "after"}])
async def test_a_cancel_that_is_hard_to_say_is_said(stage: Stage, do: Json) -> None:
    """A slow or lost cancel, or the other spelling of it: the card says Stopping, then who stopped it."""
    await stage.lever("POST", "speed", {"factor": 1})
    await stage.fault({"method": "POST", "path": "/v1beta/interactions/*cancel", "times": 1}, do)
    ada = stage.person("Ada")
    await ada.ask("be slow")
    thread = await stage.thread_of(ada)
    await ada.click(await stage.until(lambda: card_with(ada, thread, "Working")), "Stop")
    messages = await stage.finished(ada, thread)

    assert "**Stopped**" in receipt(messages)
    assert f"<@{ada.id}>" in receipt(messages)
    assert [b for m in messages for b in buttons(m) if b["label"] == "Stop"] == []


async def test_a_cancel_that_comes_too_late_leaves_the_answer(stage: Stage) -> None:
    """When the run was faster than its cancel, what it completed is shown as done."""
    await stage.fault({"method": "POST", "path": "/v1beta/interactions/*cancel"}, {"hold": "before"})
    ada = stage.person("Ada")
    await stage.lever("POST", "speed", {"factor": 4})
    await ada.ask("what is going on?")
    thread = await stage.thread_of(ada)
    await ada.click(await stage.until(lambda: card_with(ada, thread, "Working")), "Stop")
    await asyncio.sleep(3)
    await stage.lever("DELETE", "faults")
    messages = await stage.finished(ada, thread)

    assert "**Done**" in receipt(messages)
