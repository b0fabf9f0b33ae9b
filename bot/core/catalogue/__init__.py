"""Every sentence that people read, in one place: whose fault it is, and what to do next."""

from string import Formatter

from bot.core.catalogue import asking, checks, models, permissions, pictures, rooms, speaking, tools, turns, words

SENTENCES: dict[str, str] = (
    turns.SENTENCES
    | asking.SENTENCES
    | tools.SENTENCES
    | pictures.SENTENCES
    | models.SENTENCES
    | speaking.SENTENCES
    | words.SENTENCES
    | checks.SENTENCES
    | rooms.SENTENCES
    | permissions.SENTENCES
)


def say(key: str, **fields: object) -> str:
    """The sentence for `key`; raises KeyError for an unknown key or a missing field."""
    return Formatter().vformat(SENTENCES[key], (), fields)
