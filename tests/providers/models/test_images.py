"""The images routes alone: what is asked, and every form of an answer."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import events as e
from bot.core.events import RunStatus
from bot.core.ports import Reference
from bot.providers.models.images import ImagesReader, ImagesSpeech
from bot.providers.models.speech import ModelSaid, Talk, UserSaid
from bot.providers.sse import Frame
from tests.providers.models.readings import codes_of, folded, media_in, read_whole, text_in

DATA = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(61)).decode()
OTHER = base64.b64encode(b"\xff\xd8\xff\xe0" + bytes(65)).decode()
PICTURE = e.MediaPart("image", "image/png", data=DATA)


def test_words_alone_are_a_generation() -> None:
    """The last words count; extra parameters stand at the top; no form of the answer is asked for by itself."""
    said = (UserSaid(text="a cat"), ModelSaid(steps=()), UserSaid(text="a fox"))

    asking = ImagesSpeech().asking(Talk(model="p", said=said, extra={"image_size": "2K"}))

    assert (asking.path, asking.body) == (
        "/v1/images/generations",
        {"model": "p", "prompt": "a fox", "image_size": "2K"},
    )


def test_pictures_are_an_edit() -> None:
    """As data URIs in JSON, each with its own type, which every version of a gateway reads."""
    said = UserSaid(text="bluer", pictures=(Reference("image/png", b"a"), Reference("image/jpeg", b"b")))

    asking = ImagesSpeech().asking(Talk(model="p", said=(said,)))

    assert asking.path == "/v1/images/edits"
    assert asking.body["image"] == ["data:image/png;base64,YQ==", "data:image/jpeg;base64,Yg=="]
    assert not {"async", "stream", "n"} & set(asking.body)


@pytest.mark.parametrize(
    ("item", "part"),
    [
        ({"b64_json": DATA}, PICTURE),
        ({"b64_json": f"data:image/png;base64,{DATA}"}, PICTURE),
        ({"b64_json": DATA.rstrip("="), "revised_prompt": "a fox"}, PICTURE),
        ({"b64_json": None, "url": f"data:image/webp;base64,{DATA}"}, PICTURE),
        ({"url": "https://s.example/made"}, e.MediaPart("image", uri="https://s.example/made")),
        ({"url": "/files/made.png"}, e.MediaPart("image", uri="/files/made.png")),
        (DATA, PICTURE),
    ],
)
def test_a_picture_in_every_form(item: Any, part: e.MediaPart) -> None:
    """Base64 raw and as a data URI, an address, a path."""
    run = read_whole(ImagesReader(), {"created": 1, "data": [item]})

    assert (run.status, media_in(run), run.faults) == (RunStatus.COMPLETED, [part], ())


def test_its_tokens_are_told() -> None:
    """Where the service counts them."""
    usage = {"input_tokens": 5, "output_tokens": 1120, "total_tokens": 1125}

    run = read_whole(ImagesReader(), {"data": [{"b64_json": DATA}], "usage": usage})

    assert run.usage == e.Usage(input=5, output=1120, total=1125)


def test_two_pictures_and_the_same_again() -> None:
    """The same bytes are one picture."""
    run = read_whole(ImagesReader(), {"data": [{"b64_json": one} for one in (DATA, OTHER, DATA)]})

    assert [part.mime_type for part in media_in(run)] == ["image/png", "image/jpeg"]


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ({"data": []}, "no_image", "The service gave no picture."),
        ({"data": [], "message": "Too crowded."}, "no_image", "Too crowded."),
        ({"data": [{"text": "sorry"}]}, "no_image", "The service gave no picture."),
        ({"error": {"message": "Not this.", "code": "moderation_blocked"}}, "content_blocked", "Not this."),
        (
            {"id": "task", "status": "queued"},
            "unexpected_answer",
            "The service answered with something that is no answer.",
        ),
        (None, "unexpected_answer", "The service answered with something that is no answer."),
    ],
)
def test_no_picture_is_a_fault(body: Any, code: str, message: str) -> None:
    """With whatever was said instead."""
    run = read_whole(ImagesReader(), body)

    assert (run.status, run.faults) == (RunStatus.FAILED, (e.Fault(code, message),))


def test_a_stream_nobody_asked_for() -> None:
    """Drafts are passed over; the picture that is done counts, with its tokens."""
    told = [
        {"type": "image_generation.partial_image", "b64_json": OTHER, "partial_image_index": 0},
        {"type": "keepalive"},
        {"type": "image_generation.completed", "b64_json": DATA, "usage": {"input_tokens": 1, "output_tokens": 2}},
    ]
    reader = ImagesReader()

    events = [event for one in told for event in reader.frame(Frame(json.dumps(one).encode()))]
    run = folded([*events, *reader.frame(Frame(b"[DONE]")), *reader.frame(Frame(b"{bro")), *reader.close()])

    assert (run.status, media_in(run), run.usage) == (
        RunStatus.COMPLETED,
        [PICTURE],
        e.Usage(input=1, output=2, total=3),
    )


def test_an_answer_that_never_came() -> None:
    """It is incomplete, not empty."""
    run = folded(ImagesReader().close())

    assert (run.status, codes_of(run)) == (RunStatus.INCOMPLETE, ["stream_cut"])


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just(DATA),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["data", "url", "b64_json", "image_url", "error", "usage", "type"]), inner, max_size=3
        )
    ),
    max_leaves=10,
)


@given(anything)
def test_nothing_raises(said: Any) -> None:
    """Whatever JSON comes, there is an end, and no picture without success or a fault."""
    run = read_whole(ImagesReader(), said)

    assert run.ended
    assert run.faults or (media_in(run) and not text_in(run))
