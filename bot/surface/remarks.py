"""One sentence of ours in a place, beside all that belongs to requests: said where it can be, and no more than that."""

import discord
import structlog

from bot.core.composing import always
from bot.core.errors import DeliveryError
from bot.core.ids import NONCE_LIMIT, Slot, Snowflake
from bot.core.patches import Page, Urgency
from bot.core.ports import Canvas

log = structlog.get_logger(__name__)


async def remark(
    canvas: Canvas,
    channel: Snowflake,
    sentence: str,
    *,
    nonce: str,
    reply_to: Snowflake | None = None,
    urgency: Urgency = Urgency.QUESTION,
) -> None:
    """`nonce` begins with what it is about, which is logged where it cannot be said."""
    page = Page(slot=Slot("remark"), content=sentence, reply_to=reply_to)
    try:
        await canvas.create(channel, always(page), nonce=nonce[:NONCE_LIMIT], urgency=urgency)
    except DeliveryError as error:
        about = nonce.partition(".")[0]
        log.warning("remark.not_said", about=about, channel=channel, error=type(error).__name__)


async def say_below(canvas: Canvas, message: discord.Message, sentence: str) -> None:
    """As a reply, where we may write; a message has no private answer."""
    channel, to = Snowflake(message.channel.id), Snowflake(message.id)
    await remark(canvas, channel, sentence, nonce=f"no.{to}", reply_to=to, urgency=Urgency.ITX)
