"""Everything of the local Discord on one application: world, door, REST, CDN, gateway and interactions."""

from aiohttp import web

from bot.playground.discord.gateway import route as gateway
from bot.playground.discord.interactions import arriving, followups
from bot.playground.discord.rest import (
    cdn,
    channels,
    commands,
    door,
    guilds,
    inviting,
    levers,
    messages,
    pins,
    reactions,
    threads,
    users,
)
from bot.playground.discord.rest.ratelimits import LIMITER, RateLimiter
from bot.playground.discord.world.beginning import make_world
from bot.playground.keys import CLOCK, JOURNAL, OPTIONS, WORLD


def setup(app: web.Application) -> None:
    """Needs OPTIONS, CLOCK and JOURNAL on the app; leaves WORLD and HUB there."""
    options = app[OPTIONS]
    app[WORLD] = make_world(clock=app[CLOCK], journal=app[JOURNAL], bot_token=options.bot_token)
    app[WORLD].base_url = options.origin
    app[LIMITER] = RateLimiter(app[CLOCK])
    app.middlewares.append(door.discord_api)
    # Pins come before messages: their path would else read as a message called "pins".
    for part in (
        users,
        guilds,
        channels,
        pins,
        messages,
        reactions,
        threads,
        commands,
        cdn,
        gateway,
        arriving,
        followups,
        inviting,
        levers,
    ):
        part.setup(app)
