"""The inside of a paragraph: Markdown in, runs of Discord's Markdown out, each with the styles it stands in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from bot.core.blocks import label_of
from bot.core.escapes import code, escape, superscript, web_url

Marks: TypeAlias = tuple[str, ...]

_PLAIN = re.compile(r"[^*_~`\[\]<>&\\!$@|:]*")
_LABEL = re.compile(r"\[([^\[\]]{1,200})\]")
_FLOODS = (("[", 150), ("*", 300), ("_", 300), ("`", 200), ("~", 300), ("<", 150), ("&", 300), ("$", 100), ("\\", 400))
_MATH = re.compile(r"\$\$(.+?)\$\$|\$(?=\S)([^$\n]*[^\s$])\$(?!\d)|\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
_MATHEMATICAL = re.compile(r"[\\^_=+*/<>{}|]|^\s*[^\W\d_]\s*$")
_NOTE = re.compile(r"\[\^([^\]\s]{1,32})\](?!:)")
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)")
_TAGS = frozenset(
    re.findall(
        r"\w+",
        "a abbr b big blockquote br center code dd del details div dl dt em figcaption figure font h1 h2 h3 "
        "h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub summary sup table "
        "tbody td tfoot th thead tr tt u ul wbr ",
    )
)  # not those whose names stand for something to fill in, as in `cp <source> <target>`
_TAG_MARKS = {
    "b": "**",
    "strong": "**",
    "i": "*",
    "em": "*",
    "u": "__",
    "ins": "__",
    "s": "~~",
    "del": "~~",
    "strike": "~~",
}
_MARKS = {"strong": "**", "em": "*", "s": "~~"}


@dataclass(frozen=True, slots=True)
class Span:
    """A run of Discord's Markdown inside the styles `marks`, outermost first. `solid`: it must stay in one piece.

    `plain` is what a reader sees of it (equal to `text` but for escapes, links and code).
    """

    text: str
    marks: Marks = ()
    solid: bool = False
    plain: str = ""


def labels(text: str) -> frozenset[str]:
    """Every reference label the text may mean."""
    return frozenset(map(label_of, _LABEL.findall(text))) if "[" in text else frozenset()


def spans(text: str, definitions: Mapping[str, str]) -> tuple[Span, ...]:
    """The runs of a paragraph. A line break is a run of its own."""
    known = (
        tuple((label, definitions[label]) for label in sorted(labels(text) & definitions.keys())) if definitions else ()
    )
    return _spans(text, known)


@lru_cache(maxsize=1024)
def _spans(text: str, known: tuple[tuple[str, str], ...]) -> tuple[Span, ...]:
    """Pure, and remembered because the open end of an answer is drawn again for every word that arrives."""
    if _PLAIN.fullmatch(text) or any(text.count(mark) > most for mark, most in _FLOODS):
        return tuple(_text(text, ()))
    references = {label.upper(): {"href": url, "title": ""} for label, url in known}
    tokens = _parser().parseInline(text, {"references": references})[0].children or []
    return trimmed(_Pen().draw(tokens))


def _text(text: str, marks: Marks) -> list[Span]:
    found = []
    for number, line in enumerate(text.split("\n")):
        if number:
            found.append(Span("\n", marks, plain="\n"))
        found += [Span(shown, marks, solid, plain) for shown, solid, plain in escape(line)]
    return found


class _Pen:
    """Walks the tokens of one paragraph with the styles that are open."""

    def __init__(self) -> None:
        self.marks: list[str] = []
        self.out: list[Span] = []

    def draw(self, tokens: Sequence[Token]) -> list[Span]:
        at = 0
        while at < len(tokens):
            if tokens[at].type == "link_open":
                end = _closing(tokens, at)
                self.link(str(tokens[at].attrGet("href") or ""), tokens[at + 1 : end])
                at = end
            else:
                self.token(tokens[at])
            at += 1
        return self.out

    def token(self, token: Token) -> None:
        match token.type:
            case "text":
                self.out += _text(token.content, tuple(self.marks))
            case "softbreak" | "hardbreak":
                self.end_line()
            case "code_inline" | "math":
                self.add(code(token.content), token.content, solid=True)
            case "image":
                alt = "".join(child.content for child in token.children or ()) or "image"
                self.link(str(token.attrGet("src") or ""), [Token("text", "", 0, content=alt)])
            case "html_inline":
                self.tag(token.content)
            case kind if kind.endswith("_open"):
                self.marks.append(_MARKS[kind.removesuffix("_open")])
            case kind if kind.endswith("_close"):
                self.unmark(_MARKS[kind.removesuffix("_close")])
            case _:
                self.out += _text(token.content, tuple(self.marks))

    def add(self, text: str, plain: str, *, solid: bool = False) -> None:
        self.out.append(Span(text, tuple(self.marks), solid, plain))

    def end_line(self) -> None:
        """Lines that hold nothing but tags leave nothing behind."""
        if not self.out or self.out[-1].text != "\n":
            self.add("\n", "\n")

    def unmark(self, mark: str) -> None:
        if mark in self.marks:
            del self.marks[len(self.marks) - 1 - self.marks[::-1].index(mark)]

    def tag(self, source: str) -> None:
        """Known HTML becomes its nearest Markdown or nothing; what only looks like a tag (`<name>`) is text."""
        if source.startswith("<!--"):
            return
        found = _TAG.match(source)
        name = found[1].lower() if found else ""
        mark = _TAG_MARKS.get(name)
        if name == "br":
            self.end_line()
        elif mark and source.startswith("</"):
            self.unmark(mark)
        elif mark and mark not in self.marks:
            self.marks.append(mark)
        elif name == "sup" and not source.startswith("</"):
            self.add("^", "^")
        elif name not in _TAGS:
            self.out += _text(source, tuple(self.marks))

    def link(self, href: str, tokens: Sequence[Token]) -> None:
        """A masked link without preview; Discord refuses a text that is a URL itself, so that stands alone."""
        inner = _Pen().draw([token for token in tokens if token.type != "image"] or _alts(tokens))
        words = seen(inner).replace("\n", " ").strip()
        url = web_url(href)
        bare = href.removeprefix("mailto:")
        if not url:
            extra = f" ({code(bare)})" if bare and not href.startswith("#") and bare != words else ""
            self.out += [Span(s.text, (*self.marks, *s.marks), s.solid, s.plain) for s in inner]
            self.out += [Span(extra, tuple(self.marks), bool(extra), extra)] if extra else []
        elif not words or "://" in words:
            self.add(f"<{url}>", url, solid=True)
        else:
            text = drawn(inner).replace("\n", " ")
            self.add(f"[{_brackets(text)}](<{url}>)", words, solid=True)


def _alts(tokens: Sequence[Token]) -> list[Token]:
    return [Token("text", "", 0, content=token.content or "image") for token in tokens]


def _brackets(text: str) -> str:
    return re.sub(r"(?<!\\)([\[\]])", r"\\\1", text)


def _closing(tokens: Sequence[Token], at: int) -> int:
    depth = 0
    for index in range(at, len(tokens)):
        depth += tokens[index].type == "link_open"
        depth -= tokens[index].type == "link_close"
        if depth == 0:
            return index
    return len(tokens)


def drawn(runs: Sequence[Span]) -> str:
    """The runs as one string: styles are opened and closed where they change."""
    out: list[str] = []
    marks: Marks = ()
    for span in (*runs, Span("")):
        if span.marks != marks:
            same = _common(marks, span.marks)
            out += reversed(marks[same:])
            out += span.marks[same:]
            marks = span.marks
        out.append(span.text)
    return "".join(out)


def trimmed(runs: Sequence[Span]) -> tuple[Span, ...]:
    """Without white space at the ends, where a style's mark would lose its meaning."""
    rest = list(runs)
    while rest and not rest[0].text.strip():
        del rest[0]
    while rest and not rest[-1].text.strip():
        del rest[-1]
    if rest and rest[0].text[0].isspace():
        rest[0] = replace(rest[0], text=rest[0].text.lstrip())
    if rest and rest[-1].text[-1].isspace():
        rest[-1] = replace(rest[-1], text=rest[-1].text.rstrip())
    return tuple(rest)


def seen(runs: Sequence[Span]) -> str:
    """What a reader sees of the runs."""
    return "".join(run.plain for run in runs)


def _common(one: Marks, other: Marks) -> int:
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    return same


def _math(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "$\\":
        return False
    match = _MATH.match(state.src, state.pos, state.posMax)
    content = next((group for group in match.groups() if group is not None), "") if match else ""
    if match is None or not _MATHEMATICAL.search(content):
        return False
    if not silent:
        state.push("math", "", 0).content = " ".join(content.split())
    state.pos = match.end()
    return True


def _note(state: StateInline, silent: bool) -> bool:
    match = _NOTE.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "[" else None
    if match is None:
        return False
    if not silent:
        state.push("note", "", 0).content = superscript(match[1]) if match[1].isdigit() else match[0]
    state.pos = match.end()
    return True


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("strikethrough")
    parser.inline.ruler.before("escape", "math", _math)
    parser.inline.ruler.before("link", "note", _note)
    return parser
