"""Takes orders for pictures, from a command, a button, a form or a reply; what can be known is said before a row is."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace

import discord

from bot.core.access import Ability, Scene
from bot.core.catalogue import say
from bot.core.ids import Milliseconds, Snowflake
from bot.core.imagine.image_models import ImageModel, ImageModels
from bot.core.imagine.job import Job, JobId
from bot.core.imagine.ports import Jobs
from bot.core.ports import Canvas
from bot.core.session import ItxReply
from bot.surface.desk import Desk
from bot.surface.imagine.order import Order
from bot.surface.looks import NOBODY, say_privately
from bot.surface.people import actor_of, scene_at, scene_of
from bot.surface.permissions import missing_for_pictures
from bot.surface.remarks import say_below
from bot.surface.replies import UNKNOWN_LOCALE
from bot.turns.imagine.runner import JobRunner

_PRIVATE_OPENS_WITHIN_S = 60.0
MOST_AT_ONCE = 8
"""Pictures that may be at work for one person."""


@dataclass(slots=True)
class Orders:
    """`needs_age`: pictures are made in age-restricted channels only."""

    client: discord.Client
    canvas: Canvas
    desk: Desk
    jobs: Jobs
    runner: JobRunner
    models: ImageModels
    needs_age: bool = False

    def model_for(self, job: Job | None) -> ImageModel:
        """The job's own model where it is still offered."""
        return self.models.or_usual(job.model if job is not None else "")

    # --- asked with an itx ---

    async def refusal(
        self, itx: discord.Interaction, *, guild: Snowflake | None = None, is_private: bool = False
    ) -> str:
        """Why not, in a sentence; empty where nothing speaks against it.

        `guild`: where a rework in a direct message comes from; who has left it since may not.
        """
        scene = scene_of(itx)
        if is_private:
            scene = replace(scene, channels=frozenset())
        if guild is not None and itx.guild_id is None:
            person = await self._member(guild, itx.user)
            if person is None:
                return say("denied.imagine")
            scene = Scene(actor=actor_of(person), guild=guild)
        if refusal := self.desk.refusal(Ability.IMAGINE, scene):
            return refusal
        if self.needs_age and not is_age_restricted(itx.channel):
            return say("imagine.age_restricted")
        return "" if is_private or itx.guild_id is None else self._missing(itx)

    def _missing(self, itx: discord.Interaction) -> str:
        """A button must not write for somebody where they may not write themselves."""
        is_thread, channel = isinstance(itx.channel, discord.Thread), f"<#{itx.channel_id}>"
        if missing := missing_for_pictures(itx.app_permissions, is_thread):
            return say("imagine.missing_permissions", channel=channel, missing=missing)
        may_write = itx.permissions.send_messages_in_threads if is_thread else itx.permissions.send_messages
        return "" if may_write else say("imagine.you_may_not_write", channel=channel)

    async def _member(self, guild: Snowflake, person: discord.abc.User) -> discord.Member | None:
        known = self.client.get_guild(guild)
        try:
            return await known.fetch_member(person.id) if known is not None else None
        except discord.NotFound:
            return None

    def _too_many(self, person: Snowflake, order: Order) -> str:
        """One person's pictures must not keep everybody else waiting, or cost without an end."""
        at_work = self.runner.open_pictures_of(person)
        if at_work + order.count <= MOST_AT_ONCE:
            return ""
        return say("imagine.too_many", at_work=at_work, most=MOST_AT_ONCE)

    async def take(self, itx: discord.Interaction, order: Order) -> None:
        """The itx is answered with the job's message, by the job's own worker."""
        refusal = self._too_many(Snowflake(itx.user.id), order) or await self.refusal(itx, guild=order.guild)
        if refusal:
            await say_privately(itx, refusal)
            return
        in_dm = itx.guild_id is None
        guild = Snowflake(itx.guild_id) if itx.guild_id else order.guild
        job = self._job(
            order,
            origin=f"itx:{itx.id}",
            asker=itx.user,
            guild=guild,
            channel=Snowflake(itx.channel_id or 0),
            locale=str(itx.locale),
            is_private=in_dm,
        )
        at = Milliseconds(round(itx.created_at.timestamp() * 1000))
        reply = ItxReply(itx=Snowflake(itx.id), application=Snowflake(itx.application_id), token=itx.token, at=at)
        if await self.jobs.accept(job, itx=reply):
            self.runner.begin(job)

    async def take_from_menu(self, itx: discord.Interaction, order: Order) -> None:
        """Chosen in a private menu, which says so; the job's message is a reply to the picture that it starts from."""
        refusal = self._too_many(Snowflake(itx.user.id), order) or await self.refusal(itx, guild=order.guild)
        await itx.response.edit_message(content=refusal or say("imagine.begun"), view=None, allowed_mentions=NOBODY)
        if refusal:
            return
        job = self._job(
            order,
            origin=f"itx:{itx.id}",
            asker=itx.user,
            guild=Snowflake(itx.guild_id) if itx.guild_id else order.guild,
            channel=Snowflake(itx.channel_id or 0),
            locale=str(itx.locale),
            is_private=itx.guild_id is None,
            reply_to=order.sources[0].message,
        )
        if await self.jobs.accept(job):
            self.runner.begin(job)

    async def take_privately(self, itx: discord.Interaction, order: Order) -> None:
        """In the asker's direct messages; the itx only says so."""
        refusal = self._too_many(Snowflake(itx.user.id), order) or await self.refusal(itx, is_private=True)
        if refusal:
            await say_privately(itx, refusal)
            return
        await itx.response.defer(ephemeral=True, thinking=True)
        channel = itx.user.dm_channel or await itx.user.create_dm()
        job = self._job(
            order,
            origin=f"itx:{itx.id}",
            asker=itx.user,
            guild=Snowflake(itx.guild_id) if itx.guild_id else None,
            channel=Snowflake(channel.id),
            locale=str(itx.locale),
            is_private=True,
        )
        if await self.jobs.accept(job):
            self.runner.begin(job)
            is_open = await self._opened(job.id)
            sentence = say("imagine.private", channel=channel.id) if is_open else say("imagine.private_closed")
            await itx.edit_original_response(content=sentence, allowed_mentions=NOBODY)

    async def _opened(self, job: JobId) -> bool:
        """Whether the job got its message, or may get it yet."""
        known: Job | None = None
        with suppress(TimeoutError):
            async with asyncio.timeout(_PRIVATE_OPENS_WITHIN_S):
                while (known := await self.jobs.job(job)) and known.is_open and known.message is None:  # noqa: ASYNC110 - nobody tells
                    await asyncio.sleep(0.1)
        return known is not None and (known.message is not None or known.is_open)

    # --- asked with a message ---

    async def take_message(self, message: discord.Message, order: Order) -> None:
        """Answered with a reply to that message. Who may not is passed over."""
        guild, scene = Snowflake(message.guild.id) if message.guild else order.guild, scene_at(message)
        if message.guild is None and guild is not None:
            person = await self._member(guild, message.author)
            if person is None:
                return
            scene = Scene(actor=actor_of(person), guild=guild)
        if not self.desk.may(Ability.IMAGINE, scene):
            return
        if self.needs_age and not is_age_restricted(message.channel):
            return
        refusal = self._too_many(Snowflake(message.author.id), order) or missing_for_reply(message)
        if refusal:
            await say_below(self.canvas, message, refusal)
            return
        job = self._job(
            order,
            origin=f"message:{message.id}",
            asker=message.author,
            guild=guild,
            channel=Snowflake(message.channel.id),
            locale=UNKNOWN_LOCALE,
            is_private=message.guild is None,
            reply_to=Snowflake(message.id),
        )
        if await self.jobs.accept(job):
            self.runner.begin(job)

    def _job(
        self,
        order: Order,
        *,
        origin: str,
        asker: discord.User | discord.Member,
        guild: Snowflake | None,
        channel: Snowflake,
        locale: str,
        is_private: bool,
        reply_to: Snowflake | None = None,
    ) -> Job:
        return Job(
            id=JobId(self.desk.new_id()),
            origin=origin,
            guild=guild,
            channel=channel,
            actor=actor_of(asker),
            locale=locale,
            prompt=order.prompt,
            deed=order.deed,
            model=order.model,
            provider=order.provider,
            created_at=self.desk.clock.now(),
            count=order.count,
            parent=order.parent,
            sources=order.sources,
            ratio=order.ratio,
            size=order.size,
            asked_ratio=order.asked_ratio,
            is_private=is_private,
            reply_to=reply_to,
        )


def missing_for_reply(message: discord.Message) -> str:
    """What keeps us from showing pictures there, in a sentence, as far as the gateway has told us."""
    where = message.channel
    if not isinstance(where, discord.abc.GuildChannel | discord.Thread) or where.guild.me is None:
        return ""
    if isinstance(where, discord.Thread) and where.parent is None:
        return ""
    missing = missing_for_pictures(where.permissions_for(where.guild.me), isinstance(where, discord.Thread))
    channel = f"<#{where.id}>"
    return say("imagine.missing_permissions", channel=channel, missing=missing) if missing else ""


def is_age_restricted(channel: object) -> bool:
    """A direct message is not: nobody there has said how old they are."""
    ask = getattr(channel, "is_nsfw", None)
    return bool(ask()) if callable(ask) else False
