"""Who speaks, as the rest of the house knows people."""

import discord

from bot.core.ids import Snowflake
from bot.core.session import Actor


def actor_of(person: discord.User | discord.Member) -> Actor:
    roles = person.roles if isinstance(person, discord.Member) else ()
    return Actor(
        id=Snowflake(person.id),
        name=person.display_name,
        roles=frozenset(Snowflake(role.id) for role in roles),
    )
