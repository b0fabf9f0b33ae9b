"""Markdown as an agent writes it, made by hypothesis: each document with what a reader must see of it."""

import re
from dataclasses import dataclass
from itertools import count
from textwrap import dedent

from hypothesis import strategies as st

from bot.core.pages import lay_out

LETTERS = ("", "한글", "👨‍👩‍👧", "🇩🇪", "שלום", "e\u0301", "_", "_x_")
WORD = re.compile(r"w\d+(?:한글|👨‍👩‍👧|🇩🇪|שלום|e\u0301|_x_|_|)z")


@dataclass(frozen=True)
class Document:
    """`words` are the words of prose in order, `code` the lines of all code blocks."""

    source: str
    words: tuple[str, ...]
    code: tuple[str, ...]


class _Writer:
    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.numbers = count()
        self.words: list[str] = []
        self.code: list[str] = []

    def word(self) -> str:
        word = f"w{next(self.numbers)}{self.draw(st.sampled_from(LETTERS))}z"
        self.words.append(word)
        return word

    def inline(self) -> str:
        parts = []
        for form in self.draw(
            st.lists(
                st.sampled_from(("w", "w w w w", "**w**", "*w*", "~~w~~", "`w`", "[w](u)", "**w `w` w**", "w.")),
                min_size=1,
                max_size=8,
            )
        ):
            text = re.sub("w", lambda _: self.word(), form)
            parts.append(text.replace("(u)", "(https://e.org/a_b)").replace("`", "`"))
        return " ".join(parts)

    def block(self, depth: int = 0) -> str:
        kinds = ["text", "text", "heading", "code", "list", "list", "table"] + ["quote"] * (depth == 0)
        match self.draw(st.sampled_from(kinds)):
            case "heading":
                return "#" * self.draw(st.integers(1, 6)) + " " + self.inline()
            case "code":
                return self.fence()
            case "list":
                return self.items(depth)
            case "table":
                return self.table()
            case "quote":
                return "\n".join(f"> {line}" for line in self.blocks(depth + 1).split("\n"))
            case _:
                return "\n".join(self.inline() for _ in range(self.draw(st.integers(1, 3))))

    def blocks(self, depth: int = 0) -> str:
        return "\n\n".join(self.block(depth) for _ in range(self.draw(st.integers(1, 5 if depth == 0 else 2))))

    def fence(self) -> str:
        lines = self.draw(
            st.lists(
                st.text(st.characters(codec="utf-8", exclude_characters="\r\n`~\0"), max_size=40),
                max_size=12,
            )
        )
        self.code += lines
        return "\n".join(("```py", *lines, "```"))

    def items(self, depth: int) -> str:
        numbered = self.draw(st.booleans())
        written = []
        for number in range(1, self.draw(st.integers(2, 5))):
            marker = f"{number}. " if numbered else "- "
            text = self.inline()
            if depth < 3 and self.draw(st.integers(0, 3)) == 0:
                text += "\n" + self.items(depth + 1)
            written.append(marker + text.replace("\n", "\n" + " " * len(marker)))
        return "\n".join(written)

    def table(self) -> str:
        columns = self.draw(st.integers(1, 4))
        head = "| " + " | ".join(f"head{i}" for i in range(columns)) + " |\n" + "|---" * columns + "|"
        rows = [
            "| " + " | ".join(self.word() for _ in range(columns)) + " |" for _ in range(self.draw(st.integers(1, 6)))
        ]
        return "\n".join((head, *rows))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents of every construct that we redraw, whose words and code are known."""
    writer = _Writer(draw)
    source = writer.blocks() + "\n"
    return Document(source, tuple(writer.words), tuple(writer.code))


FRAGMENTS = (
    "# H\n", "## **x** y\n", "- item\n", "  - nested **b**\n", "1. one\n", "2. two\n", "   on\n",
    "```py\n", "```\n", "~~~\n", "code  x\n", "    indented\n", "\tx\n", "> q\n", "> > qq\n", ">",
    "| a | b |\n", "|---|--:|\n", "| 1 | 2 |\n", "|", "---\n", "===\n", "\n", "\n\n", "word ",
    "sentence one. ", "**bold", "** ", "`code` ", "[link](http", "://x.y/z) ", "[ref]",
    "[ref]: http://r.s\n", "[^1]", "[^1]: note\n", "漢字。", "👨‍👩‍👧", "🇩🇪", "e\u0301", "<b>", "<!--",
    "-->", "<x>", "$x^2$ ", "\\(", "\\)", "- [ ] t\n", "* ", "+ a\n", "* * *\n", "1. - x\n", "\r\n",
    "\0", "\ud83d", "long" * 30 + " ", "a " * 200, "&amp;", "http://a.b/c_d_e ", "@everyone ", "||s||",
    "``````\n", "- ```js\n  y\n", " ", "    ", "10) z\n", "#", "-", "=", "`", "*", "_",
)  # fmt: skip


def scraps() -> st.SearchStrategy[str]:
    """Text that no one would write: pieces of Markdown in any order, halves of surrogate pairs among them."""
    return st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)


def block_scraps() -> st.SearchStrategy[str]:
    """Lines of block structure in any order."""
    lines = (
        "# H", "## x y #", "- item", "  - nested", "1. one", "2. two", "   on", "```py", "```", "~~~",
        "code  x", "    indented", "> q", "> > qq", ">", "| a | b |", "|---|--:|", "| 1 | 2 |", "---", "===",
        "", "word", "* ", "+ a", "* * *", "1. - x", "10) z", "- ", "  foo", "1.", "> - a", "- > c",
        "      deep", "#tag", "-x", "\ttab",
    )  # fmt: skip
    return st.lists(st.sampled_from(lines), max_size=10).map("\n".join)


def seen_words(pages: tuple[str, ...]) -> tuple[str, ...]:
    """The stated equivalence of pages and text: the same words of prose in the same order.

    Escapes, styles, list marks, quote marks, heads of tables, code and URLs are not words; a word on two pages is none.
    """
    prose = re.sub(r"(?ms)^(?:> )?```py$.*?^(?:> )?```$", "", "\n".join(pages))
    return tuple(WORD.findall(prose.replace("\\", "")))


def code_lines(pages: tuple[str, ...]) -> tuple[str, ...]:
    """The lines inside the blocks that begin with ```py, blocks of several pages joined."""
    blocks = re.findall(r"(?ms)^(?:> )?```py\n(.*?)^((?:> )?)```$", "\n".join(pages))
    return tuple(line.removeprefix(quote) for text, quote in blocks for line in text.split("\n")[:-1])


def only_page(text: str) -> str:
    """The only page of a whole text, which may be indented as the test is."""
    pages = lay_out(dedent(text).strip("\n") + "\n").pages
    assert len(pages) == 1
    return pages[0]
