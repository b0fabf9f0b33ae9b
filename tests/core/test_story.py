"""An answer in which text and pictures take turns is a story: its pages in order, within Discord's limits."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core import events as e
from bot.core.patches import Card, Panel, Upload
from bot.core.story import (
    PANELS_TOGETHER,
    PICTURES_TOGETHER,
    TEXT_LIMIT,
    Chapter,
    Leaf,
    bound,
    chapters_of,
    is_story,
    leaves_of,
)

LIMIT = 100


def picture(number: int) -> e.MediaPart:
    return e.MediaPart(kind="image", mime_type="image/png", uri=f"media:{number}")


def upload(number: int, size: int = 10) -> Upload:
    return Upload.of(f"{number}.png", bytes([number % 256]) * size)


STORY = e.Output(
    (
        e.TextPart("# The lantern\n\n"),
        picture(1),
        e.TextPart("It was dark.\n\n"),
        picture(2),
        picture(3),
        e.TextPart("It "),
        e.TextPart("shone.\n\n"),
        e.MediaPart(kind="video", uri="media:9"),
        picture(4),
    )
)


def test_a_chapter_begins_where_a_picture_follows_text() -> None:
    """Pictures that stand together are of one chapter, and a film is of none."""
    chapters = chapters_of([e.Thought(), STORY])

    assert chapters == (
        Chapter((), "# The lantern\n\n"),
        Chapter(("media:1",), "It was dark.\n\n"),
        Chapter(("media:2", "media:3"), "It shone.\n\n"),
        Chapter(("media:4",)),
    )
    assert is_story(chapters)


def test_one_picture_with_words_is_no_story() -> None:
    """Nor are pictures behind all text, or text alone."""
    one = e.Output((picture(1), e.TextPart("Here it is.")))
    behind = e.Output((e.TextPart("Here they are."), picture(1), picture(2)))

    assert not any(is_story(chapters_of([step])) for step in (one, behind, e.Output((e.TextPart("No."),)), e.Output()))


def test_a_message_of_a_story() -> None:
    """Each text stands under its pictures."""
    leaves = [*leaves_of("# Title\n", (), limit=LIMIT), *leaves_of("| a |\n|---|\n| b |", (upload(1),), limit=LIMIT)]

    (sheet,) = bound(leaves, limit=LIMIT)

    assert sheet.uploads == (upload(1),)
    assert isinstance(sheet.card, Card)
    assert sheet.card.panels[0] == Panel((), "# Title")
    assert sheet.card.panels[1].gallery == ("1.png",)
    assert "|---|" not in sheet.card.panels[1].text


CHAPTERS = st.lists(
    st.tuples(st.text("ab \n", max_size=6_000), st.lists(st.integers(1, LIMIT), max_size=14)), max_size=12
)


@given(CHAPTERS)
def test_a_story_keeps_to_the_limits_and_loses_nothing(chapters: list[tuple[str, list[int]]]) -> None:
    """However long its text and however large its pictures: every one stands in its place, once."""
    uploads = [upload(number, size) for number, size in enumerate(size for _, sizes in chapters for size in sizes)]
    left, leaves = list(uploads), list[Leaf]()
    for text, sizes in chapters:
        mine, left = left[: len(sizes)], left[len(sizes) :]
        leaves += leaves_of(text, mine, limit=LIMIT)

    sheets = bound(leaves, limit=LIMIT)

    assert [one for sheet in sheets for one in sheet.uploads] == uploads
    said = "".join(panel.text for sheet in sheets for panel in sheet.card.panels)
    assert "".join(said.split()) == "".join("".join(text.split()) for text, _ in chapters)
    for sheet in sheets:
        assert 0 < len(sheet.leaves) <= PANELS_TOGETHER
        assert sum(len(panel.text) for panel in sheet.card.panels) <= TEXT_LIMIT
        assert len(sheet.uploads) <= PICTURES_TOGETHER
        assert sum(len(one.data) for one in sheet.uploads) <= LIMIT
