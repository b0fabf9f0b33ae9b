"""What stands on a turn's card: how it goes while it works, and what became of it."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

from bot.core.answer import Answer
from bot.core.catalogue import say
from bot.core.events import RunStatus
from bot.core.figures import figures_of
from bot.core.filenames import safe_name
from bot.core.ids import Milliseconds
from bot.core.models.film import film_talk, whole_lines
from bot.core.models.provider import Makes
from bot.core.patches import Button
from bot.core.queue_looks import waiting_lines
from bot.core.session import Outcome, Turn, TurnState
from bot.core.steps import code, line_of, plain
from bot.core.tools.look import until

if TYPE_CHECKING:
    from bot.core.view import View

LATEST_STEPS = 4
QUIET_AFTER_MS = 60_000
MODEL_LOST = "turn.model_lost"
"""The ending of a turn whose answer is lost with its process."""
_RUN_AGAIN = frozenset({MODEL_LOST, "turn.bot_stopped", "turn.stream_cut"})
"""Endings whose sentences name the button so."""


def progress_lines(view: "View", answer: Answer, now: Milliseconds) -> tuple[str, ...]:
    lines = [_headline(view), *waiting_lines(view), *_left_out(view.turn), *_latest_lines(view, answer)]
    if view.heard_at is not None and now - view.heard_at > QUIET_AFTER_MS and not _is_patient(view):
        lines.append(say("card.quiet", since=stamp(view.heard_at)))
    return tuple(lines)


def _is_patient(view: "View") -> bool:
    """It is known for what it waits: for the service, a person, or a function of ours."""
    return view.retry_at is not None or view.turn.state is TurnState.WAITING


def _headline(view: "View") -> str:
    turn = view.turn
    if turn.stop_asked_by is not None:
        return say("card.stopping", since=stamp(turn.at_work_since))
    if view.retry_at is not None:
        return say("card.retrying", when=stamp(view.retry_at))
    if view.questions:
        return say("card.waiting", until=until(min(o.expires_at for o in view.questions if o.expires_at is not None)))
    if view.hold_up:
        return say(view.hold_up, since=stamp(turn.at_work_since))
    if turn.state in (TurnState.QUEUED, TurnState.STARTING):
        return say("card.starting", since=stamp(turn.at_work_since))
    is_queued = bool(view.transcript.runs) and view.transcript.runs[-1].status is RunStatus.QUEUED
    return say("card.queued" if is_queued else "card.running", since=stamp(turn.at_work_since))


def _latest_lines(view: "View", answer: Answer) -> list[str]:
    """From the end backwards, for a long run has thousands of steps and the card is looked at often."""
    steps = reversed(tuple(enumerate(view.transcript.steps)))
    lines = (say("step.said", what=plain(said)) if (said := answer.progress.get(i)) else line_of(s) for i, s in steps)
    latest = islice((line for line in chain(_told_beside(view, answer), lines) if line), LATEST_STEPS)
    return [f"-# {line}" for line in latest][::-1]


def _told_beside(view: "View", answer: Answer) -> Iterator[str]:
    """Newest first, what the answer says of its own progress: of a film its quotations, of a story its last words."""
    match view.makes:
        case Makes.VIDEO:
            yield from map(plain, reversed(film_talk(whole_lines(answer.text)).progress))
        case Makes.STORYBOOK:
            last = next((line for line in reversed(whole_lines(answer.text).splitlines()) if line.strip()), "")
            yield say("step.said", what=plain(last)) if last else ""
        case _:
            return


def receipt_lines(view: "View", answer: Answer, outcome: Outcome) -> tuple[str, ...]:
    said = [f"-# {say('step.said', what=plain(text))}" for text in answer.progress.values()]
    summary = " · ".join([say(f"outcome.{outcome}"), *figures_of(view.turn, view.transcript, agent=view.agent)])
    reason = [say(key, **_fields(view.turn)) for key in view.turn.reason.split()]
    notices = [say(key) for key in view.notices]
    failed = outcome in (Outcome.FAILED, Outcome.UNCERTAIN)
    reference = [say("turn.reference", reference=view.turn.id)] if failed else []
    named = code(view.environment or "")
    machine = [say("receipt.machine", machine=named)] if named else []
    return (*said[-SAID_LINES:], summary, *reason, *_left_out(view.turn), *notices, *machine, *reference)


def receipt_buttons(view: "View") -> tuple[Button, ...]:
    turn = view.turn.id
    unfinished = view.turn.outcome is Outcome.INCOMPLETE
    onward = (Button(say("button.continue"), f"continue:{turn}"),) if unfinished else ()
    details = (Button(say("button.details"), f"details:{turn}"),) if view.transcript.steps else ()
    files = (Button(say("button.files"), f"files:{turn}"),) if view.gathered else ()
    is_lost = not _RUN_AGAIN.isdisjoint(view.turn.reason.split())
    again = Button(say("button.run_again" if is_lost else "button.retry"), f"retry:{turn}")
    return (*onward, *details, *files, again)


def _left_out(turn: Turn) -> list[str]:
    """Files of the person that could not go along."""
    lost = [one for one in turn.attachments if one.lost]
    return [say(one.lost, name=code(safe_name(one.source.name))) for one in lost]


SAID_LINES = 12
"""Progress lines that stay on the receipt: of at most 120 characters, each of which may be escaped by another, so that
with them a card stays under Discord's 4,000."""


def _fields(turn: Turn) -> dict[str, object]:
    return {"detail": plain(turn.detail), "who": turn.stop_asked_by}


def stamp(when: Milliseconds) -> str:
    """A time that every reader's client shows in the reader's own words, and keeps current by itself."""
    return f"<t:{when // 1000}:R>"
