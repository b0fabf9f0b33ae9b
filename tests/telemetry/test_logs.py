"""Logs carry one id through a turn, and neither a secret nor anybody's words."""

import asyncio
import json
import logging
from collections.abc import Iterator

import pytest
import stamina
import structlog
from structlog.contextvars import bound_contextvars

from bot.core.errors import Refused
from bot.telemetry.logs import note_loop_errors, set_up_logs

WORDS = "words-of-somebody"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Other tests log as if nothing had been set up."""
    root, level = logging.getLogger(), logging.getLogger("bot").level
    handlers, root_level = root.handlers[:], root.level
    yield
    stamina.instrumentation.set_on_retry_hooks(None)
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(root_level)
    logging.getLogger("bot").setLevel(level)


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.splitlines()


def test_a_line_is_one_object_with_the_turn_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON each event is one line with its name, level, time and the turn that it belongs to."""
    set_up_logs("json")
    with bound_contextvars(turn="turn-1"):
        structlog.get_logger("bot.test").info("turn.moved", state="running")

    (line,) = lines(capsys)
    told = json.loads(line)
    assert told.pop("timestamp").endswith("Z")
    assert told == {"event": "turn.moved", "level": "info", "turn": "turn-1", "state": "running"}


@pytest.mark.parametrize("form", ["json", "pretty"])
def test_libraries_warn_in_the_same_form(capsys: pytest.CaptureFixture[str], form: str) -> None:
    """Warnings of libraries come too, with the turn in whose course they happened; their chatter does not."""
    set_up_logs(form)
    with bound_contextvars(turn="turn-1"):
        logging.getLogger("discord.http").info("chatter")
        logging.getLogger("discord.http").warning("We are being rate limited.")

    (line,) = lines(capsys)
    assert "We are being rate limited." in line
    assert "turn-1" in line


@pytest.mark.parametrize("form", ["json", "pretty"])
def test_a_traceback_shows_no_variables(capsys: pytest.CaptureFixture[str], form: str) -> None:
    """Local variables may hold what people wrote, or a key: a logged exception shows none."""
    set_up_logs(form)
    try:
        fail_with("secret-" + "value")
    except RuntimeError:
        structlog.get_logger("bot.test").exception("turn.crashed")

    text = "\n".join(lines(capsys))
    assert "RuntimeError" in text
    assert "test_logs.py" in text
    assert "secret-value" not in text


def fail_with(hidden: str) -> None:
    raise RuntimeError(f"{len(hidden)} characters")


@pytest.mark.parametrize("form", ["json", "pretty"])
def test_an_exception_is_told_without_its_words(capsys: pytest.CaptureFixture[str], form: str) -> None:
    """Its type, its causes and its group are there; what they say may repeat anything, and is not."""
    set_up_logs(form)
    try:
        raise_in_a_group()
    except ExceptionGroup:
        structlog.get_logger("bot.test").exception("turn.crashed")

    text = "\n".join(lines(capsys))
    assert WORDS not in text
    assert all(kind in text for kind in ("ExceptionGroup", "ValueError", "KeyError", "raise_in_a_group"))


def raise_in_a_group() -> None:
    error = ValueError(WORDS)
    error.__cause__ = KeyError(WORDS)
    error.add_note(WORDS)
    raise ExceptionGroup(WORDS, [error])


def test_our_own_errors_are_told_with_their_words(capsys: pytest.CaptureFixture[str]) -> None:
    """They are made for the log: which call, which status. What a provider said of it is not among them."""
    set_up_logs("json")
    error = Refused(f"POST /runs: 400 invalid_request: {WORDS}", code="invalid_request", status=400)
    structlog.get_logger("bot.test").error("run.refused", exc_info=error)

    (line,) = lines(capsys)
    assert json.loads(line)["exception"].endswith("bot.core.errors.Refused: POST /runs: 400 invalid_request")
    assert error.said == WORDS


@pytest.mark.parametrize("form", ["json", "pretty"])
def test_secrets_are_masked_wherever_they_come_from(capsys: pytest.CaptureFixture[str], form: str) -> None:
    """Settings' own, tokens in Discord's addresses, and what looks like a key of Google's."""
    set_up_logs(form, secrets=["my-discord-token"])
    address = "https://discord.com/api/v10/webhooks/12345/aW50ZXJhY3Rpb24tdG9rZW4/messages/@original"
    logging.getLogger("discord.http").warning("We are being rate limited. %s %s", "PATCH", address)
    logging.getLogger("other").warning("sent my-discord-token and AIza%s", "x" * 35)

    first, second = lines(capsys)
    assert "webhooks/12345/***/messages" in first
    assert "sent *** and ***" in second


async def test_what_nobody_waited_for_is_an_event(capsys: pytest.CaptureFixture[str]) -> None:
    """An exception in a task that nobody looks at is logged, without asyncio's repeating of its words."""
    set_up_logs("json")
    loop = asyncio.get_running_loop()
    note_loop_errors(loop)
    loop.call_exception_handler({"message": "Task exception was never retrieved", "exception": ValueError(WORDS)})

    (line,) = lines(capsys)
    told = json.loads(line)
    assert (told["event"], told["what"]) == ("loop.error", "Task exception was never retrieved")
    assert "ValueError" in told["exception"]
    assert WORDS not in line


def test_a_repeated_call_is_told_without_what_was_sent(capsys: pytest.CaptureFixture[str]) -> None:
    """The retries' own log line would show the arguments, which are requests."""
    set_up_logs("json")
    attempts = iter([ValueError(WORDS), None])

    @stamina.retry(on=ValueError, attempts=2, wait_initial=0, wait_max=0, wait_jitter=0)
    def call(_: str) -> None:
        if error := next(attempts):
            raise error

    call(WORDS)

    (line,) = lines(capsys)
    told = json.loads(line)
    assert (told["event"], told["number"], told["error"]) == ("call.retried", 1, "ValueError")
    assert WORDS not in line
