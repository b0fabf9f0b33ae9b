"""Settings → objects, for what the operator sees: who is asked how the bot is, and whose requests are counted."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import aiohttp

from bot.providers_file import Configured
from bot.settings import Settings
from bot.store.store import SqliteStore
from bot.surface.gateway import Gateway
from bot.surface.pacer import Pacer
from bot.telemetry.calls import Watched
from bot.telemetry.checkup import Checkup, Parts
from bot.telemetry.lag import LoopLag
from bot.telemetry.metrics import Metrics


def watched(settings: Settings, providers: Mapping[str, Configured], metrics: Metrics) -> aiohttp.TraceConfig:
    """For the session of all providers; Discord is asked there for what needs no token of the bot."""
    bases = {name: one.provider.base for name, one in providers.items()}
    own = {"google": settings.gemini_api_base, "discord": settings.discord_api_base}
    return Watched(metrics, bases | own).trace()


@dataclass(frozen=True, kw_only=True)
class Watch:
    metrics: Metrics
    store: SqliteStore
    gateway: Gateway
    pacer: Pacer

    @cached_property
    def lag(self) -> LoopLag:
        return LoopLag(self.metrics, time.monotonic, asyncio.sleep)

    @cached_property
    def checkup(self) -> Checkup:
        parts = Parts(
            connected=self.gateway.hears,
            heard_ago_s=self.gateway.heard_ago_s,
            writes_waiting=lambda: self.pacer.waiting,
            writes_stuck_s=self.pacer.stuck_s,
            probe=self.store.probe,
            open_turns=self.store.open_turn_counts,
        )
        return Checkup(parts, self.lag, self.metrics, time.monotonic)
