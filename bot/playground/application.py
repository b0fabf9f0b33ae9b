"""The playground's composition: one loopback port with a local Discord, a local agent API, levers and a page."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from aiohttp import web

from bot.playground import levers, page
from bot.playground.agent import routes as agent_routes
from bot.playground.bot_process import BotProcess
from bot.playground.breakage import faults
from bot.playground.clock import Clock
from bot.playground.discord import routes as discord_routes
from bot.playground.faults import Faults
from bot.playground.gateways import routes as gateway_routes
from bot.playground.guard import guard
from bot.playground.journal import Journal, journal, note_status
from bot.playground.keys import BOT, CLOCK, FAULTS, JOURNAL, OPTIONS
from bot.playground.options import HOST, Options

_LARGEST_BODY = 256 * 1024 * 1024  # a scene for a load test; Discord's own limits are judged by its routes


def build_app(options: Options) -> web.Application:
    """The whole playground, not yet listening. `options.port` must be the port it will have: links are made of it."""
    app = web.Application(middlewares=[guard, journal, faults], client_max_size=_LARGEST_BODY)
    app[OPTIONS] = options
    app[CLOCK] = Clock()
    app[JOURNAL] = Journal(app[CLOCK])
    app[FAULTS] = Faults()
    app[BOT] = BotProcess()
    app.on_response_prepare.append(note_status)
    app.on_shutdown.append(_let_held_ones_go)
    for part in (levers, page, agent_routes, gateway_routes, discord_routes):
        part.setup(app)
    return app


class PortError(Exception):
    """The port is taken or forbidden."""


@asynccontextmanager
async def running(options: Options) -> AsyncIterator[web.Application]:
    """Listens while the block runs; `app[OPTIONS]` holds the real port. Raises PortError."""
    listener = _listening(options.port)
    runner = web.AppRunner(
        build_app(replace(options, port=listener.getsockname()[1])), access_log=None, shutdown_timeout=1
    )
    try:
        await runner.setup()
        await web.SockSite(runner, listener).start()
        yield runner.app
    finally:
        await asyncio.wait_for(runner.cleanup(), 10)
        listener.close()


async def _let_held_ones_go(app: web.Application) -> None:
    app[FAULTS].clear()


def _listening(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port), backlog=1024)
    except OSError as refusal:
        raise PortError(f"Port {port} cannot be used: {refusal.strerror}. Choose another with --port.") from refusal
