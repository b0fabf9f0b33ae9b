"""What a script knows when it plays: the request, the installation, and where files may be kept."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.gateways.asked import Asked, Desk

INTRODUCTION = "_I am the playground's scripted stand-in, not a model: what I say was written beforehand._\n\n"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """`keep` stores bytes under a label and gives the address."""

    asked: Asked
    desk: Desk
    keep: Callable[[bytes, str], str]

    @property
    def prompt(self) -> str:
        return self.asked.prompt

    @property
    def words(self) -> str:
        return self.asked.prompt.lower()

    def introduced(self, text: str) -> str:
        """The first answer of a talk says what speaks here."""
        return text if self.asked.earlier else INTRODUCTION + text


def quoted(text: str, longest: int = 200) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest]}…"
