"""A file for one person: as an answer that they alone see, or where Discord refuses that, in a direct message."""

import discord

from bot.core.catalogue import say
from bot.core.errors import FilesRefused, Forbidden
from bot.core.patches import Upload
from bot.surface.canvas import told_plainly
from bot.surface.looks import NOBODY, file_of


async def hand_out(itx: discord.Interaction, upload: Upload, *, too_large: str) -> None:
    """The itx was deferred. An answer to it may carry files even where the bot may attach none.

    `too_large`: what is said where no message takes it. Raises DeliveryError where Discord cannot be reached.
    """
    try:
        with told_plainly(with_files=True):
            await itx.edit_original_response(attachments=[file_of(upload)], allowed_mentions=NOBODY)
    except FilesRefused:
        sentence = await _sent_directly(itx.user, upload, too_large=too_large)
        await itx.edit_original_response(content=sentence, allowed_mentions=NOBODY)


async def _sent_directly(person: discord.User | discord.Member, upload: Upload, *, too_large: str) -> str:
    try:
        with told_plainly():
            await person.send(file=file_of(upload), allowed_mentions=NOBODY)
    except FilesRefused:
        return too_large
    except Forbidden:
        return say("files.not_sent")
    return say("files.sent_directly")
