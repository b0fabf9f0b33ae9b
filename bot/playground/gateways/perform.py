"""Plays a script for a judged request, in a thread: painting must not hold up the others."""

import asyncio

from aiohttp import web

from bot.playground.gateways.answer import Answer
from bot.playground.gateways.asked import Asked, Desk
from bot.playground.gateways.scripts.choose import play
from bot.playground.gateways.scripts.stage import Stage
from bot.playground.gateways.state import GATEWAYS
from bot.playground.keys import OPTIONS


async def perform(request: web.Request, desk: Desk, asked: Asked) -> tuple[Stage, Answer]:
    """Raises GatewayError where the prompt asks for a refusal."""
    files, origin = request.app[GATEWAYS].files, request.app[OPTIONS].origin

    def keep(data: bytes, mime: str) -> str:
        return origin + files.keep(desk.platform.name, data, mime)

    stage = Stage(asked=asked, desk=desk, keep=keep)
    return stage, await asyncio.to_thread(play, stage)
