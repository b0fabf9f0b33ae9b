"""Settings → objects: each made when it is first asked for. The only file that names every concrete class."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import aiohttp

from bot.configurations import read_configurations
from bot.core.ids import Milliseconds
from bot.providers.guard import GuardedHttp
from bot.providers_file import Configured
from bot.settings import Settings
from bot.store.store import SqliteStore
from bot.surface.attachments import DiscordAttachments
from bot.surface.canvas import DiscordCanvas
from bot.surface.client import BotClient
from bot.surface.content import ContentSwitch
from bot.surface.gateway import Gateway
from bot.surface.imagine.messages import DiscordJobMessages
from bot.surface.intents import reads_content
from bot.surface.itx_replies import ItxReplies
from bot.surface.owner import OwnerNotes
from bot.surface.pacer import Pacer
from bot.surface.threads import DiscordThreads
from bot.surface.tools.pictures import ThreadPictures
from bot.surface.tools.rooms import DiscordRooms
from bot.surface.waiting.marks import DiscordMarks
from bot.telemetry.metrics import Metrics
from bot.tools.loading import load
from bot.tools.shipped import shipped
from bot.tools.toolbox import Tools
from bot.turns.equipment import Equipment, Limits
from bot.turns.imagine.equipment import Studio
from bot.turns.imagine.runner import JobRunner
from bot.turns.mailbox import Mailbox
from bot.turns.places import Bounds, Places
from bot.turns.removal import Remover
from bot.turns.supplies import Supplies
from bot.wiring_models import Services
from bot.wiring_people import People
from bot.wiring_telemetry import Watch


class SystemClock:
    def now(self) -> Milliseconds:
        return Milliseconds(time.time_ns() // 1_000_000)


@dataclass(frozen=True, kw_only=True)
class Wiring:
    """What is opened and closed again comes in from outside; `group` owns the workers of turns and jobs."""

    settings: Settings
    group: asyncio.TaskGroup
    store: SqliteStore
    session: aiohttp.ClientSession
    guarded: GuardedHttp
    providers: Mapping[str, Configured]
    client: BotClient
    pacer: Pacer
    metrics: Metrics = field(default_factory=Metrics)

    # --- the outer world ---

    @cached_property
    def clock(self) -> SystemClock:
        return SystemClock()

    @cached_property
    def services(self) -> Services:
        return Services(
            settings=self.settings,
            store=self.store,
            session=self.session,
            clock=self.clock,
            providers=self.providers,
        )

    @cached_property
    def canvas(self) -> DiscordCanvas:
        return DiscordCanvas(self.client, self.pacer)

    @cached_property
    def replies(self) -> ItxReplies:
        return ItxReplies(self.session, self.settings.discord_api_base, self.clock)

    @cached_property
    def threads(self) -> DiscordThreads:
        return DiscordThreads(self.client, self.canvas, self.store, self.pacer, self.replies, self.clock)

    @cached_property
    def owner(self) -> OwnerNotes:
        return OwnerNotes(self.client, self.canvas, self.clock, self.group)

    @cached_property
    def gateway(self) -> Gateway:
        return Gateway(self.client, asyncio.sleep, time.monotonic, content_refused=self.content.tell)

    @cached_property
    def content(self) -> ContentSwitch:
        return ContentSwitch(self.client, self.store.notices, self.owner, self.clock)

    # --- what the operator sees ---

    @cached_property
    def watch(self) -> Watch:
        return Watch(metrics=self.metrics, store=self.store, gateway=self.gateway, pacer=self.pacer)

    # --- turns ---

    @cached_property
    def supplies(self) -> Supplies:
        """Raises SettingsError where the operator's machines are not as they should be."""
        return Supplies(
            attachments=DiscordAttachments(self.client, self.session, self.settings.discord_cdn_base),
            machines=self.services.machines,
            servers=self.store.servers,
            secrets=self.store.secrets,
            guilds=self.store.guilds,
            configurations=read_configurations(self.settings.environments),
            providers=self.services.known,
            media=self.store.media,
            default_model=self.settings.model,
            has_agent=self.services.has_agent,
            default_tools=self.settings.default_tools,
            instructions=self.settings.instructions,
            attachment_limit=self.settings.max_attachment_mb * 1_000_000,
        )

    @cached_property
    def toolbox(self) -> Tools:
        """Raises SettingsError where an operator's own function cannot be loaded."""
        rooms = DiscordRooms(self.client, self.canvas, self.pacer)
        maker = ThreadPictures(
            self.client,
            self.store.jobs,
            lambda job: self.pictures.begin(job),  # noqa: PLW0108 - pictures need what this is a part of
            lambda person: self.pictures.open_pictures_of(person),  # noqa: PLW0108 - as above
            self.clock,
            self.services.image_models,
            needs_age=self.needs_age,
        )
        return Tools(
            (*shipped(rooms, self.services.files, maker), *load(self.settings.tools)),
            may_act=lambda session, turn: self.people.presence.may_act(session, turn),  # noqa: PLW0108 - it needs what this is a part of
        )

    @cached_property
    def limits(self) -> Limits:
        return Limits(
            tokens_per_turn=self.settings.max_tokens_per_turn,
            minutes_per_turn=self.settings.max_minutes_per_turn,
            answer_within_s=self.settings.answer_within_hours * 3600,
        )

    @cached_property
    def places(self) -> Places:
        s = self.settings
        return Places(Bounds(per_person=s.max_turns_per_person, per_guild=s.max_turns_per_guild))

    @cached_property
    def equipment(self) -> Equipment:
        return Equipment(
            store=self.store,
            calls=self.store.calls,
            queue=self.store.queue,
            marks=DiscordMarks(self.client, self.pacer),
            toolbox=self.toolbox,
            agent=self.services.agent,
            files=self.services.files,
            agent_name=self.settings.gemini_agent,
            canvas=self.canvas,
            threads=self.threads,
            clock=self.clock,
            limits=self.limits,
            supplies=self.supplies,
            admit=lambda session, turn: self.people.presence.admit(session, turn),  # noqa: PLW0108 - as above
            places=self.places,
            sleep=asyncio.sleep,
            tell_operator=self.owner.tell,
            reads_content=lambda: reads_content(self.client),
            measures=self.metrics,
        )

    @cached_property
    def mailbox(self) -> Mailbox:
        return Mailbox(self.equipment, self.group)

    # --- pictures ---

    @property
    def needs_age(self) -> bool:
        return self.settings.image_discretion == "age_restricted"

    @cached_property
    def studio(self) -> Studio:
        return Studio(
            jobs=self.store.jobs,
            painters=self.services.painters,
            attachments=self.supplies.attachments,
            canvas=self.canvas,
            messages=DiscordJobMessages(self.store.jobs, self.canvas, self.replies, self.clock),
            pictures=self.equipment.pictures,
            clock=self.clock,
            models=self.services.image_models,
            is_spoiler=self.settings.image_discretion == "spoiler",
            losses=self.mailbox.losses,
            hindrance_of=lambda job: self.people.presence.hindrance_of(job),  # noqa: PLW0108 - as above
            sleep=asyncio.sleep,
            tell_operator=self.owner.tell,
        )

    @cached_property
    def pictures(self) -> JobRunner:
        return JobRunner(self.studio, self.group)

    @cached_property
    def remover(self) -> Remover:
        return Remover(self.mailbox, self.store.removals, self.store.jobs, self.pictures.forget, self.group)

    # --- what people meet ---

    @cached_property
    def people(self) -> People:
        return People(self)
