"""Which of all that a turn said is its answer."""

from typing import Any

from google.genai._gaos.types.interactions import Interaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core import events as e
from bot.core.answer import PROGRESS_LIMIT, Answer, answer_of, has_answer, joined
from bot.core.catalogue import say
from tests.core.strategies import STEP_LISTS, TEXT_PARTS

LONG = "x" * (PROGRESS_LIMIT + 1)
SEARCH = e.Call("google_search", "call-1", arguments={"queries": ["moon"]})
FOUND = e.Result("google_search", "call-1", result="cheese")


def said(*texts: str) -> e.Output:
    return e.Output(tuple(e.TextPart(text) for text in texts))


def as_sent(step: e.Step) -> dict[str, Any]:
    """The step in the wire's spelling, as far as the official SDK looks at it."""
    match step:
        case e.Output(parts):
            return {"type": "model_output", "content": [part_as_sent(part) for part in parts]}
        case e.Thought():
            return {"type": "thought"}
        case e.Input(parts):
            return {"type": "user_input", "content": [part_as_sent(part) for part in parts]}
        case e.Call(id=call):
            return {"type": "function_call", "id": call, "name": "f", "arguments": {}}
        case e.Result(call_id=call):
            return {"type": "function_result", "call_id": call, "result": "r"}
        case e.UnknownStep():
            return {"type": "step_of_next_year"}


def part_as_sent(part: e.Part) -> dict[str, Any]:
    if isinstance(part, e.TextPart):
        return {"type": "text", "text": part.text}
    return {"type": "image", "mime_type": "image/png", "data": "AA=="}


def output_text(steps: tuple[e.Step, ...]) -> str:
    """What the official SDK itself computes from these steps."""
    record = {
        "id": "run",
        "object": "interaction",
        "status": "completed",
        "created": "2026-11-22T12:00:00Z",
        "updated": "2026-11-22T12:00:00Z",
        "steps": [as_sent(step) for step in steps],
    }
    return Interaction.model_validate(record).output_text or ""


def test_the_witness_computes() -> None:
    """The official SDK joins the last run of model output, across thoughts, and passes over tool steps after it."""
    steps = (said("no"), SEARCH, said("Hello, "), e.Thought(), said("world"), SEARCH, FOUND)

    assert output_text(steps) == "Hello, world"


@settings(deadline=None)
@given(STEP_LISTS)
@example((said("0"), SEARCH, e.Output((e.UnknownPart({}),))))
def test_the_answer_holds_the_output_text(steps: tuple[e.Step, ...]) -> None:
    """Whatever the steps, the answer holds what the official SDK calls the output text, apart from blank ones."""
    assert output_text(steps).strip() in answer_of(steps).text


@settings(deadline=None)
@given(STEP_LISTS)
def test_nothing_said_is_lost(steps: tuple[e.Step, ...]) -> None:
    """Every text of every output is in the answer or in a progress line."""
    answer = answer_of(steps)
    everything = [answer.text, *answer.progress.values()]

    for step in steps:
        for part in step.parts if isinstance(step, e.Output) else ():
            if isinstance(part, e.TextPart):
                assert any(part.text.strip() in text for text in everything)


def test_silence_is_an_empty_answer() -> None:
    """A run that only thought and worked has no answer."""
    assert answer_of([e.Thought(), SEARCH, FOUND, said("  \n")]) == Answer()


def test_short_interim_text_is_progress() -> None:
    """A short text that turns out to be interim is a progress line at its step's index, and no part of the answer."""
    answer = answer_of([said("Let me look."), SEARCH, FOUND, said("The moon is made of cheese.")])

    assert answer == Answer("The moon is made of cheese.", (), {0: "Let me look."})


def test_long_interim_text_stays() -> None:
    """A long interim text stays in the answer, before the rest, as a paragraph of its own."""
    answer = answer_of([said(LONG), SEARCH, FOUND, said("The end.")])

    assert answer == Answer(f"{LONG}\n\nThe end.")


def test_the_border_of_progress_is_three_hundred() -> None:
    """Interim text of 300 characters is short."""
    answer = answer_of([said(LONG[:-1]), SEARCH, said("The end.")])

    assert answer == Answer("The end.", (), {0: LONG[:-1]})


def test_tools_after_the_text_do_not_end_it() -> None:
    """Searches may be reported after the text they fed: it is the answer all the same."""
    answer = answer_of([said("Cheese."), SEARCH, FOUND])

    assert answer == Answer("Cheese.")


def test_thoughts_do_not_part_the_text() -> None:
    """Two outputs with a thought between them are one text."""
    assert answer_of([said("Che"), e.Thought(), said("ese.")]).text == "Cheese."


def test_what_nobody_knows_is_told_of_once() -> None:
    """A part of an unknown type leaves a sentence at the end, and is itself in Details."""
    unknown = e.UnknownPart({"type": "hologram"})
    answer = answer_of((e.Output((e.TextPart("Look: "), unknown, unknown, e.TextPart("Nice."))),))

    assert answer.text == f"Look: Nice.\n\n{say('answer.unknown_part')}"
    assert "hologram" not in answer.text
    assert has_answer((e.Output((unknown,)),))


def test_citations_move_with_their_text() -> None:
    """A citation's byte offsets point at the same words in the whole answer, also after letters of several bytes."""
    cited = e.TextPart("süß 🦊 cheese", (e.Citation("https://a.example", "A", 11, 17),))

    answer = answer_of([said(LONG), SEARCH, e.Output((e.TextPart("ß"), cited))])

    (found,) = answer.citations
    assert answer.text.encode()[found.start : found.end] == b"cheese"


@given(st.lists(TEXT_PARTS, max_size=5), st.sampled_from(["", "\n\n"]))
def test_joined_texts_keep_what_they_cite(parts: list[e.TextPart], between: str) -> None:
    """Every citation of a part points at the same bytes of the whole."""
    whole = joined(parts, between=between)

    cited = [(part, citation) for part in parts for citation in part.citations]
    for (part, before), after in zip(cited, whole.citations, strict=True):
        length = len(part.text.encode())
        if before.start <= before.end <= length:
            assert whole.text.encode()[after.start : after.end] == part.text.encode()[before.start : before.end]
