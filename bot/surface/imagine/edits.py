"""Edits: by the form, by the menu "Edit this picture" on anybody's message, and by a reply to a picture."""

import re
from dataclasses import dataclass

import discord
from discord import app_commands

from bot.core.attachments import Source
from bot.core.catalogue import say
from bot.core.errors import DeliveryError
from bot.core.ids import Snowflake
from bot.core.imagine.job import Deed, Job, Picture, PictureId
from bot.core.imagine.wish import WishError, require_words, wished
from bot.surface.canvas import told_plainly
from bot.surface.imagine.forms import edit_form, read_form
from bot.surface.imagine.order import Order
from bot.surface.imagine.orders import Orders
from bot.surface.imagine.sources import pictures_in, source_in, sources_of_files
from bot.surface.imagine.subject import Subject, Subjects, subject_in
from bot.surface.looks import say_privately
from bot.surface.remarks import say_below

_NUMBERED = re.compile(r"#?([1-9])[.:),-]\s*(?=\S)(.*)|#([1-9])\s+(?=\S)(.*)", re.DOTALL)


@dataclass(slots=True)
class Edits:
    orders: Orders
    subjects: Subjects

    # --- the form ---

    async def submitted(self, itx: discord.Interaction, custom_id: str) -> None:
        """`image.edited:JOB.NUMBER` or `image.edited_of:CHANNEL.MESSAGE`."""
        verb, _, rest = custom_id.partition(":")
        form = read_form(itx)
        if verb == "image.edited":
            subject = await self._of_job(itx, rest, form.which)
        else:
            subject = await self._of_message(itx, rest, form.which)
        if subject is None:
            await say_privately(itx, say("imagine.message_unreadable" if verb != "image.edited" else "click.unknown"))
            return
        try:
            order = self._order(subject, form.words, sources_of_files(form.files))
        except WishError as error:
            await say_privately(itx, str(error))
            return
        await self.orders.take(itx, order)

    async def _of_job(self, itx: discord.Interaction, name: str, which: str) -> Subject | None:
        picture = PictureId.parse(name)
        if picture is not None and which:
            picture = PictureId.parse(f"{picture.job}.{which}")
        return await self.subjects.of_button(itx, picture) if picture else None

    async def _of_message(self, itx: discord.Interaction, name: str, which: str) -> Subject | None:
        channel, _, message = name.partition(".")
        if not (channel.isdecimal() and message.isdecimal()) or int(channel) != itx.channel_id:
            return None
        try:
            with told_plainly():
                where = itx.client.get_partial_messageable(int(channel))
                found = await where.fetch_message(int(message))
        except DeliveryError:
            return None
        return subject_in(found, int(which) if which.isdecimal() and len(which) < 3 else 0)

    # --- the menu on a message ---

    def menu(self) -> app_commands.ContextMenu:
        async def edit_picture(itx: discord.Interaction, message: discord.Message) -> None:
            await self.open_form(itx, message)

        menu = app_commands.ContextMenu(name="Edit this picture", callback=edit_picture)
        return app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)(menu)

    async def open_form(self, itx: discord.Interaction, message: discord.Message) -> None:
        job = await self.subjects.jobs.job_of_message(Snowflake(message.id))
        refusal = await self.orders.refusal(itx, guild=job.guild if job else None)
        count = len(pictures_in(message.attachments))
        if refusal or not count:
            await say_privately(itx, refusal or say("imagine.no_picture_there"))
            return
        if job is not None:
            await self._open_for(itx, job)
            return
        custom_id = f"image.edited_of:{message.channel.id}.{message.id}"
        await itx.response.send_modal(edit_form(custom_id, [str(number) for number in range(count)]))

    async def _open_for(self, itx: discord.Interaction, job: Job) -> None:
        numbers = [str(picture.id.number) for picture in await self.subjects.jobs.pictures(job.id) if picture.file]
        if not numbers:  # after a crash at the last moment the message shows its pictures before the rows do
            await say_privately(itx, say("imagine.not_yet"))
            return
        await itx.response.send_modal(edit_form(f"image.edited:{job.id}.{numbers[0]}", numbers))

    # --- a reply ---

    async def reply(self, message: discord.Message) -> bool:
        """True where the message is a reply to pictures of ours, and so was taken as an edit."""
        to = message.reference.message_id if message.reference else None
        job = await self.subjects.jobs.job_of_message(Snowflake(to)) if to is not None else None
        if job is None or job.channel != message.channel.id:
            return False
        shown = [picture for picture in await self.subjects.jobs.pictures(job.id) if picture.file]
        number, words = _numbered(message.content.strip()) if len(shown) > 1 else (1, message.content.strip())
        if number > len(shown):
            if shown:
                await say_below(self.orders.canvas, message, say("imagine.no_such_picture", count=len(shown)))
            return True
        subject = self._subject(job, shown[number - 1])
        if words:
            files = tuple(source_in(message, file) for file in pictures_in(message.attachments))
            try:
                await self.orders.take_message(message, self._order(subject, words, files))
            except WishError as error:
                await say_below(self.orders.canvas, message, str(error))
        return True

    def _subject(self, job: Job, picture: Picture) -> Subject:
        source = Source(name=picture.file, channel=job.channel, message=job.message)
        sides = {"width": picture.width, "height": picture.height}
        return Subject(source=source, prompt=job.prompt, job=job, id=picture.id, **sides)

    def _order(self, subject: Subject, words: str, more: tuple[Source, ...]) -> Order:
        """Raises WishError."""
        require_words(words)
        wish = wished(
            self.orders.models,
            model=self.orders.model_for(subject.job).id,
            ratio=subject.ratio or "",
            size=subject.size or "",
            references=1 + len(more),
        )
        return Order.of(
            wish,
            prompt=words.strip(),
            deed=Deed.EDIT,
            sources=(subject.source, *more),
            parent=subject.parent,
            guild=subject.guild,
        )


def _numbered(content: str) -> tuple[int, str]:
    """A number at the beginning names one of several pictures; without it, the first is meant."""
    numbered = _NUMBERED.fullmatch(content)
    if numbered is None:
        return 1, content
    return int(numbered[1] or numbered[3]), numbered[2] or numbered[4]
