"""Files that people give along with a request: what can be known of them before they are read."""

from collections.abc import Mapping, Sequence

import discord

from bot.core.attachments import Attachment, Source
from bot.core.catalogue import say
from bot.core.models.modes import sees
from bot.core.models.provider import Provider
from bot.core.steps import code
from bot.surface.asking.refusal import NotTaken
from bot.surface.imagine.sources import pictures_in, source_in
from bot.turns.packing import NO_MACHINE, TOO_LARGE


def given_with(message: discord.Message, *, has_machine: bool, limit: int) -> tuple[Attachment, ...]:
    """Of a message; what cannot go along is marked, and said on the card."""
    return tuple(
        Attachment(source=source_in(message, file), size=file.size, lost=_obstacle(file, has_machine, limit))
        for file in message.attachments
    )


def given_by_form(files: Sequence[discord.Attachment], *, has_machine: bool, limit: int) -> tuple[Attachment, ...]:
    """Files that stand in no message, marked as those of a message: what was written with them is not typed again."""
    return tuple(
        Attachment(
            source=Source(name=file.filename, url=file.url), size=file.size, lost=_obstacle(file, has_machine, limit)
        )
        for file in files
    )


def given_by_command(files: Sequence[discord.Attachment], *, has_machine: bool, limit: int) -> tuple[Attachment, ...]:
    """Files that stand in no message. Raises NotTaken for the first that cannot go along."""
    for file in files:
        match _obstacle(file, has_machine, limit):
            case "":
                continue
            case key if key == TOO_LARGE:
                raise NotTaken(say("ask.file_too_large", name=code(file.filename), limit=limit // 1_000_000))
            case _:
                raise NotTaken(say("ask.file_no_machine", name=code(file.filename)))
    return tuple(Attachment(source=Source(name=file.filename, url=file.url), size=file.size) for file in files)


def require_sight(files: Sequence[discord.Attachment], providers: Mapping[str, Provider], model: str) -> None:
    """Raises NotTaken for the first picture where the model does not look at any."""
    pictures = pictures_in(files)
    if pictures and not sees(providers, model):
        raise NotTaken(say("ask.file_unseen", name=code(pictures[0].filename), model=code(model)))


def _obstacle(file: discord.Attachment, has_machine: bool, limit: int) -> str:
    """Why it cannot go along, as a key of sentences; empty where nothing is known against it."""
    if file.size > limit:
        return TOO_LARGE
    return "" if has_machine or pictures_in([file]) else NO_MACHINE
