"""The composition root: settings → objects → run → drain. The only file that names every concrete class."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import aiohttp
import discord
import structlog
from discord import app_commands

from bot.configurations import read_configurations
from bot.core.ids import Milliseconds, Snowflake
from bot.core.imagine.image_models import GOOGLE
from bot.core.tools.ports import McpServers
from bot.providers.guard import Guard, GuardedHttp
from bot.providers.http import open_session
from bot.providers.interactions.client import InteractionsAgent
from bot.providers.interactions.files import InteractionsFiles
from bot.providers.interactions.painter import InteractionsPainter
from bot.providers.interactions.uploads import InteractionsMachines
from bot.providers.mcp.visitor import McpVisitor
from bot.settings import Settings
from bot.store.store import open_store
from bot.surface.absences import Absences
from bot.surface.ask import Ask
from bot.surface.attachments import DiscordAttachments
from bot.surface.canvas import DiscordCanvas
from bot.surface.clicks import Clicks
from bot.surface.client import BotClient, Features
from bot.surface.desk import Desk
from bot.surface.endpoints import use_endpoints
from bot.surface.files import FilesButton
from bot.surface.gateway import Gateway
from bot.surface.imagine.buttons import PictureButtons
from bot.surface.imagine.command import Imagine
from bot.surface.imagine.edits import Edits
from bot.surface.imagine.messages import DiscordJobMessages
from bot.surface.imagine.orders import Orders
from bot.surface.imagine.subject import Subjects
from bot.surface.itx_replies import ItxReplies
from bot.surface.mcp.adding import Adding
from bot.surface.mcp.command import Mcp
from bot.surface.owner import OwnerNotes
from bot.surface.pacer import Pacer
from bot.surface.reading import Reading
from bot.surface.replies import Replies
from bot.surface.threads import DiscordThreads
from bot.surface.tools.answers import Answers
from bot.surface.tools.pictures import ThreadPictures
from bot.surface.tools.rooms import DiscordRooms
from bot.telemetry import health_served
from bot.tools.loading import load
from bot.tools.shipped import shipped
from bot.tools.toolbox import Tools
from bot.turns.equipment import Equipment, Limits
from bot.turns.imagine.equipment import Studio
from bot.turns.imagine.runner import JobRunner
from bot.turns.mailbox import Mailbox
from bot.turns.supplies import Supplies

log = structlog.get_logger(__name__)


class SystemClock:
    def now(self) -> Milliseconds:
        return Milliseconds(time.time_ns() // 1_000_000)


@dataclass(slots=True, kw_only=True)
class App:
    settings: Settings
    client: BotClient
    gateway: Gateway
    mailbox: Mailbox
    pictures: JobRunner
    desk: Desk

    async def run(self) -> None:
        """Log in, tell Discord our commands, take up what an earlier process left, and listen until cancelled."""
        await self.gateway.log_in(self.settings.discord_token.get_secret_value())
        self.desk.owners = self._owners()
        await self._sync_commands()
        left = await self.mailbox.take_up() + await self.pictures.take_up()
        log.info("bot.started", taken_up=left, agent=self.settings.gemini_agent)
        await self.gateway.stay_connected()

    def _owners(self) -> frozenset[Snowflake]:
        """Whom the application belongs to: a person, or the members of a team."""
        info = self.client.application
        if info is None:
            return frozenset()
        people = info.team.members if info.team else [info.owner]
        return frozenset(Snowflake(person.id) for person in people)

    async def _sync_commands(self) -> None:
        try:
            await self.client.tree.sync()
        except (discord.HTTPException, app_commands.AppCommandError):
            log.exception("commands.not_synced")


@asynccontextmanager
async def build(settings: Settings, group: asyncio.TaskGroup) -> AsyncIterator[App]:
    """Everything, wired; the workers of turns live in `group`."""
    use_endpoints(
        api_base=settings.discord_api_base,
        gateway_url=settings.discord_gateway_url,
        cdn_base=settings.discord_cdn_base,
    )
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(settings.database_url, settings.secret_keys))
        session = await stack.enter_async_context(open_session())
        guarded = await stack.enter_async_context(GuardedHttp(Guard.of(settings.mcp_allow_origins)))
        pacer = Pacer(time.monotonic)
        client = await stack.enter_async_context(BotClient(pacer.trace()))
        canvas = DiscordCanvas(client, pacer)
        replies = ItxReplies(session, settings.discord_api_base, clock)
        threads = DiscordThreads(client, canvas, store, pacer, replies, clock)
        agent, files, painter = _provider(settings, session)
        owner = OwnerNotes(client, canvas, clock, group)
        needs_age = settings.image_discretion == "age_restricted"
        rooms = DiscordRooms(client, canvas, pacer)
        maker = ThreadPictures(
            client,
            store.jobs,
            lambda job: pictures.begin(job),  # noqa: PLW0108 - it is made further below
            clock,
            settings.image_model,
            needs_age=needs_age,
        )
        supplies = _supplies(settings, session, client, store.servers)
        tools = Equipment(
            store=store,
            calls=store.calls,
            toolbox=Tools((*shipped(rooms, files, maker), *load(settings.tools))),
            agent=agent,
            files=files,
            agent_name=settings.gemini_agent,
            canvas=canvas,
            threads=threads,
            clock=clock,
            limits=Limits(
                tokens_per_turn=settings.max_tokens_per_turn,
                minutes_per_turn=settings.max_minutes_per_turn,
                answer_within_s=settings.answer_within_hours * 3600,
            ),
            supplies=supplies,
            may_use=lambda session, turn: desk.may_speak(turn.actor, session),
            sleep=asyncio.sleep,
            tell_operator=owner.tell,
        )
        mailbox = Mailbox(tools, group)
        studio = Studio(
            jobs=store.jobs,
            painters={GOOGLE: painter},
            attachments=supplies.attachments,
            canvas=canvas,
            messages=DiscordJobMessages(store.jobs, canvas, replies, clock),
            pictures=tools.pictures,
            clock=clock,
            usual_model=settings.image_model,
            is_spoiler=settings.image_discretion == "spoiler",
            losses=mailbox.losses,
            may_use=lambda job: desk.may_use(job.actor, job.guild),
            sleep=asyncio.sleep,
            tell_operator=owner.tell,
        )
        pictures = JobRunner(studio, group)
        desk = Desk(
            store,
            mailbox,
            agent,
            settings.gemini_agent,
            clock,
            settings.allowed,
            supplies,
            settings.max_tokens_per_turn,
        )
        ask = Ask(desk, threads)
        clicks = Clicks(desk, ask, Reading(desk), FilesButton(desk, files), Answers(desk, store.calls))
        orders = Orders(client, canvas, desk, store.jobs, pictures, settings.image_model, needs_age=needs_age)
        subjects = Subjects(desk, store.jobs)
        edits = Edits(orders, subjects)
        client.equip(
            Features(
                ask=ask,
                replies=Replies(desk, edits.reply, pictures.forget),
                clicks=clicks,
                absences=Absences(mailbox, pictures),
                imagine=Imagine(orders),
                buttons=PictureButtons(orders, subjects, canvas),
                edits=edits,
                mcp=Mcp(Adding(desk, store.servers, McpVisitor(guarded))),
            )
        )
        gateway = Gateway(client, asyncio.sleep, time.monotonic)
        await stack.enter_async_context(health_served(settings.health_port, ready=gateway.hears))
        yield App(settings=settings, client=client, gateway=gateway, mailbox=mailbox, pictures=pictures, desk=desk)


def _supplies(settings: Settings, session: aiohttp.ClientSession, client: BotClient, servers: McpServers) -> Supplies:
    """Raises SettingsError where the operator's machines are not as they should be."""
    base, version, key = settings.gemini_api_base, settings.gemini_api_version, settings.gemini_api_key
    return Supplies(
        attachments=DiscordAttachments(client, session, settings.discord_cdn_base),
        machines=InteractionsMachines(session, base=base, version=version, key=key),
        servers=servers,
        configurations=read_configurations(settings.environments),
        default_tools=settings.default_tools,
        instructions=settings.instructions,
        attachment_limit=settings.max_attachment_mb * 1_000_000,
    )


def _provider(
    settings: Settings, session: aiohttp.ClientSession
) -> tuple[InteractionsAgent, InteractionsFiles, InteractionsPainter]:
    base, version, key = settings.gemini_api_base, settings.gemini_api_version, settings.gemini_api_key
    return (
        InteractionsAgent(session, base=base, version=version, key=key),
        InteractionsFiles(session, base=base, version=version, key=key),
        InteractionsPainter(session, base=base, version=version, key=key),
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
