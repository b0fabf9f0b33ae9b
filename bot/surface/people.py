"""Who speaks, and where, as the rest of the house knows people and places."""

import discord

from bot.core.access import Scene
from bot.core.ids import Snowflake
from bot.core.session import Actor


def actor_of(person: discord.User | discord.Member) -> Actor:
    roles = person.roles if isinstance(person, discord.Member) else ()
    return Actor(
        id=Snowflake(person.id),
        name=person.display_name,
        roles=frozenset(Snowflake(role.id) for role in roles),
    )


def scene_of(itx: discord.Interaction) -> Scene:
    """Whoever does something with an itx, where they do it."""
    guild = Snowflake(itx.guild_id) if itx.guild_id else None
    return Scene(
        actor=actor_of(itx.user),
        guild=guild,
        channels=frozenset() if guild is None else places_of(itx.channel),
        manages=guild is not None and itx.permissions.manage_guild,
    )


def scene_at(message: discord.Message) -> Scene:
    """The author of a message; what they may do as Discord has it is not told along with it."""
    guild = Snowflake(message.guild.id) if message.guild else None
    places = frozenset() if guild is None else places_of(message.channel)
    return Scene(actor=actor_of(message.author), guild=guild, channels=places)


def places_of(channel: object) -> frozenset[Snowflake]:
    """The channel or thread, and what it stands in, as far as is known of it."""
    found: list[int | None] = [getattr(channel, "id", None)]
    if isinstance(channel, discord.Thread):
        found += [channel.parent_id, channel.parent.category_id if channel.parent is not None else None]
    elif isinstance(channel, discord.abc.GuildChannel):
        found.append(channel.category_id)
    return frozenset(Snowflake(place) for place in found if place is not None)
