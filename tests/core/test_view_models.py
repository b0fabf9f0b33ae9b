"""What a turn of a provider's model looks like: films and stories while they are made, and what became of them."""

from dataclasses import replace

import pytest

from bot.core import events as e
from bot.core.models.provider import Makes
from bot.core.patches import Panel, Upload
from bot.core.session import Outcome
from bot.core.story import Leaf, Sheet
from bot.core.view import Gathered, View
from tests.core.views import DETAILS, USAGE, card, ended, pages, said, view

PICTURE = Upload.of("1.png", b"one")
SHEETS = (Sheet((Leaf((), "# Tale"), Leaf((PICTURE,), "It shone."))), Sheet((Leaf((), "The end."),)))
MADE = Gathered((), (), 0, story=SHEETS)
MODEL = "gemini_official/gemini-3-pro-storybook"


def working(makes: Makes, text: str) -> View:
    return replace(view(said(text)), makes=makes)


def story(gathered: Gathered = MADE) -> View:
    return replace(view(said("# Tale\n\nIt shone."), turn=ended(Outcome.COMPLETED)), gathered=gathered)


def test_how_far_a_film_is() -> None:
    """Its quotations stand on the card, the newest last; its job and the line that still grows are shown nowhere."""
    shown = working(Makes.VIDEO, '```json\n{"id": 1}\n```\n\n> ⌛️ queued\n\n> 🏃 37.5%\n> 🏃 72')

    assert card(shown).lines[1:] == ("-# ⌛️ queued", "-# 🏃 37.5%")
    assert [page.slot for page in pages(shown)] == ["card"]


def test_other_words_about_a_film_are_shown() -> None:
    """As pages, for nobody knows what they mean."""
    shown = working(Makes.VIDEO, "I cannot film this.\n> 3 %\n")

    assert [page.content for page in pages(shown)[1:]] == ["I cannot film this."]


def test_a_story_waits_for_its_pictures() -> None:
    """While it is told, its last words stand on the card."""
    shown = working(Makes.STORYBOOK, "# Tale\n\nIt was dark.\n\nIt sh")

    assert card(shown).lines[1:] == ("-# 💬 It was dark.",)
    assert len(pages(shown)) == 1


def test_a_story_stands_in_the_place_of_its_pages() -> None:
    """Each message has its pictures, and the text is posted once."""
    _, first, second = pages(story())

    assert [page.slot for page in (first, second)] == ["story0", "story1"]
    assert first.card
    assert first.card.panels == (Panel((), "# Tale"), Panel(("1.png",), "It shone."))
    assert (first.files, first.content, first.silent) == ((PICTURE,), "", False)
    assert second.silent


def test_a_story_without_files_is_its_text() -> None:
    """Where nothing may be attached."""
    shown = replace(story(), attaches=False)

    assert [page.slot for page in pages(shown)] == ["card", "page0"]


def test_a_story_that_is_too_long_goes_on_behind_a_button() -> None:
    """Under its last message is all of its text, and the pictures that are not shown are counted."""
    *_, last, files = pages(story(replace(MADE, is_cut=True, rest=3)))

    assert [button.action for button in last.buttons] == ["more:turn-1:0"]
    assert files.content == "-# 3 more files are not attached: see Files"


@pytest.mark.parametrize(("uploads", "names"), [((), ["answer.md"]), ((Upload.of("Moons.md", b"x"),), [])])
def test_a_report_is_attached_once(uploads: tuple[Upload, ...], names: list[str]) -> None:
    """Where it is a document already, the fifth page does not carry it again."""
    answer = said("\n\n".join(" word" * 390 for _ in range(8)))
    shown = replace(view(answer, turn=ended(Outcome.COMPLETED)), makes=Makes.RESEARCH)

    fifth = pages(replace(shown, gathered=Gathered(uploads, (), 0)))[5]

    assert fifth.buttons
    assert [upload.name for upload in fifth.files] == names


def test_the_receipt_names_provider_and_model() -> None:
    """Nobody knows what it costs, so nothing is said of that."""
    shown = replace(view(said("Hi"), turn=ended(Outcome.COMPLETED), usage=USAGE), agent=MODEL)

    assert card(shown).lines == (f"✅ **Done** · `{MODEL}` · 5 s · 120,000 tokens (50,000 cached)",)


@pytest.mark.parametrize("reason", ["turn.model_lost", "turn.bot_stopped", "turn.stream_cut"])
def test_what_was_lost_on_its_way_can_run_again(reason: str) -> None:
    """The receipt says so by the button's own name, and what was shown of it keeps its details."""
    shown = view(said("It sho"), turn=ended(Outcome.EXPIRED, reason))

    first = pages(shown)[0]

    assert first.card
    assert "ress Run again" in first.card.lines[1]
    assert first.buttons[0] == DETAILS
    assert (first.buttons[1].label, first.buttons[1].action) == ("Run again", "retry:turn-1")


def test_a_picture_alone_is_shown_with_its_receipt() -> None:
    """There are no pages without text."""
    picture = e.Output((e.MediaPart(kind="image", uri="media:1"),))
    shown = view(picture, turn=ended(Outcome.COMPLETED))

    made = replace(shown, gathered=Gathered((PICTURE,), (), 0))

    assert [page.slot for page in pages(made)] == ["card", "files"]
