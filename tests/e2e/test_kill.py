"""The bot's process is killed where it hurts most; after the next start the thread looks as if nothing had happened."""

import re
from typing import Any

import pytest

from tests.e2e.messages import every, is_card, is_receipt, text_of
from tests.e2e.stage import Stage

REQUEST = "a long answer, please"


async def undisturbed(stage: Stage) -> list[Any]:
    """How the thread looks when nobody kills anything."""
    ada = stage.person("Ada")
    await ada.ask(REQUEST)
    thread = await stage.thread_of(ada, number=0)
    return looks(await stage.finished(ada, thread))


def looks(messages: list[dict[str, Any]]) -> list[Any]:
    """What must be equal: order, content, attachments, buttons; not ids, times, edit marks, the receipt's duration."""
    return [
        (
            m["type"],
            receipt_without_duration(m) if is_receipt(m) else text_of(m),
            [a["filename"] for a in m["attachments"]],
            [c.get("label") for c in every(m) if c["type"] == 2],
        )
        for m in messages
    ]


def receipt_without_duration(message: dict[str, Any]) -> str:
    text = re.sub(r"(\d+ h )?(\d+ min )?\d+ (s|min) ·", "DURATION ·", text_of(message))
    return re.sub(r"machine `\w+`", "machine ID", text)


async def test_killed_while_the_answer_streams(stage: Stage) -> None:
    """SIGKILL in mid-stream, restart: the same messages in the same order, and nothing twice."""
    ada = stage.person("Ada")
    wanted = await undisturbed(stage)

    await ada.ask(REQUEST)
    thread = await stage.thread_of(ada, number=1)
    await stage.until(lambda: has_a_page(stage, thread))
    await stage.kill_bot()
    await stage.start_bot()
    messages = await stage.finished(ada, thread)

    assert looks(messages) == wanted
    creates = [e for e in await stage.requests() if e["method"] == "POST" and e["path"] == "/v1beta/interactions"]
    assert len(creates) == 2


@pytest.mark.parametrize("when", ["after", "before"])
async def test_killed_while_the_first_page_is_being_sent(stage: Stage, when: str) -> None:
    """The first page's POST is held before or after taking effect and the bot killed there: there is one page."""
    ada = stage.person("Ada")
    wanted = await undisturbed(stage)
    pages_path = "/api/v10/channels/*/messages"

    await stage.fault({"method": "POST", "path": pages_path, "skip": 1, "times": 1}, {"hold": when})
    await ada.ask(REQUEST)
    thread = await stage.thread_of(ada, number=1)
    await stage.until(lambda: something_is_held(stage))
    await stage.kill_bot()
    await stage.lever("DELETE", "faults")
    await stage.start_bot()
    messages = await stage.finished(ada, thread)

    assert looks(messages) == wanted


async def test_killed_while_the_request_is_answered(stage: Stage) -> None:
    """The first answer to `/ask` took effect, the bot died before it knew: one quoting message, one answer."""
    ada = stage.person("Ada")

    await stage.fault({"method": "POST", "path": "*/callback*", "times": 1}, {"hold": "after"})
    await ada.ask("short please")
    await stage.until(lambda: something_is_held(stage))
    await stage.kill_bot()
    await stage.lever("DELETE", "faults")
    await stage.start_bot()
    thread = await stage.thread_of(ada)
    await stage.finished(ada, thread)

    ours = [m for m in await ada.messages(stage.general) if m["author"]["id"] == stage.application]
    assert len(ours) == 1


async def test_killed_while_the_thread_is_made(stage: Stage) -> None:
    """The thread was made, the bot died before it knew: it is found again, and holds one answer."""
    ada = stage.person("Ada")

    await stage.fault({"method": "POST", "path": "*/threads", "times": 1}, {"hold": "after"})
    await ada.ask("short please")
    await stage.until(lambda: something_is_held(stage))
    await stage.kill_bot()
    await stage.lever("DELETE", "faults")
    await stage.start_bot()
    thread = await stage.thread_of(ada)
    messages = await stage.finished(ada, thread)

    assert len([m for m in messages if is_card(m)]) == 1


async def test_killed_while_the_run_is_created(stage: Stage) -> None:
    """Whether the agent took the request cannot be known: it is not sent again, and the person is told."""
    ada = stage.person("Ada")

    await stage.fault({"method": "POST", "path": "/v1beta/interactions", "times": 1}, {"hold": "after"})
    await ada.ask("short please")
    thread = await stage.thread_of(ada)
    await stage.until(lambda: something_is_held(stage))
    await stage.kill_bot()
    await stage.lever("DELETE", "faults")
    await stage.start_bot()
    messages = await stage.finished(ada, thread)

    assert "**Uncertain**" in text_of(next(m for m in messages if is_card(m)))
    creates = [e for e in await stage.requests() if e["method"] == "POST" and e["path"] == "/v1beta/interactions"]
    assert len(creates) == 1


async def test_a_polite_stop_leaves_the_turn_to_the_next_start(stage: Stage) -> None:
    """SIGTERM ends the bot with status 0 within seconds; what ran is taken up by the next process."""
    ada = stage.person("Ada")
    wanted = await undisturbed(stage)

    await ada.ask(REQUEST)
    thread = await stage.thread_of(ada, number=1)
    await stage.until(lambda: has_a_page(stage, thread))
    status = await stage.kill_bot(15)
    await stage.start_bot()
    messages = await stage.finished(ada, thread)

    assert status == 0
    assert looks(messages) == wanted


async def has_a_page(stage: Stage, thread: str) -> bool:
    messages = await stage.person("Ada").messages(thread)
    return any(m["content"] and m["author"]["id"] == stage.application for m in messages)


async def something_is_held(stage: Stage) -> bool:
    faults = await stage.lever("GET", "faults")
    return any(fault["held"] for fault in faults)
