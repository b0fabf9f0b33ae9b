"""Which picture of a run is the picture, its bytes, and why there is none."""

import traceback
from base64 import b64encode, encodebytes, urlsafe_b64encode
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.core.errors import FileTooLarge, OutcomeUnknown, Refused
from bot.core.imagine.ports import Painter
from bot.providers.interactions import painter as painters
from bot.providers.interactions.translate_pictures import decoded
from tests.providers.behaviours import drops, says, sends
from tests.providers.conftest import KEY, Behaviour, Endpoint
from tests.providers.disks import served
from tests.providers.pictures import JPEG, PNG, RUN, SKETCH, ended, image, output, painter_at, text, thought

RECORD = f"/v1beta/interactions/{RUN}"
SIGNED = "/bucket/fox.jpg?signature=the%2Fsigned+secret"


@pytest.fixture
def painter(endpoint: Endpoint, session: aiohttp.ClientSession) -> Painter:
    return painter_at(endpoint.base, session)


# --- which ---


@pytest.mark.parametrize(
    "steps",
    [
        [output(image(JPEG))],
        [output(image(SKETCH), image(JPEG))],
        [output(image(SKETCH)), output(text("Better:"), image(JPEG), text("There it is."))],
        [thought(image(SKETCH)), output(image(JPEG))],
        [output(image(JPEG)), thought(image(SKETCH))],
        [output(image(JPEG)), output(text("Done."), {"type": "image"}, {"type": "hologram", "data": "AAAA"})],
        [output(image(JPEG)), {"type": "new_step", "content": [image(SKETCH)]}],
        [output(image(JPEG)), {"type": "user_input", "content": [image(SKETCH)]}],
    ],
)
async def test_the_picture_is_the_last_that_was_given_out(
    painter: Painter, endpoint: Endpoint, steps: list[dict[str, Any]]
) -> None:
    """Of several pictures the last of the model's outputs is meant; what it thought or was asked with never is."""
    endpoint.will(says(200, ended(*steps)))

    assert await painter.resume(RUN) == JPEG


@pytest.mark.parametrize("status", ["incomplete", "budget_exceeded", "cancelled", "failed"])
async def test_a_picture_counts_however_the_run_ended(painter: Painter, endpoint: Endpoint, status: str) -> None:
    """A picture that is there was paid for, whatever happened after it."""
    faults = [{"code": "api_error", "message": "broke"}]
    endpoint.will(says(200, ended(output(image(JPEG)), status=status, errors=faults)))

    assert await painter.resume(RUN) == JPEG


@pytest.mark.parametrize("mime_type", ["image/png", "image/jpeg", "image/jxl", "nonsense"])
@pytest.mark.parametrize("data", [JPEG, PNG, b"not a picture at all"])
async def test_bytes_pass_untouched(painter: Painter, endpoint: Endpoint, mime_type: str, data: bytes) -> None:
    """What a picture is called does not matter, nor what it is."""
    endpoint.will(says(200, ended(output(image(data, mime_type)))))

    assert await painter.resume(RUN) == data


# --- its base64 ---


@pytest.mark.parametrize("size", [1, 2, 3, 57, 786_430, 786_431, 786_432, 786_433, 2_000_000])
def test_base64_and_its_cousins_are_read(size: int) -> None:
    """The same bytes come of every spelling of base64 and of every length, below, at and above a slice's."""
    data = (bytes(range(256)) * (size // 256 + 1))[-size:]
    plain = b64encode(data).decode()
    safe = urlsafe_b64encode(data).decode()

    spellings = [plain, plain.rstrip("="), safe, safe.rstrip("="), f"data:image/png;base64,{plain}"]
    spellings += [encodebytes(data).decode(), f" {plain}\r\n"]
    assert all(decoded(spelling) == data for spelling in spellings)


@pytest.mark.parametrize("data", ["a", "abc*", "????", "bild: ü", "data:image/png;base64,*"])
async def test_what_is_no_base64_is_no_picture(painter: Painter, endpoint: Endpoint, data: str) -> None:
    """Data that cannot be read is refused; nothing is made up of its readable letters."""
    endpoint.will(says(200, ended(output({"type": "image", "mime_type": "image/jpeg", "data": data}))))

    with pytest.raises(Refused, match="no base64") as caught:
        await painter.resume(RUN)

    assert caught.value.code == "no_image"


# --- none ---


@pytest.mark.parametrize(
    ("record", "code", "message"),
    [
        (ended(), "no_image", "the run completed without a picture"),
        (ended(thought(image(SKETCH))), "no_image", "the run completed without a picture"),
        (ended(output(text("I draw\nno foxes."))), "no_image", "I draw no foxes."),
        (ended(output(text("x" * 400))), "no_image", "x" * 300),
        (ended(output(text(f"the key is {KEY}"))), "no_image", "the key is ***"),
        (ended({**output(), "error": {"code": 13, "message": f"broke: {KEY}"}}), "no_image", "broke: ***"),
        (ended(status="failed"), "failed", "the run ended as failed, without a picture"),
        (ended(status="cancelled"), "cancelled", "the run ended as cancelled, without a picture"),
        (ended(output(text("Half of")), status="incomplete"), "incomplete", "Half of"),
        (ended(status="budget_exceeded"), "budget_exceeded", "the run ended as budget_exceeded, without a picture"),
        (ended(status="requires_action"), "requires_action", "the run ended as requires_action, without a picture"),
    ],
)
async def test_a_run_without_a_picture_says_why(
    painter: Painter, endpoint: Endpoint, record: dict[str, Any], code: str, message: str
) -> None:
    """Without a fault the code is how the run ended, and the message what the model said, short and without our key."""
    endpoint.will(says(200, record))

    with pytest.raises(Refused) as caught:
        await painter.resume(RUN)

    assert (caught.value.code, caught.value.said) == (code, message)


@pytest.mark.parametrize(
    ("faults", "code", "message"),
    [
        ([("image_safety", f"Blocked, {KEY}.")], "image_safety", "Blocked, ***."),
        ([("image_safety", "Blocked."), ("api_error", "Broke.")], "image_safety", "Blocked."),
        ([("no_image", "None."), ("image_recitation", "Known."), ("13", "Internal.")], "image_recitation", "Known."),
        ([("image_safety", "One."), ("quota_exceeded", "Two.")], "quota_exceeded", "Two."),
        ([("api_error", "One."), ("no_image", "Two.")], "no_image", "Two."),
        ([("image_other", "")], "image_other", "Sorry."),
        ([("", "Something.")], "failed", "Something."),
    ],
)
async def test_the_gravest_fault_is_told(
    painter: Painter, endpoint: Endpoint, faults: list[tuple[str, str]], code: str, message: str
) -> None:
    """Of several faults the last that says what was wrong is told, cleaned of our key."""
    errors = [{"code": word, "message": sentence} for word, sentence in faults]
    endpoint.will(says(200, ended(output(text("Sorry.")), status="failed", errors=errors)))

    with pytest.raises(Refused) as caught:
        await painter.resume(RUN)

    assert (caught.value.code, caught.value.said) == (code, message)


async def test_a_fault_of_a_completed_run_is_told(painter: Painter, endpoint: Endpoint) -> None:
    """A run may complete and still say what stopped its picture."""
    errors = [{"code": "image_prohibited_content", "message": "Not that."}]
    endpoint.will(says(200, ended(errors=errors)))

    with pytest.raises(Refused) as caught:
        await painter.resume(RUN)

    assert caught.value.code == "image_prohibited_content"


# --- at an address ---


def at(uri: str, **there: Behaviour) -> Behaviour:
    """The record of a picture that is at `uri`, and what is at this host's other paths."""
    record = says(200, ended(output({"type": "image", "mime_type": "image/jpeg", "uri": uri})))
    return served({RECORD: record} | {f"/{path}": behaviour for path, behaviour in there.items()})


async def test_a_picture_at_home_is_fetched_with_the_key(painter: Painter, endpoint: Endpoint) -> None:
    """An address on the API's own origin is asked with our key, to the letter, and again after a stumble."""
    answers = iter([drops, says(503), sends(JPEG, content_type="image/jpeg")])

    async def stumbles(request: web.Request) -> web.StreamResponse:
        return await next(answers)(request)

    endpoint.will(at(f"{endpoint.base}/fox?t=x%2Fy", fox=stumbles))

    assert await painter.resume(RUN) == JPEG
    assert endpoint.asked[1:] == [("GET", "/fox?t=x%2Fy")] * 3
    assert endpoint.headers[-1]["x-goog-api-key"] == KEY


async def test_a_picture_at_a_trusted_host_is_fetched_without_the_key(
    endpoint: Endpoint, elsewhere: Endpoint, session: aiohttp.ClientSession
) -> None:
    """Another host that is trusted is asked without our key in any header, also where home leads to it."""
    elsewhere.will(sends(JPEG, content_type="image/jpeg"))
    painter = painter_at(endpoint.base, session, trusted=elsewhere.base)
    endpoint.will(at(elsewhere.base + SIGNED))
    straight = await painter.resume(RUN)
    endpoint.will(at(f"{endpoint.base}/fox", fox=says(302, headers={"Location": elsewhere.base + SIGNED})))
    led = await painter.resume(RUN)

    assert straight == led == JPEG
    assert elsewhere.asked == [("GET", SIGNED)] * 2
    assert KEY not in str(elsewhere.headers)


async def test_a_picture_at_another_host_is_not_asked_for(
    endpoint: Endpoint, elsewhere: Endpoint, painter: Painter
) -> None:
    """A host that is not trusted is not asked, whether named or led to, and no signature stands in the error."""
    elsewhere.will(sends(JPEG))

    for behaviour in (
        at(elsewhere.base + SIGNED),
        at(f"{endpoint.base}/fox", fox=says(302, headers={"Location": elsewhere.base + SIGNED})),
    ):
        endpoint.will(behaviour)
        with pytest.raises(Refused, match="not trusted") as caught:
            await painter.resume(RUN)
        assert "secret" not in "".join(traceback.format_exception(caught.value))

    assert elsewhere.asked == []


@pytest.mark.parametrize("uri", ["gs://bucket/fox.jpg", "file:///etc/passwd", "fox.jpg", "//host/fox", "http://[::1/x"])
async def test_an_address_that_is_none_of_the_webs(painter: Painter, endpoint: Endpoint, uri: str) -> None:
    """What is no whole address of HTTP is not asked for."""
    endpoint.will(at(uri))

    with pytest.raises(Refused) as caught:
        await painter.resume(RUN)

    assert caught.value.code == "no_image"
    assert endpoint.asked == [("GET", RECORD)]


async def test_a_picture_that_cannot_be_fetched_may_still_be_there(painter: Painter, endpoint: Endpoint) -> None:
    """A download that fails for a reason that may pass does not read as if nothing had been begun."""
    endpoint.will(at(f"{endpoint.base}/fox", fox=says(503)))

    with pytest.raises(OutcomeUnknown):
        await painter.resume(RUN)


async def test_a_picture_at_an_address_has_a_limit(painter: Painter, endpoint: Endpoint) -> None:
    """A picture larger than 64 MB is left where it is, by what it says of its size."""
    limit = painters.PICTURE_LIMIT

    async def floods(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(limit + 1)})
        await response.prepare(request)
        return response

    endpoint.will(at(f"{endpoint.base}/fox", fox=floods))

    with pytest.raises(FileTooLarge):
        await painter.resume(RUN)
    assert limit == 64 * 1024 * 1024
