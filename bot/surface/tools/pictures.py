"""Pictures for the agent, made by the same service as `/imagine`'s: the port `PictureMaker`."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import discord

from bot.core.catalogue import say
from bot.core.ids import Snowflake, TurnId
from bot.core.imagine.image_models import ImageModels
from bot.core.imagine.job import Deed, Job, JobId
from bot.core.imagine.ports import Jobs
from bot.core.imagine.wish import WishError, wished
from bot.core.ports import Clock
from bot.core.steps import plain
from bot.core.tools.calls import Caller, ToolError
from bot.core.tools.ports import Made
from bot.surface.imagine.orders import MOST_AT_ONCE, is_age_restricted

MOST_OF_A_TURN = 8
_LOOK_EVERY_S = 0.5


@dataclass(slots=True)
class ThreadPictures:
    """`begin` hands a job over that was accepted; `at_work` says how many pictures are at work for a person.

    `needs_age`: pictures are made in age-restricted channels only.
    """

    client: discord.Client
    jobs: Jobs
    begin: Callable[[Job], None]
    at_work: Callable[[Snowflake], int]
    clock: Clock
    models: ImageModels
    needs_age: bool = False
    _one_by_one: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def make(self, caller: Caller, *, prompt: str, model: str, ratio: str, count: int) -> tuple[Made, ...]:
        room = caller.session.room
        if room is None or (self.needs_age and not is_age_restricted(self.client.get_channel(room))):
            raise ToolError(say("tool.pictures_closed"))
        job = self._job(caller, room, prompt=prompt, model=model, ratio=ratio, count=count)
        async with self._one_by_one:  # else calls that act at once would all find room for themselves
            await self._order(job, turn=caller.turn.id)
        ended = await self._ended(job)
        made = [Made(name=p.file, width=p.width, height=p.height) for p in await self.jobs.pictures(job.id) if p.file]
        if not made:
            raise ToolError(say("tool.picture", reason=_reason(ended)))
        return tuple(made)

    async def _order(self, job: Job, *, turn: TurnId) -> None:
        """Have it made, unless it was ordered before a crash. Raises ToolError where it would be too many."""
        if await self.jobs.job(job.id) is not None:
            return
        made = await self.jobs.pictures_from(_origin(turn))
        if made + job.count > MOST_OF_A_TURN:
            raise ToolError(say("tool.too_many_pictures", most=MOST_OF_A_TURN, made=made))
        at_work = self.at_work(job.actor.id)
        if at_work + job.count > MOST_AT_ONCE:
            raise ToolError(say("tool.pictures_busy", at_work=at_work, most=MOST_AT_ONCE))
        if await self.jobs.accept(job):
            self.begin(job)

    def _job(self, caller: Caller, room: Snowflake, *, prompt: str, model: str, ratio: str, count: int) -> Job:
        """Named after the call, so that it is the same job however often it is asked for."""
        try:
            wish = wished(self.models, model=model, ratio=ratio)
        except WishError as error:
            raise ToolError(str(error)) from None
        return Job(
            id=JobId(f"{caller.turn.id}-{caller.number}"),
            origin=f"{_origin(caller.turn.id)}{caller.number}",
            guild=caller.session.guild,
            channel=room,
            actor=caller.turn.actor,
            locale=caller.turn.locale,
            prompt=prompt,
            deed=Deed.IMAGINE,
            model=wish.model.id,
            provider=wish.model.provider,
            created_at=self.clock.now(),
            count=count,
            ratio=wish.ratio,
            asked_ratio=wish.asked_ratio,
        )

    async def _ended(self, job: Job) -> Job:
        while (known := await self.jobs.job(job.id)) is not None and known.is_open:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(_LOOK_EVERY_S)
        return known or job


def _origin(turn: TurnId) -> str:
    """What the origins of all jobs of a turn begin with."""
    return f"tool:{turn}:"


def _reason(job: Job) -> str:
    return say(job.reason, detail=plain(job.detail), who=job.stop_asked_by) if job.reason else ""
