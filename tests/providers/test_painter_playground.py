"""The painter and the playground's image models, two programs that share no code, understand each other."""

import base64
import io
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from PIL import Image

from bot.core.errors import OutcomeUnknown, Overloaded, ProviderError, Refused
from bot.core.ids import RunId
from bot.core.imagine.image_models import IMAGE_MODELS
from bot.core.imagine.ports import PaintRequest
from bot.core.ports import Reference
from bot.playground.keys import OPTIONS
from bot.playground.server import Options, running
from bot.providers.interactions.painter import InteractionsPainter
from tests.providers.pictures import Beginnings
from tests.providers.pictures_playground import MODEL, Playground, asking, painter_of

CREATING = {"method": "POST", "path": "*/interactions"}
LOOKING = {"method": "GET", "path": "*/interactions/*"}


@pytest.fixture
async def playground(session: aiohttp.ClientSession) -> AsyncIterator[Playground]:
    async with running(Options(port=0, speed=200)) as app:
        playground = Playground(app[OPTIONS].origin, session)
        yield playground
        assert await playground.get("/playground/violations") == []


@pytest.fixture(params=["v1beta", "v1"])
def painter(
    request: pytest.FixtureRequest, playground: Playground, session: aiohttp.ClientSession
) -> InteractionsPainter:
    return painter_of(playground, session, version=request.param)


@pytest.fixture
def begun() -> Beginnings:
    return Beginnings()


def looks(picture: bytes) -> tuple[str | None, tuple[int, int]]:
    """Its true format and its pixels."""
    with Image.open(io.BytesIO(picture)) as image:
        image.load()
        return image.format, image.size


def drawn(kind: str, size: tuple[int, int] = (96, 64)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind)
    return file.getvalue()


async def test_a_picture_is_painted(painter: InteractionsPainter, playground: Playground, begun: Beginnings) -> None:
    """One request gives one whole picture, by a run whose id was told and which gives the same picture again."""
    made = await painter.paint(asking("a red fox"), begun=begun)

    assert looks(made) == ("JPEG", (1024, 1024))
    assert await playground.creates() == 1
    assert await painter.resume(begun.told[0]) == made


@pytest.mark.parametrize("model", IMAGE_MODELS.values(), ids=lambda model: model.id)
async def test_every_model_takes_its_words(
    playground: Playground, session: aiohttp.ClientSession, begun: Beginnings, model: Any
) -> None:
    """Each model in our table is known by its name, and takes its first ratio and its smallest size in our words."""
    request = PaintRequest(model=model.id, prompt="a fox", ratio="16:9", size=model.sizes[0])

    made = await painter_of(playground, session).paint(request, begun=begun)

    assert looks(made) == ("JPEG", model.pixels_of("16:9", model.sizes[0]))


async def test_references_go_along(painter: InteractionsPainter, begun: Beginnings) -> None:
    """Pictures of all three kinds are taken as references, as many as fourteen."""
    kinds = ["png", "jpeg", "webp"]
    references = tuple(Reference(f"image/{kinds[n % 3]}", drawn(kinds[n % 3])) for n in range(14))

    made = await painter.paint(asking("put them together", references=references), begun=begun)

    assert looks(made)[0] == "JPEG"


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("two pictures of a fox", ("JPEG", (1024, 1024))),
        ("a fox with a thought picture", ("JPEG", (1024, 1024))),
        ("a fox with text beside it", ("JPEG", (1024, 1024))),
        ("a fox, jpeg called png", ("JPEG", (1024, 1024))),
        ("a fox as a png", ("PNG", (1024, 1024))),
        ("a fox at half size", ("JPEG", (512, 512))),
    ],
)
async def test_what_comes_beside_or_instead(
    playground: Playground, session: aiohttp.ClientSession, begun: Beginnings, prompt: str, expected: Any
) -> None:
    """A second picture, a thought's sketch, words and a wrong name do not change that one picture comes, as it is."""
    made = await painter_of(playground, session).paint(asking(prompt), begun=begun)

    assert looks(made) == expected


async def test_of_two_pictures_the_last_is_taken(
    playground: Playground, session: aiohttp.ClientSession, begun: Beginnings
) -> None:
    """It is that one, byte for byte, and not the first."""
    made = await painter_of(playground, session).paint(asking("two pictures of a fox"), begun=begun)

    record = await playground.get(f"/v1beta/interactions/{begun.told[0]}")
    parts = [part for step in record["steps"] if step["type"] == "model_output" for part in step["content"]]
    first, last = [part["data"] for part in parts if part["type"] == "image"]
    assert first != last
    assert made == base64.b64decode(last)


@pytest.mark.parametrize(
    ("prompt", "code"),
    [
        ("no picture, please", "no_image"),
        ("a fox, no_image", "no_image"),
        ("a fox blocked by image_safety", "image_safety"),
        ("a fox blocked by image_recitation", "image_recitation"),
        ("fail", "api_error"),
        ("stop half way", "incomplete"),
    ],
)
async def test_no_picture_says_why(
    playground: Playground, session: aiohttp.ClientSession, begun: Beginnings, prompt: str, code: str
) -> None:
    """Each way in which a run gives no picture has its code and a sentence, now and when it is asked for again."""
    painter = painter_of(playground, session)

    with pytest.raises(Refused) as painted:
        await painter.paint(asking(prompt), begun=begun)
    with pytest.raises(Refused) as resumed:
        await painter.resume(begun.told[0])

    assert painted.value.code == resumed.value.code == code
    assert painted.value.said == resumed.value.said != ""
    assert await playground.creates() == 1


async def test_words_instead_of_a_picture_are_told(
    playground: Playground, session: aiohttp.ClientSession, begun: Beginnings
) -> None:
    """What the model said instead of painting is what the refusal says."""
    with pytest.raises(Refused) as caught:
        await painter_of(playground, session).paint(asking("no picture, please"), begun=begun)

    assert "I would rather describe it" in caught.value.said


async def test_a_picture_at_an_address_is_fetched(playground: Playground, session: aiohttp.ClientSession) -> None:
    """A run that left its picture at an address of the API is resumed like any other."""
    form = {"type": "image", "mime_type": "image/jpeg", "delivery": "uri"}
    body = {"model": MODEL, "input": "a fox", "background": True, "response_format": form}
    run = RunId((await playground.post("/v1beta/interactions", body))["id"])

    made = await painter_of(playground, session).resume(run)

    assert looks(made)[0] == "JPEG"


@pytest.mark.parametrize(
    "do", [{"status": 404}, {"status": 500}, {"status": 503}, {"drop": "before"}, {"drop": "after"}]
)
async def test_a_stumble_is_not_noticed(
    painter: InteractionsPainter, playground: Playground, begun: Beginnings, do: dict[str, Any]
) -> None:
    """Looks that go wrong twice and then work give the picture, by one request."""
    await playground.breaks(do, **LOOKING, times=2)

    made = await painter.paint(asking("a fox"), begun=begun)

    assert looks(made)[0] == "JPEG"
    assert await playground.creates() == 1


@pytest.mark.parametrize("place", ["before", "after"])
async def test_a_lost_request_is_not_repeated(
    painter: InteractionsPainter, playground: Playground, begun: Beginnings, place: str
) -> None:
    """Whether it was taken or not, a request without an answer is `OutcomeUnknown` after one request."""
    await playground.breaks({"drop": place}, **CREATING)

    with pytest.raises(OutcomeUnknown):
        await painter.paint(asking("a fox"), begun=begun)

    assert await playground.creates() == 1
    assert begun.told == []


@pytest.mark.parametrize(
    ("do", "kind", "code"),
    [
        ({"bad_key": "modern"}, Refused, "authentication"),
        ({"bad_key": "classic"}, Refused, "authentication"),
        ({"status": 429, "retry_after": 7}, Overloaded, "rate_limit_exceeded"),
        ({"status": 503}, Overloaded, "service_unavailable"),
        ({"status": 500}, OutcomeUnknown, "api_error"),
    ],
)
async def test_a_refused_request_says_why(
    painter: InteractionsPainter, playground: Playground, do: dict[str, Any], kind: type[ProviderError], code: str
) -> None:
    """Each way the API says no has its kind and its code."""
    await playground.breaks(do, **CREATING)

    with pytest.raises(ProviderError) as caught:
        await painter.paint(asking("a fox"), begun=Beginnings())

    assert (type(caught.value), caught.value.code) == (kind, code)


@pytest.mark.parametrize(
    "request_",
    [
        PaintRequest(model="gemini-2.5-flash-image", prompt="a fox", size="4K"),
        PaintRequest(model=MODEL, prompt="a fox", ratio="8:1"),
        PaintRequest(model=MODEL, prompt="a fox", references=(Reference("image/png", b"no png"),)),
        PaintRequest(model="gemini-9-image", prompt="a fox"),
    ],
)
async def test_what_no_model_can_do_is_refused(
    playground: Playground, session: aiohttp.ClientSession, begun: Beginnings, request_: PaintRequest
) -> None:
    """A size, ratio, reference or model that does not exist is refused before anything was begun."""
    with pytest.raises(Refused) as caught:
        await painter_of(playground, session).paint(request_, begun=begun)

    assert caught.value.status in {400, 404}
    assert begun.told == []


async def test_a_slow_run_is_cancelled(
    playground: Playground, session: aiohttp.ClientSession, begun: Beginnings
) -> None:
    """A run that takes too long is refused as too slow, and is cancelled at the API."""
    with pytest.raises(Refused) as caught:
        await painter_of(playground, session, within_s=0.02).paint(asking("a slow picture"), begun=begun)
    with pytest.raises(Refused) as later:
        await painter_of(playground, session).resume(begun.told[0])

    assert (caught.value.code, later.value.code) == ("deadline_exceeded", "cancelled")


async def test_a_cancelled_run_has_no_picture(painter: InteractionsPainter, playground: Playground) -> None:
    """A run that was cancelled, even twice, is refused as cancelled; one that never was, as not found."""
    body = {"model": MODEL, "input": "a slow picture", "background": True}
    run = RunId((await playground.post("/v1beta/interactions", body))["id"])

    await painter.cancel(run)
    await painter.cancel(run)

    for name, code in ((run, "cancelled"), (RunId("v1_none"), "not_found")):
        with pytest.raises(Refused) as caught:
            await painter.resume(name)
        assert caught.value.code == code
