"""Whether a message is for us: it mentions us, or it replies to one of our messages."""

import discord

from bot.core.ids import Snowflake
from bot.core.ports import Store


async def calls_us(message: discord.Message, client: discord.Client, store: Store) -> bool:
    return mentions_us(message, client) or await _replies_to_us(message, client, store)


def mentions_us(message: discord.Message, client: discord.Client) -> bool:
    """By name, or by the role that Discord gave us: people pick that by mistake. A reply may ping too."""
    me = client.user
    ours = message.guild.self_role if message.guild is not None else None
    is_by_role = ours is not None and any(role.id == ours.id for role in message.role_mentions)
    return is_by_role or any(me is not None and person.id == me.id for person in message.mentions)


async def _replies_to_us(message: discord.Message, client: discord.Client, store: Store) -> bool:
    """Also where the reply pings nobody."""
    reference = message.reference
    if reference is None or reference.message_id is None or message.type is not discord.MessageType.reply:
        return False
    if isinstance(reference.resolved, discord.Message):
        return reference.resolved.author == client.user
    return await store.turn_of_message(Snowflake(reference.message_id)) is not None
