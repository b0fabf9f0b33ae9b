"""Block structure, with markdown-it as the judge."""

from hypothesis import given, settings
from markdown_it import MarkdownIt

from bot.core.blocks import Block, Code, Definition, Heading, Paragraph, Rule, Scan, Table
from bot.core.markdown import CAP, feed, feed_glued, finish
from tests.core.documents import block_scraps

JUDGE = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").disable(["html_block", "reference"])
Leaf = tuple[str, str]


def blocks_of(text: str) -> list[Block]:
    scan = Scan()
    blocks: list[Block] = []
    for line in text.split("\n"):
        scan, closed = feed(scan, line)
        blocks += closed
    return [*blocks, *finish(scan)]


def ours(text: str) -> list[Leaf]:
    """Kind and text of every leaf, cells of tables one by one."""
    leaves: list[Leaf] = []
    for block in blocks_of(text):
        match block:
            case Paragraph(text=words):
                leaves.append(("paragraph", _words(words)))
            case Heading(text=words):
                leaves.append(("heading", _words(words)))
            case Rule():
                leaves.append(("hr", "-"))
            case Code(line=line, opens=True):
                leaves.append(("code", line))
            case Code(line=line):
                leaves[-1] = ("code", f"{leaves[-1][1]}\n{line}")
            case Table(head=head, rows=rows):
                full = [(row + ("",) * len(head))[: len(head)] for row in rows]
                leaves += [("cell", _words(cell)) for row in (head, *full) for cell in row]
            case Definition(line=line):
                leaves.append(("paragraph", line))
    return [(kind, words.rstrip()) for kind, words in leaves if words.strip()]


def theirs(text: str) -> list[Leaf]:
    leaves: list[Leaf] = []
    kind = ""
    for token in JUDGE.parse(text):
        match token.type:
            case "fence" | "code_block":
                leaves.append(("code", token.content.rstrip()))
            case "hr":
                leaves.append(("hr", "-"))
            case "inline":
                leaves.append((kind, _words(token.content)))
            case "paragraph_open" | "heading_open":
                kind = token.type.removesuffix("_open")
            case "th_open" | "td_open":
                kind = "cell"
    return [(kind, words) for kind, words in leaves if words.strip()]


def _words(text: str) -> str:
    return "\n".join(line.strip(" \t") for line in text.split("\n")).strip()


@settings(max_examples=400, deadline=None)
@given(block_scraps())
def test_blocks_are_those_of_commonmark(text: str) -> None:
    """Our one-pass reading finds the blocks that markdown-it finds."""
    assert ours(text) == theirs(text)


def test_a_long_paragraph_comes_out_in_parts() -> None:
    """A paragraph over the cap is cut after sentences, and its parts say that they go on."""
    text = "A sentence of some length, with words. " * 200
    parts = [block for block in blocks_of(text) if isinstance(block, Paragraph)]

    assert all(len(part.text) <= CAP for part in parts)
    assert all(part.text.endswith(".") for part in parts)
    assert [part.lead for part in parts] == [None, *[" "] * (len(parts) - 1)]
    assert " ".join(part.text for part in parts) == text.strip()


def test_a_cut_leaves_no_bold_open() -> None:
    """The cut of a long paragraph goes around what belongs together."""
    text = "plain words here. " * 55 + "**bold. " + "bold. " * 60 + "end** " + "tail. " * 100
    parts = [block.text for block in blocks_of(text) if isinstance(block, Paragraph)]

    assert len(parts) > 1
    assert all(part.count("**") % 2 == 0 for part in parts)


def test_ordered_lists_count() -> None:
    """A list counts on from its first number, as CommonMark says."""
    places = [block.place.marker for block in blocks_of("7. a\n7. b\n\n   more\n9. c") if isinstance(block, Paragraph)]

    assert places == ["7.", "8.", "", "9."]


def test_tabs_in_code_stay() -> None:
    """The tab behind a list item's indent is part of the code."""
    lines = [block.line for block in blocks_of("- ```\n  \tx\n  ```\n\n      \ty") if isinstance(block, Code)]

    assert lines == ["\tx", "\ty"]


def test_a_long_table_comes_out_in_parts() -> None:
    """Rows over the cap come out under the same head."""
    tables = [b for b in blocks_of("| a | b |\n|---|---|\n" + "| one | two |\n" * 300) if isinstance(b, Table)]

    assert [table.opens for table in tables] == [True, *[False] * (len(tables) - 1)]
    assert sum(len(table.rows) for table in tables) == 300


def test_the_rest_of_a_long_line_of_code_is_glued() -> None:
    """What goes on with a line of code is no line of its own."""
    scan, _ = feed(Scan(), "```")
    scan, _ = feed(scan, "begin")
    _, blocks = feed_glued(scan, "end")

    assert [(block.line, block.glued) for block in blocks if isinstance(block, Code)] == [("end", True)]
