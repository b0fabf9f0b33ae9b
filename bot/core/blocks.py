"""The blocks of a Markdown text as values: what is open while lines arrive, and what comes out when it closes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands. `level` counts the lists around it; `marker` (`-`, `3.`, `¹`) is on an item's first."""

    quoted: bool = False
    level: int = 0
    marker: str = ""


# --- what comes out ---


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`lead` is the white space behind the paragraph it goes on with, None where it begins on its own line."""

    place: Place
    text: str
    lead: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    place: Place
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """One line of code. `opens`: the first of its block. `glued`: the rest of a long line."""

    place: Place
    info: str
    line: str
    opens: bool = False
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a table, all or some: `opens` is false for rows that go on with the table before. Cells are Markdown."""

    place: Place
    head: tuple[str, ...]
    aligns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    opens: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    place: Place


@dataclass(frozen=True, slots=True)
class Definition:
    """`[label]: url`, the label as `label_of` writes it."""

    label: str
    url: str
    line: str


Block: TypeAlias = Paragraph | Heading | Code | Table | Rule | Definition


# --- what is open ---


@dataclass(frozen=True, slots=True)
class Quote:
    pass


@dataclass(frozen=True, slots=True)
class Item:
    """A list item. `indent` is how far its content stands in, `fresh` that its marker has not come out yet."""

    sign: str
    ordinal: int | None
    indent: int
    fresh: bool = True

    @property
    def marker(self) -> str:
        return "-" if self.ordinal is None else f"{self.ordinal}."


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote's text."""

    marker: str
    indent: int = 2
    fresh: bool = True


Container: TypeAlias = Quote | Item | Note


@dataclass(frozen=True, slots=True)
class OpenText:
    text: str
    lead: str | None = None


@dataclass(frozen=True, slots=True)
class OpenFence:
    mark: str
    indent: int
    info: str
    begun: bool = False


@dataclass(frozen=True, slots=True)
class OpenIndented:
    """`blanks` are empty lines that belong to the code only if more of it follows."""

    blanks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenTable:
    head: tuple[str, ...]
    aligns: tuple[str, ...]
    rows: tuple[str, ...] = ()
    opens: bool = True


Leaf: TypeAlias = OpenText | OpenFence | OpenIndented | OpenTable


@dataclass(frozen=True, slots=True)
class Scan:
    """What is open between two lines, outermost container first."""

    stack: tuple[Container, ...] = ()
    leaf: Leaf | None = None


def place_in(stack: Sequence[Container]) -> Place:
    """Where a block inside these containers stands."""
    inner = next((container for container in reversed(stack) if not isinstance(container, Quote)), None)
    return Place(
        quoted=any(isinstance(container, Quote) for container in stack),
        level=sum(isinstance(container, Item) for container in stack),
        marker=inner.marker if inner is not None and inner.fresh else "",
    )


def label_of(text: str) -> str:
    """A reference label as it is compared: white space is one space, case does not count."""
    return " ".join(text.split()).casefold()
