"""Every sentence that people read, in one place: whose fault it is, and what to do next."""

from string import Formatter

from bot.core.catalogue import (
    asking,
    checks,
    entrances,
    helping,
    models,
    permissions,
    pictures,
    removing,
    rooms,
    speaking,
    talks,
    tools,
    turns,
    waiting,
    words,
)

PARTS = (
    turns,
    waiting,
    asking,
    tools,
    pictures,
    models,
    speaking,
    words,
    checks,
    rooms,
    permissions,
    talks,
    helping,
    removing,
    entrances,
)
SENTENCES: dict[str, str] = {key: sentence for part in PARTS for key, sentence in part.SENTENCES.items()}


def say(key: str, **fields: object) -> str:
    """The sentence for `key`; raises KeyError for an unknown key or a missing field."""
    return Formatter().vformat(SENTENCES[key], (), fields)
