"""The process: objects → run → drain. How they are wired stands in `wiring`."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import aiohttp
import discord
import structlog

from bot.configurations import check_secrets
from bot.core.ids import Snowflake
from bot.core.notices import CommandSync
from bot.providers.guard import Guard, GuardedHttp
from bot.providers.http import open_session
from bot.settings import Settings
from bot.store.store import open_store
from bot.surface.client import BotClient
from bot.surface.command_tree import sync_changes
from bot.surface.content import ContentSwitch
from bot.surface.desk import Desk
from bot.surface.endpoints import use_endpoints
from bot.surface.gateway import Gateway
from bot.surface.pacer import Pacer
from bot.surface.standing import Standing
from bot.telemetry.errors import counted_errors
from bot.telemetry.health import health_served
from bot.telemetry.logs import note_loop_errors
from bot.telemetry.metrics import Metrics
from bot.turns.imagine.runner import JobRunner
from bot.turns.mailbox import Mailbox
from bot.turns.removal import Remover
from bot.wiring import SystemClock, Wiring
from bot.wiring_models import configured
from bot.wiring_telemetry import watched

log = structlog.get_logger(__name__)


@dataclass(slots=True, kw_only=True)
class App:
    settings: Settings
    client: BotClient
    gateway: Gateway
    mailbox: Mailbox
    pictures: JobRunner
    remover: Remover
    desk: Desk
    content: ContentSwitch
    sync: CommandSync
    standing: Standing

    async def run(self) -> None:
        """Log in, tell Discord our commands, take up what an earlier process left, and listen until cancelled."""
        await self.gateway.log_in(self.settings.discord_token.get_secret_value())
        self.desk.owners = self._owners()
        await self.content.tell()
        await self._sync_commands()
        left = await self.mailbox.take_up() + await self.pictures.take_up()
        await self.remover.take_up()
        log.info("bot.started", taken_up=left, agent=self.settings.gemini_agent)
        looking = asyncio.create_task(self.standing.tell_log())
        try:
            await self.gateway.stay_connected()
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)

    def _owners(self) -> frozenset[Snowflake]:
        """Whom the application belongs to: a person, or the members of a team."""
        info = self.client.application
        if info is None:
            return frozenset()
        people = info.team.members if info.team else [info.owner]
        return frozenset(Snowflake(person.id) for person in people)

    async def _sync_commands(self) -> None:
        try:
            if await sync_changes(self.client, self.client.tree, self.sync, self.client.mentions.learn):
                log.info("commands.synced")
        except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError):
            log.exception("commands.not_synced")


@asynccontextmanager
async def build(settings: Settings, group: asyncio.TaskGroup) -> AsyncIterator[App]:
    """Everything, wired; the workers of turns live in `group`."""
    use_endpoints(
        api_base=settings.discord_api_base,
        gateway_url=settings.discord_gateway_url,
        cdn_base=settings.discord_cdn_base,
    )
    async with AsyncExitStack() as stack:
        metrics = Metrics()
        stack.enter_context(counted_errors(metrics))
        pacer = Pacer(time.monotonic, measures=metrics)
        store = await stack.enter_async_context(open_store(settings.database_url, settings.secret_keys, metrics))
        providers = await configured(settings, store.secrets)
        wiring = Wiring(
            settings=settings,
            group=group,
            store=store,
            providers=providers,
            session=await stack.enter_async_context(open_session(watched(settings, providers, metrics))),
            guarded=await stack.enter_async_context(GuardedHttp(Guard.of(settings.mcp_allow_origins))),
            client=await stack.enter_async_context(BotClient(pacer.trace())),
            pacer=pacer,
            metrics=metrics,
        )
        stack.push_async_callback(wiring.services.close)
        stack.push_async_callback(wiring.remover.lay_down)
        await check_secrets(wiring.supplies.configurations, wiring.store.secrets)
        wiring.client.equip(wiring.people.features)
        stack.callback(group.create_task(wiring.watch.lag.watch()).cancel)
        await stack.enter_async_context(health_served(settings.health_host, settings.health_port, wiring.watch.checkup))
        yield _app_of(wiring)


def _app_of(wiring: Wiring) -> App:
    return App(
        settings=wiring.settings,
        client=wiring.client,
        gateway=wiring.gateway,
        mailbox=wiring.mailbox,
        pictures=wiring.pictures,
        remover=wiring.remover,
        desk=wiring.people.desk,
        content=wiring.content,
        sync=wiring.store.notices,
        standing=wiring.people.standing,
    )


async def migrate_only(settings: Settings) -> None:
    """Bring the database to this version and leave."""
    async with open_store(settings.database_url, settings.secret_keys):
        log.info("database.migrated")


async def rotate(settings: Settings) -> str:
    """Seal every stored secret anew with the newest key; in a sentence, how many."""
    async with open_store(settings.database_url, settings.secret_keys) as store:
        done = await store.rotate(now=SystemClock().now())
    return f"{done.sealed} secrets sealed anew with the newest key; {done.emptied} expired tokens emptied."


async def serve(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM. Then no turn begins, rows stay true, and what runs is taken up at the next start."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    note_loop_errors(loop)
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopped.set)
    async with asyncio.TaskGroup() as group, build(settings, group) as app:
        running = group.create_task(app.run())
        waiting = group.create_task(stopped.wait())
        await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
        log.info("bot.stopping", at_work=len(app.mailbox.working) + len(app.pictures.working))
        for task in (running, waiting):
            task.cancel()
        await app.mailbox.lay_down()
        await app.pictures.lay_down()
