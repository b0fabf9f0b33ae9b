"""The buttons under pictures, `image.VERB:JOB.NUMBER[:ARGUMENT]`: answered from their ids and rows alone."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import discord

from bot.core.catalogue import say
from bot.core.errors import DeliveryError, Gone
from bot.core.ids import Snowflake
from bot.core.imagine.buttons import next_size
from bot.core.imagine.job import Deed, Job, PictureId
from bot.core.imagine.wish import WishError, wished
from bot.core.ports import Canvas
from bot.surface.imagine.forms import edit_form
from bot.surface.imagine.order import Order
from bot.surface.imagine.orders import Orders
from bot.surface.imagine.subject import Subject, Subjects
from bot.surface.looks import NOBODY, say_privately
from bot.surface.managers import may_tidy
from bot.surface.menus import chosen_in

PREFIX = "image."
Act = Callable[[discord.Interaction, Subject, str], Awaitable[None]]


@dataclass(slots=True)
class PictureButtons:
    orders: Orders
    subjects: Subjects
    canvas: Canvas

    async def answer(self, itx: discord.Interaction, custom_id: str) -> None:
        """Every click is answered; one that we do not know with a sentence."""
        verb, _, rest = custom_id.removeprefix(PREFIX).partition(":")
        name, _, argument = rest.partition(":")
        picture = PictureId.parse(name)
        acts: dict[str, Act] = {
            "choose": self._choose,
            "vary": self._vary,
            "edit": self._edit,
            "larger": self._larger,
            "ratio": self._ratio,
            "reshape": self._reshape,
        }
        on_jobs = {"again": self._again, "stop": self._stop, "remove": self._remove}
        if picture is not None and (of_job := on_jobs.get(verb)) is not None:
            job = await self.subjects.job_of_button(itx, picture)
            await (of_job(itx, job) if job else say_privately(itx, say("click.unknown")))
            return
        subject = await self.subjects.of_button(itx, picture) if picture and verb in acts else None
        if subject is not None:
            await acts[verb](itx, subject, argument)
        else:
            await say_privately(itx, await self._why_not(itx, picture))

    async def _why_not(self, itx: discord.Interaction, picture: PictureId | None) -> str:
        """After a crash at the last moment the message shows its pictures before the rows do."""
        job = await self.subjects.job_of_button(itx, picture) if picture else None
        return say("imagine.not_yet" if job is not None and job.is_open else "click.unknown")

    # --- what makes a new picture ---

    async def _again(self, itx: discord.Interaction, job: Job) -> None:
        order = Order(
            prompt=job.prompt,
            deed=job.deed,
            model=job.model,
            provider=job.provider,
            ratio=job.ratio,
            size=job.size,
            asked_ratio=job.asked_ratio,
            count=job.count,
            sources=job.sources,
            parent=job.parent,
            guild=job.guild,
        )
        await self.orders.take(itx, order)

    async def _choose(self, itx: discord.Interaction, subject: Subject, _: str) -> None:
        job = subject.job
        order = Order(
            prompt=subject.prompt,
            deed=Deed.CHOOSE,
            model=job.model if job else self.orders.desk.agent_name,
            provider=job.provider if job else "",
            ratio=subject.ratio,
            size=subject.size,
            sources=(subject.source,),
            parent=subject.parent,
            guild=subject.guild,
        )
        await self.orders.take(itx, order)

    async def _vary(self, itx: discord.Interaction, subject: Subject, _: str) -> None:
        await self._rework(itx, subject, Deed.VARY, ratio=subject.ratio, size=subject.size)

    async def _larger(self, itx: discord.Interaction, subject: Subject, size: str) -> None:
        model = self.orders.model_for(subject.job)
        wanted = size or next_size(model, width=subject.width, height=subject.height)
        if wanted is None:
            await say_privately(itx, say("imagine.largest", model=model.id))
            return
        await self._rework(itx, subject, Deed.LARGER, ratio=subject.ratio_of(model), size=wanted)

    async def _reshape(self, itx: discord.Interaction, subject: Subject, _: str) -> None:
        """The choice in the menu of shapes."""
        ratio = chosen_in(itx)
        order = await self._reworked(itx, subject, Deed.RATIO, ratio=ratio, size=subject.size)
        if order is not None:
            await self.orders.take_from_menu(itx, order)

    async def _rework(
        self, itx: discord.Interaction, subject: Subject, deed: Deed, *, ratio: str | None, size: str | None
    ) -> None:
        order = await self._reworked(itx, subject, deed, ratio=ratio, size=size)
        if order is not None:
            await self.orders.take(itx, order)

    async def _reworked(
        self, itx: discord.Interaction, subject: Subject, deed: Deed, *, ratio: str | None, size: str | None
    ) -> Order | None:
        """None where it cannot be had, which was said then."""
        model = self.orders.model_for(subject.job)
        try:
            wish = wished(self.orders.models, model=model.id, ratio=ratio or "", size=size or "", references=1)
        except WishError as error:
            await say_privately(itx, str(error))
            return None
        return Order.of(
            wish,
            prompt=subject.prompt,
            deed=deed,
            sources=(subject.source,),
            parent=subject.parent,
            guild=subject.guild,
        )

    # --- what asks first ---

    async def _edit(self, itx: discord.Interaction, subject: Subject, _: str) -> None:
        refusal = await self.orders.refusal(itx, guild=subject.guild)
        if refusal:
            await say_privately(itx, refusal)
            return
        ids = await self._shown_with(subject)
        await itx.response.send_modal(edit_form(f"{PREFIX}edited:{ids[0]}", [str(picture.number) for picture in ids]))

    async def _shown_with(self, subject: Subject) -> list[PictureId]:
        """The pictures of its message that the form may be about."""
        if subject.job is None:
            return [subject.id] if subject.id else []
        return [picture.id for picture in await self.subjects.jobs.pictures(subject.job.id) if picture.file]

    async def _ratio(self, itx: discord.Interaction, subject: Subject, _: str) -> None:
        model = self.orders.model_for(subject.job)
        now = subject.ratio_of(model)
        options = [discord.SelectOption(label=ratio, value=ratio) for ratio in model.ratios if ratio != now]
        view = discord.ui.View(timeout=None)
        view.add_item(
            discord.ui.Select(
                custom_id=f"{PREFIX}reshape:{subject.id}", placeholder=say("imagine.ratio_hint"), options=options
            )
        )
        view.stop()
        await itx.response.send_message(say("imagine.choose_ratio"), view=view, ephemeral=True, allowed_mentions=NOBODY)

    # --- what ends something ---

    async def _stop(self, itx: discord.Interaction, job: Job) -> None:
        if itx.user.id != job.actor.id and not may_tidy(self.orders.desk, itx):
            await say_privately(itx, say("stop.not_yours", who=job.actor.id))
        elif not job.is_open:
            await say_privately(itx, say("imagine.over"))
        else:
            await itx.response.defer()
            await self.orders.runner.stop(job.id, by=Snowflake(itx.user.id))

    async def _remove(self, itx: discord.Interaction, job: Job) -> None:
        if not self.may_remove(itx, job):
            await say_privately(itx, say("imagine.not_yours_to_remove", who=job.actor.id))
            return
        await itx.response.defer()
        if not await self.take_down(job):
            await itx.followup.send(say("imagine.not_removed"), ephemeral=True, allowed_mentions=NOBODY)

    def may_remove(self, itx: discord.Interaction, job: Job) -> bool:
        return itx.user.id == job.actor.id or may_tidy(self.orders.desk, itx)

    async def take_down(self, job: Job) -> bool:
        """Delete the job's message; what is at work for it ends. False where Discord refuses that."""
        if job.message is None:
            return True
        try:
            await self.canvas.delete(job.channel, job.message)
        except Gone:
            pass
        except DeliveryError as error:
            self.orders.desk.log.warning("job.not_removed", job=job.id, error=str(error))
            return False
        await self.orders.runner.forget(job.message)
        return True
