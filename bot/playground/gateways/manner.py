"""How an answer is sent, apart from what it says: every oddity of gateways in the wild, by words of the prompt."""

import re
from collections.abc import Mapping

ODDITIES: Mapping[str, str] = {
    "pings": r"\bwith pings\b",
    "empty_deltas": r"\bempty deltas\b",
    "blank_lines": r"\bblank lines\b",
    "json": r"\b(answer )?as json\b",
    "silent": r"\bfall silent\b",
    "html": r"\b(as html|html page)\b",
    "malformed": r"\bmalformed chunk\b",
    "truncated": r"\bwithout (a )?done\b",
    "extra_done": r"\bwith (a )?done\b",
    "wrapped": r"\bwrapped\b",
    "null_delta": r"\bnull delta\b",
    "null_content": r"\bnull content\b",
    "no_choices": r"\bno choices\b",
    "crlf": r"\bcrlf\b",
    "no_space": r"\bno space after data\b",
    "many_lines": r"\bdata on many lines\b",
    "reseller": r"\blike a reseller\b",
    "one_chunk": r"\bin one chunk\b",
    "no_index": r"\bwithout (an )?index\b",
    "broken_arguments": r"\bbroken arguments\b",
    "empty_arguments": r"\bempty arguments\b",
    "snake": r"\bsnake case\b",
    "urlsafe": r"\burl-?safe\b",
    "unknown_event": r"\bunknown event\b",
    "error_object": r"\b(error|break)\b.*\bmid-?stream\b(?!.* as )",
    "error_string": r"\bmid-?stream as (a )?string\b",
    "error_finish": r"\bmid-?stream as (a )?finish\b",
    "error_event": r"\bmid-?stream as (an )?event\b",
}
ERRORS = ("error_object", "error_string", "error_finish", "error_event")


def manner_of(prompt: str) -> frozenset[str]:
    """All that the words name; they go with every kind of answer, and with each other."""
    words = prompt.lower()
    return frozenset(name for name, pattern in ODDITIES.items() if re.search(pattern, words))
