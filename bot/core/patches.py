"""What a turn's messages should look like, and the smallest change from what is shown to that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256
from typing import TypeAlias

from bot.core.ids import Slot, Snowflake


class Urgency(IntEnum):
    """Who goes first when Discord lets only one write through; lower goes first."""

    ITX = 0
    FINAL = 1
    QUESTION = 2
    FIRST = 3
    PROGRESS = 4
    TYPING = 5


@dataclass(frozen=True, slots=True)
class Button:
    """`action` becomes the custom_id, its whole state within: `verb:turn[:argument]`."""

    label: str
    action: str
    danger: bool = False
    starts_row: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """`action` is as a button's; an option's value is its place."""

    action: str
    placeholder: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """Some of the page's files as a gallery, and the text under them; either may be empty."""

    gallery: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """A Components V2 message: lines of text in a frame, a gallery of the page's files, small print, buttons below.

    `panels` stand between the gallery and the small print.
    """

    lines: tuple[str, ...]
    accent: int | None
    gallery: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    is_spoiler: bool = False
    panels: tuple[Panel, ...] = ()


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a message. Equal names and digests are equal files; the bytes are in no repr and no log."""

    name: str
    data: bytes = field(repr=False, compare=False)
    digest: str = ""

    @classmethod
    def of(cls, name: str, data: bytes) -> "Upload":
        return cls(name, data, sha256(data).hexdigest())


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The content of one Discord message: either `content` or `card`. A `menu` stands in a card only.

    `is_seal`: it says that all is there, so it is written when the others stand.
    `is_retired`: it is changed where it stands, not posted where it does not. `silent`, `reply_to` and `ping` matter
    when it is created only: a message does not change how it was announced.
    """

    slot: Slot
    content: str = ""
    card: Card | None = None
    buttons: tuple[Button, ...] = ()
    menu: Menu | None = None
    files: tuple[Upload, ...] = ()
    urgency: Urgency = Urgency.PROGRESS
    is_seal: bool = False
    is_retired: bool = False
    silent: bool = True
    reply_to: Snowflake | None = None
    ping: Snowflake | None = None


@dataclass(frozen=True, slots=True)
class Create:
    page: Page


@dataclass(frozen=True, slots=True)
class Edit:
    page: Page


@dataclass(frozen=True, slots=True)
class Delete:
    slot: Slot


Patch: TypeAlias = Create | Edit | Delete

Shown: TypeAlias = Mapping[Slot, str]
"""Slot to digest of what stands there, in the order of the messages."""


def content_digest(content: str) -> str:
    """By this one of our messages is known again in a fetched history; outer white space is not kept by Discord."""
    return sha256(content.strip().encode()).hexdigest()


def digest(page: Page) -> str:
    """All that an edit could change."""
    looks = (page.content.strip(), page.card, page.buttons, page.menu, page.files)
    return sha256(repr(looks).encode()).hexdigest()


def diff(shown: Shown, wanted: Sequence[Page]) -> tuple[Patch, ...]:
    """The changes that make `shown` look like `wanted`, in the order of the messages; none where they are equal."""
    kept = {page.slot for page in wanted}
    made = tuple(
        Edit(page) if page.slot in shown else Create(page) for page in wanted if shown.get(page.slot) != digest(page)
    )
    return made + tuple(Delete(slot) for slot in shown if slot not in kept)


def apply(shown: Shown, patches: Sequence[Patch]) -> Shown:
    """What is shown after `patches`: the meaning of a patch, against which every canvas is tested."""
    after = dict(shown)
    for patch in patches:
        match patch:
            case Create(page) | Edit(page):
                after[page.slot] = digest(page)
            case Delete(slot):
                after.pop(slot, None)
    return after
