"""One request, then looks: the painter against an endpoint that does what a well-behaved server never does."""

import asyncio
import json
import socket
from base64 import b64encode

import aiohttp
import pytest

from bot.core.errors import OutcomeUnknown, Overloaded, ProviderError, Refused, Unreachable
from bot.core.ids import RunId
from bot.core.imagine.ports import Painter, PaintRequest
from bot.core.ports import Reference
from tests.providers.behaviours import cuts_its_answer, drops, hangs, says, sends
from tests.providers.conftest import KEY, Behaviour, Endpoint
from tests.providers.pictures import (
    DONE,
    JPEG,
    LOOKED,
    POSTED,
    REQUEST,
    RUN,
    WORKING,
    Beginnings,
    ended,
    image,
    output,
    painter_at,
)


@pytest.fixture
def painter(endpoint: Endpoint, session: aiohttp.ClientSession) -> Painter:
    return painter_at(endpoint.base, session)


@pytest.fixture
def begun() -> Beginnings:
    return Beginnings()


# --- the request ---


async def test_paint_sends_what_was_asked(painter: Painter, endpoint: Endpoint, begun: Beginnings) -> None:
    """A wish is one POST in the background: words, references inline, the model's words for ratio and size."""
    endpoint.will(says(200, WORKING), says(200, DONE))
    references = (Reference("image/png", b"\xfb\xff\xfe"), Reference("image/webp", b"w"))

    await painter.paint(
        PaintRequest(model="gemini-3-pro-image", prompt="a fox", ratio="16:9", size="2K", references=references),
        begun=begun,
    )

    assert endpoint.asked == [POSTED, LOOKED]
    assert json.loads(endpoint.bodies[0]) == {
        "model": "gemini-3-pro-image",
        "input": [
            {"type": "text", "text": "a fox"},
            {"type": "image", "mime_type": "image/png", "data": "+//+"},
            {"type": "image", "mime_type": "image/webp", "data": "dw=="},
        ],
        "background": True,
        "response_format": {"type": "image", "mime_type": "image/jpeg", "aspect_ratio": "16:9", "image_size": "2K"},
    }
    assert [name for name, value in endpoint.headers[0].items() if KEY in value] == ["x-goog-api-key"]


async def test_paint_leaves_out_what_was_not_asked(painter: Painter, endpoint: Endpoint, begun: Beginnings) -> None:
    """Ratio and size that nobody asked for are not sent, since null is no value of theirs."""
    endpoint.will(says(200, WORKING), says(200, DONE))

    await painter.paint(REQUEST, begun=begun)

    assert json.loads(endpoint.bodies[0])["response_format"] == {"type": "image", "mime_type": "image/jpeg"}


async def test_fourteen_large_references_and_a_large_picture(
    session: aiohttp.ClientSession, endpoint: Endpoint, begun: Beginnings
) -> None:
    """Twenty megabytes go out and thirty come back as they are."""
    large = bytes(range(256)) * (22_000_000 // 256)
    reference = Reference("image/jpeg", bytes(range(255, -1, -1)) * 4200)
    endpoint.will(says(200, WORKING), says(200, ended(output(image(large)))))

    made = await painter_at(endpoint.base, session, total=30).paint(
        PaintRequest(model="gemini-3-pro-image", prompt="all", references=(reference,) * 14), begun=begun
    )

    assert made == large
    sent = json.loads(endpoint.bodies[0])["input"][1:]
    assert [part["data"] for part in sent] == [b64encode(reference.data).decode()] * 14


@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        (says(400), Refused),
        (says(401), Refused),
        (says(404, {"error": {"code": "model_not_found", "message": "retired"}}), Refused),
        (says(408), Unreachable),
        (says(409, {"error": {"code": "aborted", "message": ""}}), Overloaded),
        (says(429), Overloaded),
        (says(500), OutcomeUnknown),
        (says(503), Overloaded),
        (says(504), OutcomeUnknown),
        (drops, OutcomeUnknown),
        (hangs, OutcomeUnknown),
        (cuts_its_answer, OutcomeUnknown),
        (sends(b"<html>hello</html>", content_type="text/html"), OutcomeUnknown),
        (sends(b'{"id":'), OutcomeUnknown),
        (says(200, {"status": "in_progress"}), OutcomeUnknown),
        (says(200), OutcomeUnknown),
    ],
)
async def test_paint_is_never_repeated(
    painter: Painter, endpoint: Endpoint, begun: Beginnings, behaviour: Behaviour, kind: type[ProviderError]
) -> None:
    """Whatever goes wrong with the request, it is made once, and the error tells whether a run may be running."""
    endpoint.will(behaviour)

    with pytest.raises(ProviderError) as caught:
        await painter.paint(REQUEST, begun=begun)

    assert type(caught.value) is kind
    assert endpoint.asked == [POSTED]
    assert begun.told == []


async def test_paint_without_a_server_took_nothing(session: aiohttp.ClientSession, begun: Beginnings) -> None:
    """A refused connection is `Unreachable`: nothing was sent."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))

        with pytest.raises(Unreachable):
            await painter_at(f"http://127.0.0.1:{taken.getsockname()[1]}", session).paint(REQUEST, begun=begun)


async def test_an_echoed_key_is_struck_out(painter: Painter, endpoint: Endpoint, begun: Beginnings) -> None:
    """A provider that repeats our key in its refusal does not get it into ours."""
    endpoint.will(says(400, {"error": {"code": "invalid_request", "message": f"bad key\n{KEY}"}}))

    with pytest.raises(Refused) as caught:
        await painter.paint(REQUEST, begun=begun)

    assert str(caught.value) == "POST /v1beta/interactions: 400 invalid_request"
    assert caught.value.said == "bad key ***"


async def test_an_answer_that_is_done_already(painter: Painter, endpoint: Endpoint, begun: Beginnings) -> None:
    """A picture that comes with the answer itself is taken from it, also where nothing is stored to be asked for."""
    endpoint.will(says(200, DONE))
    stored = await painter.paint(REQUEST, begun=begun)
    endpoint.will(says(200, {name: value for name, value in DONE.items() if name != "id"}))
    unstored = await painter.paint(REQUEST, begun=begun)

    assert stored == unstored == JPEG
    assert endpoint.asked == [POSTED, POSTED]
    assert begun.told == [RUN]


# --- begun ---


async def test_begun_is_told_before_the_first_look(painter: Painter, endpoint: Endpoint) -> None:
    """The run's id is told, and its telling awaited to the end, before the run is asked for."""
    endpoint.will(says(200, WORKING), says(200, DONE))
    asked_by_then: list[tuple[str, str]] = []

    async def begun(run: RunId) -> None:
        await asyncio.sleep(0.05)
        asked_by_then.extend(endpoint.asked)

    await painter.paint(REQUEST, begun=begun)

    assert asked_by_then == [POSTED]
    assert endpoint.asked == [POSTED, LOOKED]


async def test_a_begun_that_fails_ends_it(painter: Painter, endpoint: Endpoint) -> None:
    """What `begun` raises comes out as it is; nothing more is asked, and no task is left behind."""
    endpoint.will(says(200, WORKING))
    before = asyncio.all_tasks()

    async def begun(run: RunId) -> None:
        raise LookupError(run)

    with pytest.raises(LookupError):
        await painter.paint(REQUEST, begun=begun)
    await asyncio.sleep(0.05)

    assert endpoint.asked == [POSTED]
    assert {_name(task) for task in asyncio.all_tasks() - before} <= {"RequestHandler.start"}  # the server's own


async def test_cancellation_passes_through(painter: Painter, endpoint: Endpoint, begun: Beginnings) -> None:
    """A cancelled wait ends as cancelled and does not stop the run, which may be resumed."""
    endpoint.will(says(200, WORKING))
    task = asyncio.create_task(painter.paint(REQUEST, begun=begun))
    await asyncio.sleep(0.1)

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert begun.told == [RUN]
    assert {method for method, _ in endpoint.asked[1:]} == {"GET"}


def _name(task: asyncio.Task[object]) -> str:
    return getattr(task.get_coro(), "__qualname__", "")
