"""An answer in which text and pictures take turns: its pages in their order, as messages that Discord takes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.core import events as e
from bot.core.graphemes import units
from bot.core.models.ports import MEDIA
from bot.core.pages import lay_out
from bot.core.patches import Card, Panel, Upload

LEAST_CHAPTERS = 2
"""So many times a picture has text under it before an answer is a story."""
STORY_MESSAGES = 5
TEXT_LIMIT = 3_800
"""Characters of all panels in a message; Discord takes 4,000 in its components."""
PICTURES_TOGETHER = 10
"""Discord's most files in a message."""
PANELS_TOGETHER = 12
"""Each has two components, of which Discord takes 40."""
_PIECE = 1_900


@dataclass(frozen=True, slots=True)
class Chapter:
    """`pictures`: names of kept files (`media:…`), and the text that follows them."""

    pictures: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A chapter, or a piece of a long one, with its pictures' bytes."""

    uploads: tuple[Upload, ...]
    text: str

    @property
    def size(self) -> int:
        return sum(len(upload.data) for upload in self.uploads)


def chapters_of(steps: Sequence[e.Step]) -> tuple[Chapter, ...]:
    """What was said, in order; a chapter begins where a picture follows text."""
    chapters = [Chapter()]
    for part in (part for step in steps if isinstance(step, e.Output) for part in step.parts):
        last = chapters[-1]
        match part:
            case e.TextPart(text=text):
                chapters[-1] = replace(last, text=last.text + text)
            case e.MediaPart(kind="image", uri=uri) if uri.startswith(MEDIA):
                if last.text.strip():
                    chapters.append(Chapter((uri,)))
                else:
                    chapters[-1] = replace(last, pictures=(*last.pictures, uri))
    return tuple(chapter for chapter in chapters if chapter.pictures or chapter.text.strip())


def is_story(chapters: Sequence[Chapter]) -> bool:
    return sum(bool(one.pictures and one.text.strip()) for one in chapters) >= LEAST_CHAPTERS


def leaves_of(text: str, uploads: Sequence[Upload], *, limit: int) -> Iterator[Leaf]:
    """A chapter as Discord shows it; pictures and text that are too much for one leaf are on several."""
    *before, last = _galleries(uploads, limit)
    first, *others = lay_out(f"{text.strip()}\n", limit=_PIECE).pages if text.strip() else ("",)
    yield from (Leaf(gallery, "") for gallery in before)
    if last or first:
        yield Leaf(last, first)
    yield from (Leaf((), piece) for piece in others)


def _galleries(uploads: Sequence[Upload], limit: int) -> list[tuple[Upload, ...]]:
    galleries: list[tuple[Upload, ...]] = [()]
    for upload in uploads:
        grown = (*galleries[-1], upload)
        if galleries[-1] and (len(grown) > PICTURES_TOGETHER or Leaf(grown, "").size > limit):
            galleries.append((upload,))
        else:
            galleries[-1] = grown
    return galleries


@dataclass(frozen=True, slots=True)
class Sheet:
    """One message of a story."""

    leaves: tuple[Leaf, ...] = ()

    @property
    def uploads(self) -> tuple[Upload, ...]:
        return tuple(upload for leaf in self.leaves for upload in leaf.uploads)

    @property
    def card(self) -> Card:
        panels = tuple(Panel(tuple(upload.name for upload in leaf.uploads), leaf.text) for leaf in self.leaves)
        return Card((), None, panels=panels)

    def has_room_for(self, leaf: Leaf, *, limit: int) -> bool:
        """`limit`: bytes of all files of a message."""
        return not self.leaves or (
            len(self.leaves) < PANELS_TOGETHER
            and sum(units(one.text) for one in (*self.leaves, leaf)) <= TEXT_LIMIT
            and len(self.uploads) + len(leaf.uploads) <= PICTURES_TOGETHER
            and sum(one.size for one in (*self.leaves, leaf)) <= limit
        )


def bound(leaves: Sequence[Leaf], *, limit: int) -> tuple[Sheet, ...]:
    """All leaves in as few messages as they take in their order."""
    sheets = [Sheet()]
    for leaf in leaves:
        if not sheets[-1].has_room_for(leaf, limit=limit):
            sheets.append(Sheet())
        sheets[-1] = Sheet((*sheets[-1].leaves, leaf))
    return tuple(sheet for sheet in sheets if sheet.leaves)
