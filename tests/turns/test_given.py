"""What models give comes into the thread: files with names that say something, stories as pages, within the limits."""

from dataclasses import replace

import pytest

from bot.core import events as e
from bot.core.agents import MODELS
from bot.core.artifacts import FILES_ATTACHED, PICTURES_SHOWN, Moment
from bot.core.choices import Choices
from bot.core.models.provider import Makes, Model, Provider
from bot.core.patches import Page, Panel
from bot.core.session import Outcome, Session
from bot.turns.supplies import Supplies
from tests.fakes import NOW, UPLOAD_LIMIT, ending
from tests.providers.models.fakes import FakeMedia
from tests.turns.world import SESSION, World, a_turn

FILM = b"\0\0\0\x18ftypisom" + bytes(200)
PROVIDER = Provider(name="gate", base="https://gate.example", endpoints={}, models={"one": Model(id="one")})
TALK = replace(SESSION, agent=MODELS, choices=Choices(machine="none", model="gate/one"))
REQUEST = "A red fox at night, please"


def png(number: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n%d" % number


@pytest.fixture
def media(world: World) -> FakeMedia:
    made = FakeMedia()
    world.supplies = Supplies(providers={"gate": PROVIDER}, media=made)
    return made


async def kept(media: FakeMedia, data: bytes, kind: str, mime_type: str, **more: str) -> e.MediaPart:
    uri = await media.keep(data, mime_type=mime_type, now=NOW)
    return e.MediaPart(kind=kind, mime_type=mime_type, uri=uri, **more)


async def picture(media: FakeMedia, number: int) -> e.MediaPart:
    return await kept(media, png(number), "image", "image/png")


def answers(*parts: e.Part | str) -> tuple[e.AgentEvent, ...]:
    said = tuple(e.TextPart(part) if isinstance(part, str) else part for part in parts)
    return (e.StepStarted(0, e.Output(said)), e.StepStopped(0), ending())


async def shown(world: World, *parts: e.Part | str, session: Session = TALK) -> list[Page]:
    """All messages but the card."""
    world.agent.scripts.append(answers(*parts))
    async with world.process() as process:
        ended = await process.ended(await process.ask(a_turn(request=REQUEST), session))
    assert ended.outcome is Outcome.COMPLETED
    assert ended.reason == ""
    return world.looks()[1:]


async def test_files_are_named_and_attached(world: World, media: FakeMedia) -> None:
    """By the request, or as the model called them; a film alone is an answer."""
    film = await kept(media, FILM, "video", "video/mp4")
    again = await kept(media, FILM + b"2", "video", "video/mp4")
    document = await kept(media, b"# Foxes\n", "document", "text/markdown", name="Foxes.md")

    (files,) = await shown(world, film, again, document)

    assert [upload.name for upload in files.files] == [
        "a-red-fox-at-night-please.mp4",
        "a-red-fox-at-night-please-2.mp4",
        "Foxes.md",
    ]
    assert files.files[0].data == FILM


async def test_pictures_are_shown_and_can_be_reworked(world: World, media: FakeMedia) -> None:
    """Below the text, in the order in which they were given, as many as fit; the rest is counted."""
    parts = [await picture(media, number) for number in range(PICTURES_SHOWN + 2)]

    page, files = await shown(world, "Here they are.", *parts)

    assert page.content == "Here they are."
    assert [upload.data for upload in files.files] == [png(number) for number in range(PICTURES_SHOWN)]
    assert files.content == "-# 2 more files are not attached: see Files"
    assert len(files.buttons) == PICTURES_SHOWN


async def test_more_documents_than_a_message_shows_are_counted(world: World, media: FakeMedia) -> None:
    """All of them are rows, so that Files finds them."""
    parts = [await kept(media, f"{n}".encode(), "document", "text/plain") for n in range(FILES_ATTACHED + 1)]

    _, files = await shown(world, "Some.", *parts)

    async with world.process() as process:
        rows = await process.store.files_of(a_turn().id, Moment.CHANGED)
    assert rows is not None
    assert [row.path.rpartition("/")[2] for row in rows][-1] == "a-red-fox-at-night-please-7.txt"
    assert len(files.files) == FILES_ATTACHED


@pytest.mark.parametrize(
    ("link", "way"),
    [
        ("https://gate.example/film.mp4", "it stands at <https://gate.example/film.mp4>"),
        ("javascript:alert(1)", "Files offers another way"),
        ("https://gate.example/> @everyone", "Files offers another way"),
        ("", "Files offers another way"),
    ],
)
async def test_what_is_too_large_is_named_with_a_way_out(world: World, media: FakeMedia, link: str, way: str) -> None:
    """A link, where there is one that is safe to show."""
    film = await kept(media, FILM + bytes(UPLOAD_LIMIT), "video", "video/mp4", link=link)

    (files,) = await shown(world, film)

    assert files.content.startswith("-# `a-red-fox-at-night-please.mp4` (10.2 kB) is too large for a message here")
    assert files.content.endswith(way)
    assert not files.files


async def test_a_file_that_is_gone_is_said(world: World, media: FakeMedia) -> None:
    """The answer stands all the same."""
    page, files = await shown(world, "Hi.", e.MediaPart(kind="image", mime_type="image/png", uri="media:0"))

    assert page.content == "Hi."
    assert "`a-red-fox-at-night-please.png` (0 B) could not be read" in files.content


async def test_a_story_is_told_in_order(world: World, media: FakeMedia) -> None:
    """Each text under its picture; what is no picture is a file, and no text stands twice."""
    one, two = await picture(media, 1), await picture(media, 2)
    film = await kept(media, FILM, "video", "video/mp4")

    story, files = await shown(world, "# Tale\n", one, "It was dark.\n", film, two, "It shone.\n")

    assert story.card
    assert story.card.panels == (
        Panel((), "# Tale"),
        Panel(("a-red-fox-at-night-please.png",), "It was dark."),
        Panel(("a-red-fox-at-night-please-2.png",), "It shone."),
    )
    assert [upload.data for upload in story.files] == [png(1), png(2)]
    assert [upload.name for upload in files.files] == ["a-red-fox-at-night-please.mp4"]


@pytest.mark.parametrize("verb", ["settle_turn", "create", "move_turn"])
async def test_a_story_outlives_its_process(world: World, media: FakeMedia, verb: str) -> None:
    """Whatever is written when the process dies, the next one shows the same, once."""
    one, two = await picture(media, 1), await picture(media, 2)
    world.agent.scripts.append(answers(one, "It was dark.\n", two, "It shone.\n"))
    await world.killed(verb)

    await world.taken_up()

    slots = [page.slot for page in world.looks()]
    assert slots == ["card", "story0"]


async def test_a_story_is_not_shown_before_its_end(world: World, media: FakeMedia) -> None:
    """A model that makes stories says nothing in pages that would have to be taken away again."""
    tale = replace(PROVIDER, models={"one": Model(id="one", makes=Makes.STORYBOOK)})
    world.supplies = Supplies(providers={"gate": tale}, media=media)

    await shown(world, await picture(media, 1), "It was dark.\n", await picture(media, 2), "It shone.\n")

    assert world.canvas.deleted == []
