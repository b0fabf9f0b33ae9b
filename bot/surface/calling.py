"""Whether a message is for us: it mentions us, or it replies to one of our messages."""

import discord

from bot.core.ids import Snowflake
from bot.core.ports import Store


def mentions(message: discord.Message, me: int) -> bool:
    """By name, or by the role that Discord gave us: people pick that by mistake. A reply may ping too."""
    ours = message.guild.self_role if message.guild is not None else None
    is_by_role = ours is not None and any(role.id == ours.id for role in message.role_mentions)
    return is_by_role or any(person.id == me for person in message.mentions)


async def replies_to_us(message: discord.Message, me: int, store: Store) -> bool:
    """Also where the reply pings nobody."""
    reference = message.reference
    if reference is None or reference.message_id is None or message.type is not discord.MessageType.reply:
        return False
    if isinstance(reference.resolved, discord.Message):
        return reference.resolved.author.id == me
    return await store.turn_of_message(Snowflake(reference.message_id)) is not None
