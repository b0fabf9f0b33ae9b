"""Pictures that people give along: with a command, a form or a message."""

from collections.abc import Iterable, Sequence

import discord

from bot.core.attachments import Source
from bot.core.catalogue import say
from bot.core.ids import Snowflake
from bot.core.imagine.wish import WishError
from bot.core.steps import code

KINDS = ("image/png", "image/jpeg", "image/webp", "image/gif")
_MOST_BYTES = 32 * 1024 * 1024


def pictures_in(files: Iterable[discord.Attachment]) -> list[discord.Attachment]:
    """As Discord tells what they are; the bytes are looked at before a model gets them."""
    return [file for file in files if (file.content_type or "").partition(";")[0] in KINDS]


def sources_of_files(files: Sequence[discord.Attachment]) -> tuple[Source, ...]:
    """Files that stand in no message. Raises WishError for what is no picture, or too large to be read."""
    for file in files:
        if file not in pictures_in(files):
            raise WishError(say("imagine.source_unreadable", detail=code(file.filename)))
        if file.size > _MOST_BYTES:
            raise WishError(say("imagine.source_too_large", detail=code(file.filename)))
    return tuple(Source(name=file.filename, url=file.url) for file in files)


def source_in(message: discord.Message, file: discord.Attachment) -> Source:
    """A file in a message, which is asked for anew each time it is needed."""
    return Source(
        name=file.filename,
        channel=Snowflake(message.channel.id),
        message=Snowflake(message.id),
        file=Snowflake(file.id),
    )
