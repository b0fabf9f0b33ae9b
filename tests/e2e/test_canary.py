"""What people, agents and functions write, and every secret, stays out of logs, metrics, health and tracebacks.

All of it is planted in a run of real processes in which as much goes wrong as can; then everything is searched.
"""

import json
import re
from pathlib import Path

import pytest

from tests.e2e.canaries import columns_with, files_of, leaks, spellings
from tests.e2e.failures import CREATE, SPEED
from tests.e2e.messages import is_receipt, text_of
from tests.e2e.planting import SECRETS, WORDS, Searched, play
from tests.e2e.stage import set_up

IN_TABLES = {
    "session.title": "the name of the thread, for the list of sessions and a restart",
    "session.note": "what cannot be chained on goes along with the next request",
    "turn.request": "a request is carried once, also after a crash; Retry repeats it",
    "turn.detail": "the provider's own words, which the receipt shows",
    "tool_call.arguments": "a call is carried out after a restart, and shown in Details",
    "tool_call.result": "what was answered is sent again should the answer be lost",
    "job.prompt": "the buttons below a picture work for ever",
    "picture.detail": "likewise, for a picture",
}
"""Where words may stand in the database, and why they must."""
HAPPENED = {
    "run.refused",
    "run.created",
    "run.stream_cut",
    "call.retried",
    "tool.failed",
    "itx.failed",
    "page.outcome_unknown",
    "turn.moved",
    "picture.refused",
    "gateway.connected",
}


async def test_a_planted_word_is_found_in_every_spelling(tmp_path: Path) -> None:
    """The search itself can fail: one canary, put into a log on purpose in any form, is named with its place."""
    canary = SECRETS["gemini key"]
    for spelling in spellings(canary):
        planted = {"log": b'{"event": "' + spelling + b'"}', "metrics": b"bot_turns_total 1"}
        assert leaks(planted, SECRETS) == ["gemini key in log"]
    assert len(spellings(canary)) >= 4
    assert leaks({"log": b"nothing"}, SECRETS | WORDS) == []


@pytest.mark.parametrize("form", ["json", "pretty"])
async def test_nothing_planted_comes_out(tmp_path: Path, form: str) -> None:
    """Not in a log, a metric, an answer of health or a traceback, whatever fails; and yet the log says what did."""
    async with set_up(tmp_path, speed=SPEED) as stage:
        found = await play(stage, form)

    secrets = SECRETS | found.tokens
    assert leaks(found.told, secrets | WORDS) == []
    assert leaks(files_of(found.database), secrets) == []
    assert columns_with(found.database, WORDS.values()) == set(IN_TABLES)
    assert len(found.tokens) > 5
    assert_told(found, form)


def assert_told(found: Searched, form: str) -> None:
    """The log is not empty, and its lines belong to turns; so do the references that people were shown."""
    text = found.log.decode()
    assert {event for event in HAPPENED if event not in text} == set()
    assert b"bot_turns_total{" in found.answers["/metrics"]
    assert b'bot_errors_total{event="tool.failed"}' in found.answers["/metrics"]
    assert "Traceback (most recent call last)" in text
    if form == "json":
        lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        inside = [line for line in lines if line["event"] in ("call.retried", "tool.failed", "run.stream_cut")]
        assert inside
        assert [line for line in inside if "turn" not in line] == []


async def test_what_people_are_shown_is_in_the_log(tmp_path: Path) -> None:
    """The reference on a receipt is the turn of the log's lines, and the one of a failed command stands there too."""
    async with set_up(tmp_path, speed=SPEED) as stage:
        await stage.start_bot(LOG_FORMAT="json")
        ada = stage.person("Ada")
        await stage.fault(CREATE | {"times": 1}, {"status": 403})
        await ada.ask("short please")
        messages = await stage.finished(ada, await stage.thread_of(ada))
        receipt = text_of(next(message for message in messages if is_receipt(message)))

    shown = re.search(r"reference `(\w+)`", receipt)
    assert shown is not None
    lines = [json.loads(line) for line in stage.bot_log().splitlines()]
    assert {"run.refused", "turn.moved"} <= {line["event"] for line in lines if line.get("turn") == shown[1]}
