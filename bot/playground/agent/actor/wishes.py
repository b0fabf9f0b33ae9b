"""Reads in a request which of the client's functions are to be called, in which round, and with what."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from bot.playground.agent.actor.wordings import REACT, READ_THREAD, WORDINGS, Wording, spoken, words_of
from bot.playground.agent.create import JsonObject

MISSING = "no_such_function"

_THEN = re.compile(r"\s*[,;.]?\s*(?:\band\s+)?\bthen\b[,:]?\s+", re.IGNORECASE)
_QUOTATION = re.compile('["“”][^"“”]*["“”]')
_NOT_TELLING = frozenset({"call", "function", "tool", "discord", "with", "from"})


@dataclass(frozen=True, kw_only=True)
class Wish:
    """`said`: the words around the function's name. `given`: what a sentence says, by what it is.

    `arguments`: written in the request as they are to be.
    """

    function: JsonObject
    at: int = 0
    said: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    arguments: JsonObject | None = None

    @property
    def name(self) -> str:
        return str(self.function["name"])


@dataclass(frozen=True, kw_only=True)
class Round:
    """Calls that are made at once, and how; `text` is the clause that asks for them."""

    text: str
    wishes: tuple[Wish, ...]

    def says(self, pattern: str) -> bool:
        return bool(re.search(pattern, self.text, re.IGNORECASE))


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`rest`: what is to be done when all rounds are answered."""

    rounds: tuple[Round, ...]
    rest: str


def planned(prompt: str, functions: Sequence[JsonObject]) -> Plan:
    """A round for each part of the request up to the first that asks for no function; "then" divides the parts."""
    clauses = _clauses(prompt)
    rounds: list[Round] = []
    while clauses and (wishes := _wishes(clauses[0], functions)):
        rounds += _prepared(Round(text=clauses.pop(0), wishes=wishes), rounds, functions)
    return Plan(rounds=tuple(rounds), rest=", then ".join(clauses))


def _clauses(prompt: str) -> list[str]:
    """What stands in quotation marks is not divided."""
    masked = _QUOTATION.sub(lambda found: "x" * len(found[0]), prompt)
    cuts = list(_THEN.finditer(masked))
    starts, ends = [0, *(cut.end() for cut in cuts)], [cut.start() for cut in cuts]
    parts = [prompt[start:end] for start, end in zip_longest(starts, ends)]
    return [part.strip() for part in parts if part.strip()]


def _prepared(asked: Round, before: list[Round], functions: Sequence[JsonObject]) -> list[Round]:
    """Who is to react to no particular message looks first which ones there are."""
    is_blind = any(REACT.fits(wish.function) and "message" not in wish.given for wish in asked.wishes)
    readers = [function for function in functions if READ_THREAD.fits(function)]
    if not is_blind or not readers or before:
        return [asked]
    return [Round(text="", wishes=(Wish(function=readers[0]),)), asked]


def _wishes(clause: str, functions: Sequence[JsonObject]) -> tuple[Wish, ...]:
    found = [*_by_sentences(clause, functions)]
    found += [] if found else _by_names(clause, functions)
    found = found or [Wish(function=function, said=clause) for function in _unnamed(clause, functions)]
    found = _with_words(sorted(found, key=lambda wish: wish.at), clause)
    return tuple(found * 2 if re.search(r"\btwice\b", clause, re.IGNORECASE) else found)


def _by_sentences(clause: str, functions: Sequence[JsonObject]) -> Iterator[Wish]:
    for found, wording in spoken(clause):
        if fitting := [function for function in functions if wording.fits(function)]:
            given = wording.given(found)
            yield Wish(function=_closest(fitting, wording), at=found.start(), given=given)


def _closest(fitting: list[JsonObject], wording: Wording) -> JsonObject:
    """The one whose name says the least beside."""
    return min(fitting, key=lambda function: len(words_of(str(function["name"])) - wording.words))


def _by_names(clause: str, functions: Sequence[JsonObject]) -> Iterator[Wish]:
    """By the whole name, or by a longer word of it where no sentence speaks of what it does."""
    for function in functions:
        name = str(function["name"])
        words = [] if _is_spoken_of(function) else [word for word in words_of(name) if len(word) > 3]
        patterns = [re.escape(name), *(rf"\b{word}" for word in sorted(set(words) - _NOT_TELLING))]
        places = [found.start() for pattern in patterns if (found := re.search(pattern, clause, re.IGNORECASE))]
        if places:
            yield Wish(function=function, at=min(places))


def _unnamed(clause: str, functions: Sequence[JsonObject]) -> list[JsonObject]:
    """Functions that are asked for without a name."""
    ordered = sorted(functions, key=_is_spoken_of)
    if re.search(r"\bfunction that (is not|isn.t) there\b", clause, re.IGNORECASE):
        return [{"name": MISSING}]
    if re.search(r"\b(call|use) both\b", clause, re.IGNORECASE):
        return ordered[:2]
    if re.search(r"\bcomplete with an open call\b", clause, re.IGNORECASE):
        return ordered[:1] or [{"name": MISSING}]
    return []


def _is_spoken_of(function: JsonObject) -> bool:
    return any(wording.fits(function) for wording in WORDINGS)


def _with_words(wishes: list[Wish], clause: str) -> list[Wish]:
    """Of several, each with those from its name to the next one's."""
    ends = [wish.at for wish in wishes[1:]]
    said = [clause[wish.at : end] or clause for wish, end in zip_longest(wishes, ends)] if ends else [clause]
    return [replace(wish, said=own, arguments=_written(own)) for wish, own in zip(wishes, said, strict=False)]


def _written(said: str) -> JsonObject | None:
    """The JSON object in a text."""
    start = said.find("{")
    try:
        found = json.JSONDecoder().raw_decode(said[start:])[0] if start >= 0 else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
