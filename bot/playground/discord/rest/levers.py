"""POST /playground/guild: how far the server is boosted, and with that how big a file in it may be."""

from typing import Any, Final

from aiohttp import web

from bot.playground.body import body_of
from bot.playground.discord import limits
from bot.playground.discord.wire import guild_json
from bot.playground.discord.world.events import Event
from bot.playground.keys import WORLD

_HOW: Final = 'Send {"premium_tier": 0, 1, 2 or 3}.'


async def _boost(request: web.Request) -> web.Response:
    body: Any = (await body_of(request)).json
    tier = body.get("premium_tier") if isinstance(body, dict) else None
    if isinstance(tier, bool) or not isinstance(tier, int) or tier not in limits.FILE_BYTES:
        return web.json_response({"message": _HOW, "code": 0}, status=400)
    world = request.app[WORLD]
    guild = world.guild
    guild.premium_tier = tier
    world.publish(Event("GUILD_UPDATE", guild_json(guild), None, guild.id))
    return web.json_response({"premium_tier": tier, "file_bytes": limits.FILE_BYTES[tier]})


def setup(app: web.Application) -> None:
    app.router.add_post("/playground/guild", _boost)
