"""Everything of the local Discord on one application: world, door, REST, CDN, gateway and interactions."""

from aiohttp import web

from bot.playground.discord import (
    cdn,
    followups,
    gateway,
    interactions,
    rest,
    routes_channels,
    routes_commands,
    routes_guilds,
    routes_messages,
    routes_pins,
    routes_reactions,
    routes_threads,
    routes_users,
)
from bot.playground.discord.beginning import make_world
from bot.playground.discord.ratelimits import LIMITER, RateLimiter
from bot.playground.keys import CLOCK, JOURNAL, OPTIONS, WORLD


def setup(app: web.Application) -> None:
    """Needs OPTIONS, CLOCK and JOURNAL on the app; leaves WORLD and HUB there."""
    options = app[OPTIONS]
    app[WORLD] = make_world(clock=app[CLOCK], journal=app[JOURNAL], bot_token=options.bot_token)
    app[WORLD].base_url = options.origin
    app[LIMITER] = RateLimiter(app[CLOCK])
    app.middlewares.append(rest.discord_api)
    # Pins come before messages: their path would else read as a message called "pins".
    for part in (
        routes_users,
        routes_guilds,
        routes_channels,
        routes_pins,
        routes_messages,
        routes_reactions,
        routes_threads,
        routes_commands,
        cdn,
        gateway,
        interactions,
        followups,
    ):
        part.setup(app)
