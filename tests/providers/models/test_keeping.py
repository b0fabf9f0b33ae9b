"""Files that come with an answer: kept at once, told on by name, shown once, and never lost without a word."""

from base64 import b64encode
from collections.abc import AsyncIterator

import pytest
from yarl import URL

from bot.core import events as e
from bot.providers.guard import Guard, GuardedHttp
from bot.providers.models.fetching import Fetching
from bot.providers.models.keeping import Keeper
from tests.providers.behaviours import sends
from tests.providers.conftest import Endpoint
from tests.providers.models.fakes import FakeMedia, StandingClock

PNG = b"\x89PNG\r\n\x1a\n" + bytes(90)
DATA = b64encode(PNG).decode()
INLINE = e.MediaPart("image", "image/jpeg", data=DATA)


@pytest.fixture
def media() -> FakeMedia:
    return FakeMedia()


@pytest.fixture
async def keeper(endpoint: Endpoint, media: FakeMedia) -> AsyncIterator[Keeper]:
    endpoint.will(sends(PNG, content_type="image/png"))
    async with GuardedHttp(Guard.of([endpoint.base])) as http:
        yield Keeper(media, Fetching(http, home=URL(endpoint.base), headers={}), StandingClock())


def name_in(media: FakeMedia) -> str:
    (name,) = media.files
    return name


@pytest.mark.parametrize("part", [INLINE, e.MediaPart("image", uri=f"data:image/png;base64,{DATA.rstrip('=')}")])
async def test_a_file_has_a_name_and_its_own_type(keeper: Keeper, media: FakeMedia, part: e.MediaPart) -> None:
    """Its bytes are kept, and its type is what they say, not its label."""
    event = await keeper.kept(e.PartAdded(0, part))

    assert event == e.PartAdded(0, e.MediaPart("image", "image/png", uri=name_in(media)))
    assert media.files[name_in(media)] == ("image/png", PNG)


async def test_an_address_is_fetched(keeper: Keeper, media: FakeMedia) -> None:
    """At once, for it may be gone in an hour; one of our own network is no link for people."""
    event = await keeper.kept(e.PartAdded(0, e.MediaPart("image", uri="/files/x.png")))

    assert event == e.PartAdded(0, e.MediaPart("image", "image/png", uri=name_in(media)))


async def test_the_same_bytes_are_shown_once(keeper: Keeper) -> None:
    """As base64, as an address, in one step or in the next, and again where a step begins anew."""
    first = e.StepStarted(0, e.Output((INLINE, e.MediaPart("image", uri="/x.png"))))

    begun = await keeper.kept(first)
    assert isinstance(begun, e.StepStarted)
    assert isinstance(begun.step, e.Output)
    assert len(begun.step.parts) == 1
    assert await keeper.kept(e.PartAdded(1, INLINE)) is None
    assert await keeper.kept(first) == begun


async def test_thoughts_may_have_pictures(keeper: Keeper, media: FakeMedia) -> None:
    """A draft is kept in its thought, and does not hide the picture that comes of it."""
    drafted = await keeper.kept(e.StepStarted(0, e.Thought((INLINE,))))
    added = await keeper.kept(e.PartAdded(0, INLINE, "summary"))

    kept = e.MediaPart("image", "image/png", uri=name_in(media))
    assert drafted == e.StepStarted(0, e.Thought((kept,)))
    assert added == e.PartAdded(0, kept, "summary")
    assert await keeper.kept(e.PartAdded(1, INLINE)) == e.PartAdded(1, kept)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (e.MediaPart("image", data="no base64 at all!"), "no picture"),
        (e.MediaPart("image", data=b64encode(b"<html>" * 20).decode()), "no picture"),
        (e.MediaPart("video", uri="https://10.0.0.1/film.mp4"), "must not ask"),
        (e.MediaPart("video", uri="https://"), "no address"),
    ],
)
async def test_what_cannot_be_kept_is_said(keeper: Keeper, media: FakeMedia, part: e.MediaPart, words: str) -> None:
    """In a sentence in its place, with a link where people may have one."""
    event = await keeper.kept(e.PartAdded(0, part))

    assert isinstance(event, e.PartAdded)
    assert isinstance(event.part, e.TextPart)
    assert words in event.part.text
    assert (f"<{part.uri}>" in event.part.text) is part.uri.startswith("https://10")
    assert media.files == {}


async def test_a_document_may_be_anything(keeper: Keeper, media: FakeMedia) -> None:
    """Text has no first bytes to tell it by: it is what it is called; what has a name already is left alone."""
    part = e.MediaPart("document", "text/html", data=b64encode(b"<p>").decode(), name="a.html")
    kept = await keeper.kept_part(part)

    assert kept == e.MediaPart("document", "text/html", uri=name_in(media), name="a.html")
    assert isinstance(kept, e.MediaPart)
    assert await keeper.kept_part(kept) is kept


async def test_everything_else_passes(keeper: Keeper) -> None:
    """Text, calls and statuses are as they were."""
    for event in (e.TextAdded(0, "x"), e.StepStarted(1, e.Call("function", "c")), e.PartAdded(0, e.TextPart("y"))):
        assert await keeper.kept(event) == event
