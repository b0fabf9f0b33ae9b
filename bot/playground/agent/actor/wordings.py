"""Sentences that ask for a client's function by what it does: the function is the one whose name has these words."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.agent.create import JsonObject

Given = Mapping[str, Any]

_QUOTED = '["“”](?P<{0}>[^"“”]+)["“”]'
_PLACE = r"(?:\s+(?:in|into|to|on)\s+(?P<channel><#\d+>|#?[\w-]+))?"
_QUESTION = r"(?:(?!\s+and\s+ask me:)[^|\n])"


def _named(found: re.Match[str]) -> Given:
    given = {name: value.strip() for name, value in found.groupdict().items() if value}
    return given | {name: _id(given[name]) for name in ("channel", "message") if name in given}


def _id(text: str) -> str:
    """The number in a mention of a channel, or at the end of a message's address."""
    found = re.fullmatch(r"(?:<#|https?://\S+/)?(\d+)>?", text)
    return found[1] if found else text


@dataclass(frozen=True, kw_only=True)
class Wording:
    """`words` stand in the function's name. `given`: what the sentence says, by what it is; without it, as named."""

    pattern: re.Pattern[str]
    words: frozenset[str]
    given: Callable[[re.Match[str]], Given] = _named

    def fits(self, function: JsonObject) -> bool:
        return self.words <= words_of(str(function["name"]))


def words_of(name: str) -> frozenset[str]:
    return frozenset(re.split(r"[^a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()))


def spoken(text: str) -> Iterator[tuple[re.Match[str], Wording]]:
    """Every sentence of these in a text, wherever it stands."""
    for wording in WORDINGS:
        for found in wording.pattern.finditer(text):
            yield found, wording


def _question(found: re.Match[str]) -> Given:
    """`kind`: words for the way in which it is to be answered."""
    options = [option.strip() for option in (found["options"] or "").split("|") if option.strip()]
    kind = "choice option select" if options else "text form free"
    if [option.lower() for option in options] in (["yes", "no"], ["no", "yes"]):
        kind = "yes_no bool confirm"
    return {"question": found["question"].strip(), "kind": kind} | ({"options": options} if options else {})


def _wording(pattern: str, words: str, **more: Any) -> Wording:
    return Wording(pattern=re.compile(pattern, re.IGNORECASE), words=frozenset(words.split()), **more)


READ_THREAD = _wording(r"\bread this thread\b", "read thread")
REACT = _wording(r"\breact with (?P<emoji>\S+?)(?:\s+(?:to|on)\s+(?P<message>\S+?))?[.,;]?(?=\s|$)", "react")
WORDINGS: tuple[Wording, ...] = (
    _wording(
        rf"\bask me:\s*(?P<question>{_QUESTION}+)(?P<options>(?:\|{_QUESTION}*)*)",
        "ask",
        given=_question,
    ),
    _wording(r"\bpost\s+" + _QUOTED.format("text") + _PLACE, "post"),
    READ_THREAD,
    _wording(r"\bread\s+(?:the\s+)?(?:channel\s+|(?=<?#))(?P<channel><#\d+>|#?[\w-]+)", "read channel"),
    REACT,
    _wording(
        r"\bopen a thread\s+(?:called\s+|named\s+)?"
        + _QUOTED.format("name")
        + _PLACE
        + r"(?:\s+(?:saying|with)\s+"
        + _QUOTED.format("text")
        + ")?",
        "open thread",
    ),
    _wording(r"\bsend\s+(?:me\s+)?the file\s+`?(?P<path>[^\s`]*[\w/])`?", "send file"),
    _wording(r"\bmake (?:an?|one) (?:picture|image) of (?P<subject>[^.;|\n]+)", "picture"),
)
