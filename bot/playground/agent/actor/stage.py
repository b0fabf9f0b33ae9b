"""What the scripted agent knows when it acts: the request, the talk so far, and its machine."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.playground.agent.actor.script import Script
from bot.playground.agent.create import Create
from bot.playground.agent.machine import Environment
from bot.playground.agent.turn import Turn

INTRODUCTION = (
    "_I am the playground's scripted stand-in, not a real agent: what I do and say was written beforehand._\n\n"
)

_LABEL = re.compile(
    r"^[^\n:]{0,60}\b(?:request|message|prompt|question|says|said|asks|wrote)[ \t]*:[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)


def request_in(text: str) -> str:
    """What the person wants: who speaks, notes and quotations stand before it.

    It is what follows the last line that only announces it ("Request:"), otherwise the last paragraph.
    """
    labels = list(_LABEL.finditer(text))
    if labels and text[labels[-1].end() :].strip():
        return text[labels[-1].end() :].strip()
    paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]
    return paragraphs[-1] if paragraphs else ""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """`earlier` are the talk's former requests, oldest first; `turn` is what is being worked on.

    `subjects` are the pictures to work from, the talk's last one first. `publish` gives content of a MIME type an
    address. `clause`: the part of the request that is left to do. `has_spoken`: in this run, so no introduction.
    """

    create: Create
    script: Script
    earlier: tuple[str, ...]
    environment: Environment | None
    subjects: tuple[bytes, ...]
    publish: Callable[[bytes, str], str]
    turn: Turn = field(default_factory=Turn)
    clause: str = ""
    has_spoken: bool = False

    @property
    def agent(self) -> str:
        return self.create.agent or ""

    @property
    def prompt(self) -> str:
        return self.clause or request_in(self.create.text or self.turn.text)

    def may(self, tool: str) -> bool:
        return tool not in self.create.barred

    @property
    def continues(self) -> bool:
        """Whether a run that paused goes on here."""
        return self.create.continuation_token is not None

    def introduced(self, text: str) -> str:
        """The first answer of a talk says what speaks here."""
        return text if self.earlier or self.has_spoken else INTRODUCTION + text
