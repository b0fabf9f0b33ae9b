"""What the bot's roles and a channel's exceptions come to, in Discord's order, from what its REST API says."""

from collections.abc import Mapping, Sequence
from typing import Any

_ADMINISTRATOR = 1 << 3
_ALL = (1 << 53) - 1
_MEMBER = 1
Json = Mapping[str, Any]


def in_guild(guild: Json, roles: Sequence[str], me: str) -> int:
    """Before any channel has its say."""
    if str(guild.get("owner_id")) == me:
        return _ALL
    mine = {str(guild["id"]), *roles}
    bits = 0
    for role in guild["roles"]:
        if str(role["id"]) in mine:
            bits |= int(role["permissions"])
    return _ALL if bits & _ADMINISTRATOR else bits


def in_channel(guild: Json, channel: Json, roles: Sequence[str], me: str) -> int:
    """@everyone's exception, then those of roles together, then one's own."""
    bits = in_guild(guild, roles, me)
    if bits == _ALL:
        return bits
    exceptions = {str(one["id"]): one for one in channel.get("permission_overwrites") or ()}
    everyone = exceptions.get(str(guild["id"]))
    bits = _with(bits, [everyone] if everyone else [])
    bits = _with(bits, [exceptions[role] for role in roles if role in exceptions])
    own = exceptions.get(me)
    return _with(bits, [own] if own and int(own["type"]) == _MEMBER else [])


def _with(bits: int, exceptions: Sequence[Json]) -> int:
    for one in exceptions:
        bits &= ~int(one["deny"])
    for one in exceptions:
        bits |= int(one["allow"])
    return bits
