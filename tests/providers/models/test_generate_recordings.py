"""Recorded traffic of Google's service, read through our reader, says what it says."""

from typing import Any

import pytest

from bot.core import events as e
from bot.core.events import RunStatus
from bot.core.transcript import RunTranscript
from bot.providers.models.generate_reader import GenerateReader
from tests.providers.models.readings import calls_in, read, recorded, text_in


def told(name: str, reader: GenerateReader) -> tuple[RunTranscript, list[Any]]:
    run = read(reader, [recorded("generate-content", name)])
    assert isinstance(reader.echo, list)
    return run, reader.echo


@pytest.mark.parametrize(
    ("name", "text", "signature", "usage"),
    [
        (
            "google-text",
            'There are **3** "r"s in strawberry.\n\nst**r**awbe**rr**y',
            "EqsFCq",
            e.Usage(input=9, output=23, thought=185, total=217),
        ),
        (
            "google-reasoning-gemini3",
            'There are **3** "r"s in strawberry.\n\nSt**r**awbe**rr**y',
            "EpAICo",
            e.Usage(input=9, output=23, thought=302, total=334),
        ),
    ],
)
def test_a_text_is_signed_by_an_empty_part_at_its_end(name: str, text: str, signature: str, usage: e.Usage) -> None:
    """The text is put together, the empty part goes back behind it."""
    run, echo = told(name, GenerateReader())

    assert run.steps == (e.Output((e.TextPart(text),)),)
    assert (run.status, run.usage) == (RunStatus.COMPLETED, usage)
    assert echo[0] == {"text": text}
    assert (echo[1]["text"], echo[1]["thoughtSignature"][:6], len(echo)) == ("", signature, 2)


def test_a_signed_call() -> None:
    """It has no id of the model's, and goes back with its signature."""
    run, echo = told("google-tool-call-gemini3", GenerateReader())

    assert calls_in(run) == [("weather", {"location": "San Francisco"})]
    assert (run.status, text_in(run)) == (RunStatus.REQUIRES_ACTION, "")
    assert echo[0]["functionCall"] == {"name": "weather", "args": {"location": "San Francisco"}}
    assert (echo[0]["thoughtSignature"][:6], len(echo)) == ("EpEgCo", 1)


def test_arguments_in_pieces() -> None:
    """Two calls of which only the first is signed; each is told once, and whole."""
    run, echo = told("google-stream-tool-call-arguments", GenerateReader())

    assert calls_in(run) == [("getWeather", {"location": "Boston"}), ("getWeather", {"location": "San Francisco"})]
    assert len({step.id for step in run.steps if isinstance(step, e.Call)}) == 2
    assert (run.status, run.usage) == (RunStatus.REQUIRES_ACTION, e.Usage(26, 23, 132, total=181))
    assert [part["functionCall"]["args"]["location"] for part in echo] == ["Boston", "San Francisco"]
    assert ["thoughtSignature" in part for part in echo] == [True, False]
