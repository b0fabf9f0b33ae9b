"""How an answer looks on Discord: examples with their pages standing beside them."""

from textwrap import dedent

import pytest

from bot.core.pages import lay_out
from tests.core.documents import only_page as page


def written(text: str) -> str:
    return dedent(text).strip("\n")


def test_headings() -> None:
    """Three sizes of heading are Discord's own, smaller ones are bold lines; bold in a heading says nothing."""
    shown = page("""
        # One **bold**

        Text

        ### Three

        #### Four

        ##### **Five** `x`

        Setext
        ------
        end
    """)

    assert shown == written("""
        # One bold
        Text

        ### Three
        **Four**
        **Five `x`**
        ## Setext
        end
    """)


def test_lists() -> None:
    """Lists keep their depth in steps of two, count on, and show code at the margin, where Discord draws it."""
    shown = page("""
        Steps:

        1. Install it:

           ```bash
           npm i
           ```

        2. Run it
           - with care
             1. really
             2. yes
           - or not

           More on two.

        10. [ ] Open
        11. [x] Done
    """)

    assert shown == written("""
        Steps:
        1. Install it:
        ```bash
        npm i
        ```
        2. Run it
          - with care
            1. really
            2. yes
          - or not
          More on two.
        3. ☐ Open
        4. ☑ Done
    """)


def test_one_mark_for_lists_without_numbers() -> None:
    """Whatever they were written with, they have the same."""
    assert page("* star\n\n+ plus") == "- star\n- plus"


def test_quotes() -> None:
    """A quotation is marked on every line, lists and code in it too; a quotation in it is one with it."""
    shown = page("""
        > **Note**
        lazy
        > - a
        >   - b
        >
        > ```js
        > x
        > ```
        > > deeper

        after
    """)

    assert shown == written("""
        > **Note**
        > lazy
        > - a
        >   - b
        > ```js
        > x
        > ```
        > deeper

        after
    """)


def test_narrow_table() -> None:
    """A table that fits a phone is a grid, in cells of a fixed-width font."""
    shown = page("""
        | Name | 名前 | n |
        |:-----|:---:|--:|
        | Ann  | 漢字  | 1 |
        | Bo   | か   | 23 |
        | a \\| b | 👍 | |
    """)

    assert shown == written("""
        ```
        Name   名前   n
        -----  ----  --
        Ann    漢字   1
        Bo      か   23
        a | b   👍
        ```
    """)


def test_wide_table() -> None:
    """A wider table is a list, every cell behind the name of its column; empty cells are left out."""
    shown = page("""
        | Option | What it does | Default |
        |---|---|---|
        | `--fast` | Skips the **slow** part of everything | off |
        | `--url`  | See [docs](https://d.e/f_g) | |
    """)

    assert shown == written("""
        - **Option** `--fast`
          **What it does** Skips the **slow** part of everything
          **Default** off
        - **Option** `--url`
          **What it does** See [docs](<https://d.e/f_g>)
    """)


def test_table_without_corner() -> None:
    """Where the first column has no name, its cells are the names of the rows."""
    shown = page("""
        | | Last year's figures | This year's figures |
        |---|---|---|
        | Rain | a lot of it fell | hardly any fell |
    """)

    assert shown == written("""
        - **Rain**
          **Last year's figures** a lot of it fell
          **This year's figures** hardly any fell
    """)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See [the do", "See the do"),
        ("See [the docs](http", "See the docs"),
        ("See [the docs](https://a.b/c", "See the docs"),
        ("Open **bold", "Open **bold**"),
        ("Open **", "Open"),
        ("a `cod", "a `cod`"),
        ("```py\nx = 1", "```py\nx = 1\n```"),
        ("```py\nx\n``", "```py\nx\n```"),
        ("text\n-", "text"),
        ("| a | b |\n|--", r"| a | b |"),
        ("- one\n- ", "- one"),
    ],
)
def test_a_text_that_breaks_off(text: str, shown: str) -> None:
    """The half-written end of a growing text looks finished."""
    assert lay_out(text).pages == (shown,)


def test_a_text_that_is_whole_is_not_mended() -> None:
    """With a line end behind it, what looks half-written is meant."""
    assert lay_out("[a, **b, `c\n").pages == (r"[a, \*\*b, \`c",)


def test_code_goes_on() -> None:
    """A code block is closed where a page ends and opened again with its language on the next."""
    pages = lay_out("```py\n" + "".join(f"line {i}\n" for i in range(20)) + "```\n\nEnd.\n", limit=120).pages

    assert [page.split("\n")[0] for page in pages] == ["```py", "```py"]
    assert pages[0].endswith("line 14\n```")
    assert pages[1] == "```py\n" + "\n".join(f"line {i}" for i in range(15, 20)) + "\n```\nEnd."


def test_a_grid_goes_on() -> None:
    """A grid that spans pages repeats its head, a row never does."""
    rows = "".join(f"| row {i} | {i} |\n" for i in range(30))
    pages = lay_out("| Name | No |\n|---|---|\n" + rows, limit=200).pages

    assert len(pages) > 1
    assert all(page.startswith("```\nName    No\n------  --\nrow") for page in pages)
    assert sum(page.count("row") for page in pages) == 30


def test_records_stay_whole() -> None:
    """A row of a wide table stands on one page."""
    row = "| name of it | " + "some words " * 8 + "| the last cell |\n"
    pages = lay_out("| A | B | C |\n|---|---|---|\n" + row * 6, limit=300).pages

    assert len(pages) == 3
    assert all(page.startswith("- **A**") and page.endswith("**C** the last cell") for page in pages)


def test_numbers_go_on() -> None:
    """An ordered list counts on over pages, a quotation stays marked."""
    pages = lay_out("".join(f"> 1. item {i} of the list\n" for i in range(12)), limit=150).pages

    assert len(pages) > 1
    assert [line.split(" item")[0] for page in pages for line in page.split("\n")] == [f"> {i}." for i in range(1, 13)]


def test_a_page_may_begin_deep_in_a_list() -> None:
    """A page that begins with a nested item shows it at the margin, its sisters below it alike."""
    pages = lay_out("- a\n  - b\n" + "    - deep\n" * 12 + "  - c\n", limit=110).pages

    assert pages[0].startswith("- a\n  - b\n    - deep\n")
    assert set(pages[1].split("\n")) == {"- deep", "- c"}


def test_styles_go_on() -> None:
    """Bold that spans pages is closed and opened again."""
    pages = lay_out("**" + "bold words here. " * 15 + "end**\n", limit=120).pages

    assert len(pages) > 1
    assert all(page.startswith("**") and page.endswith("**") and page.count("**") == 2 for page in pages)


def test_a_heading_goes_with_its_text() -> None:
    """A heading is not left behind at the foot of a page."""
    pages = lay_out("word " * 28 + "\n\n## Heading\n\n" + "text " * 20 + "\n", limit=200).pages

    assert pages[1].startswith("## Heading\ntext")


def test_short_code_is_not_torn() -> None:
    """Code that has only begun when the page ends moves to the next page as a whole."""
    pages = lay_out("word " * 32 + "\n\n```py\n" + "a line\n" * 8 + "```\n", limit=200).pages

    assert pages[1] == "```py\n" + "a line\n" * 8 + "```"


def test_pages_end_after_sentences() -> None:
    """Where a paragraph must be torn, it is after a sentence."""
    pages = lay_out("这是一个句子，很长。" * 30 + "\n", limit=100).pages

    assert all(page.endswith("。") for page in pages)


def test_backticks_inside_code() -> None:
    """Three backticks inside code, which would end it on Discord, are parted by an unseen space."""
    assert page("````md\n```py\nx\n```\n````") == "```md\n``\u200b`py\nx\n``\u200b`\n```"


def test_nothing_to_see() -> None:
    """A text without anything visible has no pages."""
    assert lay_out(" \n\n<!-- x -->\n\n```\n").pages == ()
