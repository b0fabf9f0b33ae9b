"""The shared places of the application, by name, so that its parts find each other without importing each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.options import Options

if TYPE_CHECKING:
    from bot.playground.agent.state import Agent
    from bot.playground.bot_process import BotProcess
    from bot.playground.clock import Clock
    from bot.playground.discord.gateway.hub import Hub
    from bot.playground.discord.world.state import World
    from bot.playground.faults import Faults
    from bot.playground.journal import Journal

# On a request: its number in the journal, and who sent it ("bot", "agent-client", a person's name).
SEQ = web.RequestKey("SEQ", int)
WHO = web.RequestKey("WHO", str)

OPTIONS: web.AppKey[Options] = web.AppKey("OPTIONS", Options)
CLOCK: web.AppKey[Clock] = web.AppKey("CLOCK")
JOURNAL: web.AppKey[Journal] = web.AppKey("JOURNAL")
FAULTS: web.AppKey[Faults] = web.AppKey("FAULTS")
WORLD: web.AppKey[World] = web.AppKey("WORLD")
HUB: web.AppKey[Hub] = web.AppKey("HUB")
AGENT: web.AppKey[Agent] = web.AppKey("AGENT")
BOT: web.AppKey[BotProcess] = web.AppKey("BOT")
