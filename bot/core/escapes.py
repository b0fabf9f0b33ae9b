"""Discord's Markdown from its outside: making text mean itself, and URLs that a masked link accepts."""

import re
from urllib.parse import quote, urlsplit

_SPECIAL = re.compile(
    r"""
      (?P<keep> <a?:\w{2,32}:\d{15,21}> | <t:-?\d{1,14}(?::[tTdDfFRsS])?> | <@[!&]?\d{15,21}> | <\#\d{15,21}>
              | \|\|(?=[^\s|]) [^|\n]*[^\s|] \|\| )
    | (?P<everyone> @(?:everyone|here)\b )
    | (?P<url> https?://[^\s<>]+ )
    | (?P<star> (?<!\S)\*(?!\S) | (?<=[^\W_])_+(?=[^\W_]) )
    | (?P<mark> [*_`] | ~~+ | \|\|+ | \\(?=[^0-9A-Za-z\s]|$) | (?<=\])\((?=[^)]*\)) | <(?=https?:|[@\#:]|a:|/\w) )
    """,
    re.VERBOSE,
)
_HARMLESS = re.compile(r"[^*_~`|\\\]<@:]*")
_TRAILING = re.compile(r"""[.,;:!?'"*_~\]|]+$""")
_LINE_START = re.compile(r"^([ ]*)(#{1,3}(?=\s|$)|-\#(?=\s)|[-*+](?=\s|$)|>(?=\s|>>)|(\d+)(?=[.)](?:\s|$)))")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def superscript(digits: str) -> str:
    return digits.translate(_SUPERSCRIPT)


def split_url(text: str) -> tuple[str, str]:
    """A bare URL and the punctuation behind it that belongs to the sentence."""
    url = text
    while True:
        shorter = _TRAILING.sub("", url)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == url:
            return url, text[len(url) :]
        url = shorter


def escape(text: str) -> list[tuple[str, bool, str]]:
    """Text as runs of (Discord Markdown that shows it, must it stay in one piece, the text).

    Mentions, timestamps, custom emoji and spoilers stay what they are: sent without allowed mentions they do no harm.
    """
    if _HARMLESS.fullmatch(text):
        return [(text, False, text)] if text else []
    runs: list[tuple[str, bool, str]] = []
    shown = plain = ""
    at = 0
    for match in _SPECIAL.finditer(text):
        shown += text[at : match.start()]
        plain += text[at : match.start()]
        at = match.end()
        solid, seen, tail = _solid(match)
        if solid:
            runs += [(shown, False, plain), (solid, True, seen)]
            shown = plain = ""
        shown += _escaped(tail) if match.lastgroup != "star" else tail
        plain += tail
    runs.append((shown + text[at:], False, plain + text[at:]))
    return [run for run in runs if run[0]]


def _solid(match: re.Match[str]) -> tuple[str, str, str]:
    """What one special place becomes: (what stays in one piece, what a reader sees of it, the text behind it)."""
    found = match[0]
    match match.lastgroup:
        case "keep":
            return found, found, ""
        case "everyone":
            return f"`{found}`", found, ""
        case "url":
            url, tail = split_url(found)
            return f"<{url}>", url, tail
        case _:
            return "", "", found


def _escaped(text: str) -> str:
    return re.sub(r"([*_~|\\`(<])", r"\\\1", text)


def guard(line: str) -> str:
    """A line of text that Discord does not take for a heading, a list, small print or a quotation."""

    def escaped(match: re.Match[str]) -> str:
        return f"{match[1]}{match[3]}\\" if match[3] else f"{match[1]}\\{match[2]}"

    return _LINE_START.sub(escaped, line, count=1)


def web_url(url: str) -> str:
    """The URL in a form that a masked link takes (`[text](<url>)`), or "" where it is not a whole http(s) URL."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not host or re.search(r"[\x00-\x1f\x7f]", url):
        return ""
    return quote(url, safe="%/:?#[]@!$&'*+,;=-._~", errors="replace")


def code(text: str) -> str:
    """Inline code that shows the text: its backticks are one or two, whichever run the text does not hold itself.

    Three would open a block in Discord; in text that holds single *and* double ones, an unseen space parts the double.
    """
    runs = {len(run) for run in re.findall(r"`+", text)}
    mark = "`" if 1 not in runs else "``"
    if mark == "``" and 2 in runs:
        text = re.sub(r"(?<!`)``(?!`)", "`\u200b`", text)
    if text.startswith("`") or text.endswith("`"):
        text = f" {text} "
    return f"{mark}{text}{mark}"


def fenced(line: str) -> str:
    """A line of code that cannot end its block: Discord has no longer fence, so an unseen space parts backticks."""
    return line.replace("```", "``\u200b`") if "```" in line else line
