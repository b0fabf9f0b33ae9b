"""Who is asking, who is that, the application itself, and where the gateway is."""

from aiohttp import web

from bot.playground.discord.errors import DiscordError, unknown_user
from bot.playground.discord.messages.drafts import checked_fields
from bot.playground.discord.rest.door import Call, add, json_response
from bot.playground.discord.rules import flag, snowflake
from bot.playground.discord.wire import channel_json, own_user_json, settings_json, user_json
from bot.playground.discord.world.entities import JsonObject
from bot.playground.discord.world.events import Event
from bot.playground.discord.world.permissions import guild_permissions
from bot.playground.discord.world.state import World
from bot.playground.keys import OPTIONS


async def read_self(call: Call) -> web.Response:
    return json_response(own_user_json(call.user))


async def read_user(call: Call) -> web.Response:
    user = call.world.users.get(call.id("user_id"))
    if user is None:
        raise unknown_user()
    return json_response(user_json(user))


async def list_guilds(call: Call) -> web.Response:
    mine = [(guild, guild.members.get(call.user.id)) for guild in call.world.guilds.values()]
    return json_response(
        [
            {
                "id": str(guild.id),
                "name": guild.name,
                "icon": None,
                "banner": None,
                "owner": guild.owner_id == call.user.id,
                "permissions": str(guild_permissions(guild, member)),
                "features": [],
            }
            for guild, member in mine
            if member is not None
        ]
    )


async def open_dm(call: Call) -> web.Response:
    """The DM with somebody who shares a guild; people and the bot may open it."""
    fields = checked_fields(call.payload(), {"recipient_id": snowflake}, "recipient_id")
    other = call.world.users.get(int(fields["recipient_id"]))
    if other is None or other.id == call.user.id:
        raise DiscordError(400, 50033, "Invalid Recipient(s)")
    known = set(call.world.channels)
    channel = call.world.dm_between(call.user.id, other.id)
    if channel.id not in known:
        for user_id in channel.recipients:
            payload = channel_json(call.world, channel, user_id)
            call.world.publish(Event("CHANNEL_CREATE", payload, channel.id, None, frozenset({user_id})))
    return json_response(channel_json(call.world, channel, call.user.id))


async def change_settings(call: Call) -> web.Response:
    """What a person's own client sets: whether members of their servers may write to them directly."""
    if call.user.bot:
        raise DiscordError(403, 20001, "Bots cannot use this endpoint")
    fields = checked_fields(call.payload(), {"default_guilds_restricted": flag})
    if fields.get("default_guilds_restricted") is not None:
        call.user.takes_dms = not fields["default_guilds_restricted"]
        settings = settings_json(call.user)
        call.world.publish(Event("USER_SETTINGS_UPDATE", settings, only_for=frozenset({call.user.id})))
    return json_response(settings_json(call.user))


def application_json(world: World) -> JsonObject:
    application = world.application
    return {
        "id": str(application.id),
        "name": application.name,
        "icon": None,
        "description": "The bot under trial in the local playground",
        "type": None,
        "bot": user_json(world.bot),
        "bot_public": False,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": application.flags,
        "flags_new": str(application.flags),
        "owner": user_json(world.users[application.owner_id]),
        "team": None,
        "tags": [],
        "integration_types_config": {},
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "approximate_guild_count": len(world.guilds),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "event_webhooks_url": None,
        "event_webhooks_status": 1,
        "event_webhooks_types": [],
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": [],
    }


async def read_application(call: Call) -> web.Response:
    if not call.user.bot:
        raise DiscordError(403, 20002, "Only bots can use this endpoint")
    return json_response(application_json(call.world))


async def gateway(call: Call) -> web.Response:
    return json_response({"url": call.request.app[OPTIONS].gateway_url})


async def gateway_for_bots(call: Call) -> web.Response:
    return json_response(
        {
            "url": call.request.app[OPTIONS].gateway_url,
            "shards": 1,
            "session_start_limit": {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1},
        }
    )


def setup(app: web.Application) -> None:
    add(app, "GET", "/users/@me", read_self)
    add(app, "GET", "/users/@me/guilds", list_guilds)
    add(app, "PATCH", "/users/@me/settings", change_settings)
    add(app, "POST", "/users/@me/channels", open_dm)
    add(app, "GET", "/users/{user_id}", read_user)
    add(app, "GET", "/oauth2/applications/@me", read_application)
    add(app, "GET", "/applications/@me", read_application)
    add(app, "GET", "/gateway", gateway)
    add(app, "GET", "/gateway/bot", gateway_for_bots)
