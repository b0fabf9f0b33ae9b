"""Op 8: a client asks for members of a guild, by name, by id or all, and gets them in chunks."""

from collections.abc import Iterator
from typing import Final

from bot.playground.discord.gateway.intents import Intent
from bot.playground.discord.gateway.sessions import Session
from bot.playground.discord.wire import member_json
from bot.playground.discord.world.entities import Guild, JsonObject
from bot.playground.discord.world.state import World

CHUNK: Final = 1000
MOST: Final = 100  # of a search by name or by ids
NONCE_BYTES: Final = 32


def may_ask(session: Session, data: JsonObject) -> bool:
    """The whole list needs the members intent; a search does not."""
    everyone = data.get("query") == "" and data.get("limit") == 0
    return not everyone or bool(session.intents & Intent.GUILD_MEMBERS)


def chunks(world: World, session: Session, data: JsonObject) -> Iterator[JsonObject]:
    """The GUILD_MEMBERS_CHUNK payloads; nothing for a guild the client is not in."""
    guild = world.guilds.get(int(data.get("guild_id", 0)))
    if guild is None or session.user.id not in guild.members:
        return
    found, missing = _found(world, guild, data)
    parts = [found[start : start + CHUNK] for start in range(0, len(found), CHUNK)] or [[]]
    for index, part in enumerate(parts):
        answer: JsonObject = {
            "guild_id": str(guild.id),
            "members": [member_json(world, guild.members[user_id]) for user_id in part],
            "chunk_index": index,
            "chunk_count": len(parts),
        }
        if missing:
            answer["not_found"] = missing
        nonce = data.get("nonce")
        if isinstance(nonce, str) and len(nonce.encode()) <= NONCE_BYTES:
            answer["nonce"] = nonce
        yield answer


def _found(world: World, guild: Guild, data: JsonObject) -> tuple[list[int], list[str]]:
    """Ids of members, and the asked ones that are none."""
    if data.get("user_ids") is not None:
        asked = data["user_ids"] if isinstance(data["user_ids"], list) else [data["user_ids"]]
        known = [int(user_id) for user_id in asked[:MOST] if int(user_id) in guild.members]
        return known, [str(user_id) for user_id in asked[:MOST] if int(user_id) not in guild.members]
    query, limit = str(data.get("query", "")).lower(), int(data.get("limit", 0))
    if not query and not limit:
        return list(guild.members), []
    names = {user_id: _names(world, guild, user_id) for user_id in guild.members}
    hits = [user_id for user_id, called in names.items() if any(name.startswith(query) for name in called)]
    return hits[: min(limit or MOST, MOST)], []


def _names(world: World, guild: Guild, user_id: int) -> list[str]:
    user, member = world.users[user_id], guild.members[user_id]
    return [name.lower() for name in (user.name, user.global_name, member.nick) if name]
