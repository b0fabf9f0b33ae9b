"""What a reader made of an answer, as the turns will see it."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core.ids import Cursor
from bot.core.transcript import RunTranscript, fold
from bot.providers.models.speech import Reader
from bot.providers.sse import Decoder

_RECORDINGS = Path(__file__).parents[4] / "shared/reference/recordings"


def folded(events: Iterable[e.AgentEvent]) -> RunTranscript:
    run = RunTranscript()
    for position, event in enumerate(events):
        run = fold(run, e.Heard(position, event, Cursor("")))
    return run


def stream(chunks: Iterable[Any], *, done: bool = False) -> bytes:
    """As server-sent events; a text is sent as it is."""
    texts = [one if isinstance(one, str) else json.dumps(one) for one in chunks]
    return "".join(f"data: {text}\n\n" for text in [*texts, "[DONE]"][: len(texts) + done]).encode()


def read(reader: Reader, pieces: Sequence[bytes]) -> RunTranscript:
    decoder = Decoder()
    events = [event for piece in pieces for frame in decoder.feed(piece) for event in reader.frame(frame)]
    return folded([*events, *reader.close()])


def read_chunks(reader: Reader, *chunks: Any) -> RunTranscript:
    return read(reader, [stream(chunks)])


def read_whole(reader: Reader, body: Any) -> RunTranscript:
    return folded([*reader.whole(body), *reader.close()])


def recorded(folder: str, name: str) -> bytes:
    """A recording as the service would send it; skips the test where there is none."""
    path = _RECORDINGS / folder / f"{name}.sse.jsonl"
    if not path.exists():
        pytest.skip("no recordings of the real services beside the project")
    return b"".join(b"data: " + line + b"\n\n" for line in path.read_bytes().splitlines())


def text_in(run: RunTranscript) -> str:
    outputs = [step for step in run.steps if isinstance(step, e.Output)]
    return "".join(part.text for one in outputs for part in one.parts if isinstance(part, e.TextPart))


def thoughts_in(run: RunTranscript) -> str:
    thoughts = [step for step in run.steps if isinstance(step, e.Thought)]
    return "".join(part.text for one in thoughts for part in one.summary if isinstance(part, e.TextPart))


def media_in(run: RunTranscript) -> list[e.MediaPart]:
    outputs = [step for step in run.steps if isinstance(step, e.Output)]
    return [part for one in outputs for part in one.parts if isinstance(part, e.MediaPart)]


def calls_in(run: RunTranscript) -> list[tuple[str, e.JsonObject | None]]:
    return [(step.name, step.arguments) for step in run.steps if isinstance(step, e.Call)]


def codes_of(run: RunTranscript) -> list[str]:
    return [fault.code for fault in run.faults]
