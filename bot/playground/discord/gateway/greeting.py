"""The first events of a session: READY, and each guild in full, as a bot or as a person's own client gets them."""

from collections.abc import Iterator

from bot.playground.discord.channels.thread_states import settle
from bot.playground.discord.gateway.intents import Intent
from bot.playground.discord.gateway.sessions import Session
from bot.playground.discord.wire import (
    channel_json,
    guild_json,
    member_json,
    own_user_json,
    settings_json,
    thread_json,
)
from bot.playground.discord.world.entities import Guild, JsonObject
from bot.playground.discord.world.flags import ChannelType
from bot.playground.discord.world.permissions import can_see
from bot.playground.discord.world.state import World, iso


def greeting(world: World, session: Session, url: str) -> Iterator[tuple[str, JsonObject]]:
    """Names and payloads, in order. `url` is where the session can be resumed."""
    guilds = [guild for guild in world.guilds.values() if session.user.id in guild.members]
    mine = [guild for guild in guilds if session.has_guild(guild.id)]
    if not session.user.bot:
        yield "READY", _ready(session, url) | _for_a_person(world, session, mine)
        return
    unavailable = [{"id": str(guild.id), "unavailable": True} for guild in mine]
    application = {"id": str(world.application.id), "flags": world.application.flags}
    yield "READY", _ready(session, url) | {"guilds": unavailable, "application": application}
    if session.intents & Intent.GUILDS:
        for guild in mine:
            yield "GUILD_CREATE", guild_create(world, guild, session)


def settle_threads(world: World) -> None:
    """Archive what slept too long, and tell those who are here already, before a newcomer is told what is active."""
    for channel in list(world.channels.values()):
        settle(world, channel)


def _ready(session: Session, url: str) -> JsonObject:
    return {
        "v": 10,
        "user": own_user_json(session.user),
        "session_id": session.id,
        "session_type": "normal",
        "resume_gateway_url": url,
        "shard": list(session.shard),
        "private_channels": [],
        "relationships": [],
        "presences": [],
        "user_settings": {},
        "_trace": [],
    }


def _for_a_person(world: World, session: Session, guilds: list[Guild]) -> JsonObject:
    viewer = session.user.id
    dms = [c for c in world.channels.values() if c.type == ChannelType.DM and viewer in c.recipients]
    return {
        "guilds": [guild_create(world, guild, session) for guild in guilds],
        "private_channels": [channel_json(world, channel, viewer) for channel in dms],
        "user_settings": settings_json(session.user),
    }


def guild_create(world: World, guild: Guild, session: Session) -> JsonObject:
    """A guild with its channels, active threads and members; a bot is told even of channels it cannot see into."""
    viewer = session.user
    channels = [world.channels[channel_id] for channel_id in guild.channel_ids]
    shown = [c for c in channels if viewer.bot or can_see(world, viewer.id, c)]
    threads = [
        c for c in world.threads_of(guild.id) if c.thread and not c.thread.archived and can_see(world, viewer.id, c)
    ]
    return guild_json(guild) | {
        "joined_at": iso(guild.members[viewer.id].joined_at),
        "large": False,
        "unavailable": False,
        "member_count": len(guild.members),
        "members": _members(world, guild, session),
        "channels": [channel_json(world, c, viewer.id) for c in shown],
        "threads": [thread_json(world, c, viewer.id) for c in threads],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def _members(world: World, guild: Guild, session: Session) -> list[JsonObject]:
    """Everyone for those who may see presences, otherwise oneself."""
    everyone = not session.user.bot or session.intents & Intent.GUILD_PRESENCES
    chosen = guild.members.values() if everyone else [guild.members[session.user.id]]
    return [member_json(world, member) for member in chosen]
