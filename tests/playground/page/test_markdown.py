"""Discord's Markdown as the page reads it, in the browser that draws it."""

import pytest

from tests.playground.page.browser import Window

pytestmark = pytest.mark.asyncio(loop_scope="session")

_DRAW = """async (text) => {
    const { markdown } = await import("/static/script/markdown/drawing.js");
    const names = { nameOf: () => "Ada", roleOf: () => "Members", channelOf: () => "general", me: "1" };
    const box = markdown(text, names);
    const short = (node) => {
        if (node.nodeType === 3) return node.data;
        if (node.tagName === "svg") return "";
        const name = node.classList.contains("markdown") ? "" : node.tagName.toLowerCase();
        const looks = ["span", "p", "button", "time", "div"].includes(name) ? [...node.classList] : [];
        const look = looks.length ? "." + looks[0] : "";
        const inside = [...node.childNodes].map(short).join("");
        return name ? `<${name}${look}>${inside}</>` : inside;
    };
    return short(box);
}"""
_CASES = {
    "plain": "<p>plain</>",
    "two\nlines": "<p>two\nlines</>",
    "**bold** *it* _it_ __under__ ~~gone~~": ("<p><strong>bold</> <em>it</> <em>it</> <u>under</> <s>gone</></>"),
    "***both***": "<p><strong><em>both</></></>",
    "**bold with *it* in it**": "<p><strong>bold with <em>it</> in it</></>",
    "snake_case_name and 2*3*4": "<p>snake_case_name and 2<em>3</>4</>",
    r"\*not\* it": "<p>*not* it</>",
    "# One\n## Two\n### Three\n#### Four": ("<p.heading>One</><p.heading>Two</><p.heading>Three</><p>#### Four</>"),
    "-# small": "<p.subtext>small</>",
    "> quoted\n> more\nout": "<blockquote><p>quoted\nmore</></><p>out</>",
    ">>> all\nof it": "<blockquote><p>all\nof it</></>",
    "- one\n  - inner\n- two": "<ul><li>one<ul><li>inner</></></><li>two</></>",
    "1. one\n2. two": "<ol><li>one</><li>two</></>",
    "`code *as* is`": "<p><code>code *as* is</></>",
    "``a ` b``": "<p><code>a ` b</></>",
    "```py\nx = 1\n```": ("<div.code-block><pre><code>x = <span.hljs-number>1</></></><button.copy></></>"),
    "before ```x``` after": ("<p>before </><div.code-block><pre><code>x</></><button.copy></></><p> after</>"),
    "``` not closed": "<p>``` not closed</>",
    "||secret||": "<p><span.spoiler><span.spoiler-words>secret</></></>",
    "[words](https://example.org)": "<p><a>words</></>",
    "[words](<https://example.org/a_(b)>)": "<p><a>words</></>",
    "[no](javascript:alert(1))": "<p>[no](javascript:alert(1))</>",
    "see https://example.org/a_b_c.": "<p>see <a>https://example.org/a_b_c</>.</>",
    "(https://example.org/x)": "<p>(<a>https://example.org/x</>)</>",
    "<https://example.org>": "<p><a>https://example.org</></>",
    "<@1> <@&2> <#3> @everyone": (
        "<p><button.mention>@Ada</> <span.mention>@Members</> <button.mention>general</> <span.mention>@everyone</></>"
    ),
    "</ask:123456>": "<p><span.mention>/ask</></>",
    "<:wave:123456789012345678>": "<p><span.custom-emoji>:wave:</></>",
    "👍🏽 ok": "<p><span.emoji>👍🏽</> ok</>",
    "1 © 2": "<p>1 © 2</>",
    "<b>&amp;</b>": "<p><b>&amp;</b></>",
    "**unclosed *marks _here": "<p>**unclosed *marks _here</>",
    "": "",
}


@pytest.mark.parametrize("text", _CASES)
async def test_it_is_drawn_as_discord_draws_it(ada: Window, text: str) -> None:
    """Each text has one drawing; what is not Markdown stays text."""
    assert await ada.page.evaluate(_DRAW, text) == _CASES[text]


async def test_a_relative_time_goes_on(ada: Window) -> None:
    """`<t:…:R>` says how long ago it is, and says more a moment later."""
    await ada.say("<t:100000000:R> and <t:100000000:D>", shown="years ago")
    shown = ada.message("years ago").locator("time.timestamp")

    assert "years ago" in await shown.first.inner_text()
    assert "1973" in await shown.last.inner_text()
    await shown.first.evaluate("(time) => { time.dateTime = new Date(Date.now() - 65_000).toISOString(); }")
    await ada.page.get_by_text("1 minute ago").wait_for()


async def test_hostile_texts_are_read_quickly(ada: Window) -> None:
    """Four thousand characters of unclosed marks take no noticeable time."""
    hostile = [
        "*" * 4000,
        "_a" * 2000,
        "[" * 4000,
        "**a" * 1300,
        "||" * 2000,
        "`" * 4000,
        "> " * 2000,
        "<@" * 2000,
        "~~a" * 1300,
    ]
    took = await ada.page.evaluate(
        """async (texts) => {
            const { blocks } = await import("/static/script/markdown/blocks.js");
            return texts.map((text) => {
                const began = performance.now();
                blocks(text);
                return performance.now() - began;
            });
        }""",
        hostile,
    )

    assert max(took) < 10_000, dict(zip((text[:4] for text in hostile), took, strict=True))
