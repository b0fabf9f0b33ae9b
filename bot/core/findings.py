"""What the doctor finds: a name that stays, how bad it is, and a sentence with its mend."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.core.catalogue import say


class Level(StrEnum):
    GOOD = "good"
    WARNING = "warning"  # it works, and something does not
    BAD = "bad"  # it does not work


MARKS = {Level.GOOD: "✓", Level.WARNING: "!", Level.BAD: "✗"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`about`: what was looked at, in one word."""

    about: str
    level: Level
    sentence: str

    @property
    def line(self) -> str:
        return f"{MARKS[self.level]} {self.about}: {self.sentence}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A channel. `missing`: the names of the permissions that the bot lacks there; None where it does not see it."""

    guild: str
    channel: str
    missing: tuple[str, ...] | None


def good(about: str, key: str, **fields: object) -> Finding:
    return Finding(about=about, level=Level.GOOD, sentence=say(key, **fields))


def warning(about: str, key: str, **fields: object) -> Finding:
    return Finding(about=about, level=Level.WARNING, sentence=say(key, **fields))


def bad(about: str, key: str, **fields: object) -> Finding:
    return Finding(about=about, level=Level.BAD, sentence=say(key, **fields))


def judged_places(guild: str, places: Iterable[Place]) -> Finding:
    """One for a whole server: what is missing, with the channels where it is."""
    seen = [place for place in places if place.missing is not None]
    lacking: dict[tuple[str, ...], list[str]] = {}
    for place in seen:
        if place.missing:
            lacking.setdefault(place.missing, []).append(f"#{place.channel}")
    if not seen:
        return warning("permissions", "check.places_none", guild=guild)
    if not lacking:
        return good("permissions", "check.places_good", guild=guild, count=len(seen))
    told = "; ".join(_lack(names, channels, len(seen)) for names, channels in lacking.items())
    return warning("permissions", "check.places_lack", guild=guild, lacks=told)


_NAMED = 8


def _lack(names: tuple[str, ...], channels: list[str], of: int) -> str:
    more = len(channels) - _NAMED
    listed = ", ".join(channels[:_NAMED]) + (f" {say('check.places_more', count=more)}" if more > 0 else "")
    where = say("check.places_all") if len(channels) == of > 1 else listed
    return say("check.places_one", names=", ".join(names), where=where)


class Checks(Protocol):
    """The doctor, as a running bot has it."""

    async def briefly(self) -> list[Finding]:
        """All but Discord's side; for the operator."""
        ...

    async def of_services(self) -> list[Finding]:
        """What those who manage a server may know too."""
        ...
