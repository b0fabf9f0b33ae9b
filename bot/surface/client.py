"""The one `discord.Client`: which intents, which caches, which event goes to which feature."""

import secrets
from dataclasses import dataclass

import aiohttp
import discord
import structlog
from discord import app_commands
from structlog.contextvars import bound_contextvars

from bot.core.catalogue import say
from bot.core.ids import Snowflake
from bot.core.replying import REPLY
from bot.surface.about import ABOUT, About
from bot.surface.absences import Absences
from bot.surface.ask import Ask
from bot.surface.clicks import Clicks, custom_id_of
from bot.surface.command_mentions import CommandMentions
from bot.surface.hello import Hello
from bot.surface.help import CHOICE as TOPIC
from bot.surface.help import Help
from bot.surface.imagine.buttons import PREFIX, PictureButtons
from bot.surface.imagine.command import Imagine
from bot.surface.imagine.edits import Edits
from bot.surface.intents import intents, leave_content_out, may_read_content
from bot.surface.looks import say_privately
from bot.surface.mcp.command import Mcp
from bot.surface.mcp.forms import FORM_PREFIX
from bot.surface.presence import Presence
from bot.surface.removal import CONFIRM, Removing
from bot.surface.replies import Replies
from bot.surface.sessions.command import Sessions
from bot.surface.sessions.looks import PREFIX as TALKS
from bot.surface.settings.access import CHOICE
from bot.surface.settings.command import GuildSettingsCommand
from bot.surface.settings.instructions import FORM
from bot.surface.video import Video
from bot.surface.waiting.missed import Missed
from bot.surface.waiting.rewording import Rewordings

log = structlog.get_logger(__name__)

_FORMS_OF_TURNS = ("answer:", f"{REPLY}:")


@dataclass(slots=True)
class Features:
    ask: Ask
    replies: Replies
    clicks: Clicks
    absences: Absences
    imagine: Imagine
    buttons: PictureButtons
    edits: Edits
    about: About
    mcp: Mcp
    settings: GuildSettingsCommand
    presence: Presence
    hello: Hello
    video: Video
    missed: Missed
    rewordings: Rewordings
    removing: Removing
    sessions: Sessions
    help: Help


class BotClient(discord.Client):
    """Keeps no messages and no members: only raw edit and delete events fire, and memory does not grow."""

    def __init__(self, trace: aiohttp.TraceConfig) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # no voice here, so no word about it
        super().__init__(
            intents=intents(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            http_trace=trace,
            max_ratelimit_timeout=30.0,
            enable_debug_events=False,
        )
        self.tree = app_commands.CommandTree(self)
        self.tree.on_error = self.on_tree_error  # type: ignore[method-assign]
        self.features: Features | None = None
        self.mentions = CommandMentions()

    def equip(self, features: Features) -> None:
        """Hand in what events go to; before it is called, events are passed over."""
        self.features = features
        self.tree.add_command(features.ask.command(), override=True)
        self.tree.add_command(features.imagine.command(), override=True)
        if features.video.is_offered:
            self.tree.add_command(features.video.command(), override=True)
        self.tree.add_command(features.edits.menu(), override=True)
        self.tree.add_command(features.about.menu(), override=True)
        self.tree.add_command(features.removing.menu(), override=True)
        self.tree.add_command(features.sessions.command(), override=True)
        self.tree.add_command(features.mcp.commands(), override=True)
        self.tree.add_command(features.settings.commands(), override=True)
        self.tree.add_command(features.help.command(), override=True)

    async def setup_hook(self) -> None:
        """Between login and the gateway: what the application may ask for is known by now."""
        if self.application is not None and not may_read_content(self.application.flags):
            leave_content_out(self)

    async def on_connect(self) -> None:
        log.info("gateway.connected")
        if self.features:
            await self.features.missed.connected()

    async def on_ready(self) -> None:
        log.info("gateway.ready", guilds=len(self.guilds))
        if self.features:
            try:
                await self.features.hello.ready()
            finally:
                await self.features.missed.ready()

    async def on_message(self, message: discord.Message) -> None:
        if self.features:
            self.features.presence.hear(message.author)
            await self.features.missed.hear(message)

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        if self.features:
            await self.features.missed.settled(event.channel_id, event.message_id)
            await self.features.rewordings.edited(event.message)

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        if self.features:
            await message_gone(self.features, event.channel_id, event.message_id)

    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        if self.features:
            for message in sorted(event.message_ids):
                await message_gone(self.features, event.channel_id, message)

    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        if self.features:
            self.features.absences.gone(event.thread_id)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        if self.features:
            self.features.absences.gone(channel.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        if self.features:
            self.features.absences.gone(guild.id)
            await self.features.hello.left(guild)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        if self.features:
            self.features.absences.back(guild)
            await self.features.hello.joined(guild)

    async def on_member_ban(self, guild: discord.Guild, person: discord.User | discord.Member) -> None:
        if self.features:
            self.features.absences.banned(guild, person)

    async def on_member_unban(self, guild: discord.Guild, person: discord.User) -> None:
        if self.features:
            self.features.absences.pardoned(guild, person)

    async def on_interaction(self, itx: discord.Interaction) -> None:
        if self.features:
            self.features.presence.hear(itx.user)
        if self.features and itx.type in (discord.InteractionType.component, discord.InteractionType.modal_submit):
            try:
                await answer_by_id(self.features, itx)
            except Exception as error:  # noqa: BLE001 - nobody is left without an answer
                await say_failed(itx, error)

    async def on_tree_error(self, itx: discord.Interaction, error: app_commands.AppCommandError) -> None:
        await say_failed(itx, error)

    async def on_error(self, event: str, /, *_args: object, **_kwargs: object) -> None:
        log.error("event.failed", event_name=event, exc_info=True)  # noqa: LOG014 - discord.py calls this while it handles one


async def message_gone(features: Features, channel: int, message: int) -> None:
    """Somebody's request may be taken back by it, or a message of ours never to be posted again."""
    try:
        await features.missed.gone(channel, message)
        await features.rewordings.deleted(Snowflake(message))
    finally:
        await features.replies.forget(Snowflake(message))


async def answer_by_id(features: Features, itx: discord.Interaction) -> None:
    """Buttons, menus and forms outlive every process, so their custom ids alone tell what they are."""
    custom_id = custom_id_of(itx)
    if custom_id.startswith(TALKS):
        await features.sessions.answer(itx, custom_id)
    elif itx.type is discord.InteractionType.modal_submit and custom_id.startswith(FORM_PREFIX):
        await features.mcp.adding.submitted(itx, custom_id)
    elif itx.type is discord.InteractionType.modal_submit and custom_id.startswith(ABOUT):
        await features.about.submitted(itx, custom_id)
    elif itx.type is discord.InteractionType.modal_submit and custom_id == FORM:
        await features.settings.instructions.submitted(itx)
    elif itx.type is discord.InteractionType.modal_submit and not custom_id.startswith(_FORMS_OF_TURNS):
        await features.edits.submitted(itx, custom_id)
    elif custom_id == CHOICE:
        await features.settings.access.removed(itx)
    elif custom_id == TOPIC:
        await features.help.chosen(itx)
    elif custom_id.startswith(CONFIRM):
        await features.removing.confirmed(itx, custom_id)
    elif custom_id.startswith(PREFIX):
        await features.buttons.answer(itx, custom_id)
    else:
        await features.clicks.answer(itx)


async def say_failed(itx: discord.Interaction, error: BaseException) -> None:
    """Our own fault, said to the person with the reference under which the log has it."""
    reference = secrets.token_hex(6)
    with bound_contextvars(reference=reference):
        log.error("itx.failed", exc_info=error)
        sentence = say("failed", reference=reference)
        try:
            if itx.response.is_done():
                await itx.followup.send(sentence, ephemeral=True)
            else:
                await say_privately(itx, sentence)
        except (discord.HTTPException, aiohttp.ClientError):
            log.warning("itx.failure_not_said")
