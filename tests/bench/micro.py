"""The costly inner parts alone, each beside a plain yardstick of the same run, so that a slow machine tells little."""

import asyncio
import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bot.core.events import Heard, Output, StepStarted, TextAdded
from bot.core.ids import Milliseconds, RunId, SessionId, Snowflake, TurnId
from bot.core.pages import Layout, lay_out
from bot.core.session import Actor, Turn, TurnState
from bot.core.transcript import RunTranscript, Transcript, fold
from bot.core.view import View, lay_out_answer, pages_of
from bot.providers.interactions.client_stream import Hearing
from tests.bench.store import transactions

PIECE = 5
_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Part:
    """`bare`: seconds (or transactions a second) of the yardstick; `ratio`: how many times dearer ours is."""

    name: str
    unit: str
    ours: float
    yardstick: str
    bare: float
    ratio: float


def parts(scale: float = 1.0) -> Iterator[Part]:
    """`scale` makes everything smaller for a test of the bench itself."""
    yield from growing_list(round(100_000 * scale))
    yield hearing(round(10_000 * scale))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        ours, bare = asyncio.run(transactions(Path(folder), round(500 * scale)))
    yield Part("store: accept", "1/s", ours, "sqlite3, synchronous=FULL, the same three rows", bare, bare / ours)


def growing_list(characters: int) -> Iterator[Part]:
    """One list that grows by pieces of five characters, folded and laid out after each."""
    text = _list_of(characters)
    pieces = [text[at : at + PIECE] for at in range(0, len(text), PIECE)]
    once = _timed(lambda: lay_out(text))
    folding = _timed(lambda: _folded(pieces))
    laying = _timed(lambda: _laid_out(pieces))
    adding = _timed(lambda: _added(pieces))
    what = f"{len(text):,} characters by {PIECE}"
    yield Part(f"fold of one list, {what}", "s", folding, "added to a string", adding, folding / adding)
    yield Part(f"lay_out of one list, {what}", "s", laying, "laid out once", once, laying / once)
    run = _folded([text])
    view, layout = _view(run), lay_out(text)
    redraw = _timed(lambda: pages_of(view, lay_out_answer(view, layout), now=Milliseconds(0)))
    yield Part("one redraw at its end, nothing new", "s", redraw, "laid out once", once, redraw / once)


def _folded(pieces: list[str]) -> RunTranscript:
    run = fold(RunTranscript(id=RunId("run")), Heard(0, StepStarted(0, Output())))
    for position, piece in enumerate(pieces, 1):
        run = fold(run, Heard(position, TextAdded(0, piece)))
    return run


def _added(pieces: list[str]) -> str:
    text = [""]  # in a list, as the fold has it in a value: the interpreter then cannot grow it in place
    for piece in pieces:
        text[0] = text[0] + piece
    return text[0]


def _laid_out(pieces: list[str]) -> Layout | None:
    layout, text = None, ""
    for piece in pieces:
        text += piece
        layout = lay_out(text, after=layout)
    return layout


def _list_of(characters: int) -> str:
    lines, number = list[str](), 0
    while sum(map(len, lines[-1:])) + number * 50 < characters:
        number += 1
        lines.append(f"- item {number:06} is one of many in a list that grows")
    return "\n".join(lines)[:characters]


def hearing(deltas: int) -> Part:
    """Text deltas as they come from the wire, one chunk of bytes each, to the house's events."""
    chunks = [_frame(number) for number in range(deltas)]
    data = [chunk.split(b"data: ")[1] for chunk in chunks]
    ours = _timed(lambda: _heard(chunks))
    bare = _timed(lambda: [json.loads(one) for one in data])
    return Part(f"SSE decoded and translated, {deltas:,} deltas", "s", ours, "json.loads alone", bare, ours / bare)


def _heard(chunks: list[bytes]) -> list[Heard]:
    decoder = Hearing()
    return [heard for chunk in chunks for heard in decoder.feed(chunk)]


def _frame(number: int) -> bytes:
    delta = {"type": "text", "text": "fifteen letters"}
    event = {"index": 5, "delta": delta, "event_type": "step.delta", "event_id": f"evt_{number}"}
    return f"event: step.delta\ndata: {json.dumps(event)}\n\n".encode()


def _timed(work: Callable[[], object]) -> float:
    """Seconds, the best of a few: noise only adds. What takes long is done once."""
    best = float("inf")
    for _ in range(_ROUNDS):
        began = perf_counter()
        work()
        best = min(best, perf_counter() - began)
        if best > 1:
            break
    return best


def _view(run: RunTranscript) -> View:
    turn = Turn(
        id=TurnId("turn"),
        session=SessionId("session"),
        origin="message:1",
        request="a list",
        actor=Actor(id=Snowflake(1), name="Ada"),
        locale="en-GB",
        created_at=Milliseconds(0),
        state=TurnState.RUNNING,
    )
    return View(turn=turn, agent="agent", transcript=Transcript((run,)))
