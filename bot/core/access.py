"""Who may use the bot: nobody but the application's owner until the operator says otherwise."""

from dataclasses import dataclass

from bot.core.ids import Snowflake
from bot.core.session import Actor


@dataclass(frozen=True, slots=True)
class Allowed:
    """`ids` are guilds, roles and people alike, for Discord's ids never collide; `everyone` passes all."""

    ids: frozenset[Snowflake] = frozenset()
    everyone: bool = False


def may_use(actor: Actor, *, guild: Snowflake | None, allowed: Allowed, owners: frozenset[Snowflake]) -> bool:
    """The owners of the application always may."""
    if allowed.everyone or actor.id in owners or actor.id in allowed.ids:
        return True
    return guild in allowed.ids or not actor.roles.isdisjoint(allowed.ids)
