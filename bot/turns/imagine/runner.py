"""One worker per job, and what an earlier process left is taken up."""

import asyncio
from contextvars import Context
from dataclasses import dataclass, field, replace

import structlog
from structlog.contextvars import bound_contextvars

from bot.core.errors import DeliveryError, DeliveryUnknown, Hidden
from bot.core.ids import Snowflake
from bot.core.imagine.job import Job, JobId, Picture, PictureState
from bot.core.imagine.look import JobView
from bot.core.links import link_to
from bot.core.session import Outcome
from bot.turns.imagine.equipment import Studio
from bot.turns.imagine.message import Message
from bot.turns.imagine.painting import Painting
from bot.turns.imagine.troubles import ASKER_GONE, INTERNAL, NOT_SHOWN, PLACE_GONE, Trouble
from bot.turns.rests import rest_of

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class JobRunner:
    """`group` owns the workers; cancelling it leaves every row as it is, to be taken up after the next start."""

    studio: Studio
    group: asyncio.TaskGroup
    working: dict[JobId, Painting] = field(default_factory=dict)
    _workers: dict[JobId, asyncio.Task[None]] = field(default_factory=dict)
    _open_of: dict[JobId, tuple[Snowflake, int]] = field(default_factory=dict)
    _new: set[JobId] = field(default_factory=set)
    _places: asyncio.Semaphore = field(init=False)
    _laid_down: bool = False

    def __post_init__(self) -> None:
        self._places = asyncio.Semaphore(self.studio.patience.at_once)

    def begin(self, job: Job) -> None:
        """It was accepted just now."""
        self._new.add(job.id)
        self._wake(job)

    def _wake(self, job: Job) -> None:
        if job.id not in self._workers and not self._laid_down:
            self._open_of[job.id] = (job.actor.id, job.count)
            self._workers[job.id] = self.group.create_task(self._work(job.id), context=Context())

    def open_pictures_of(self, person: Snowflake) -> int:
        """How many pictures are at work for them."""
        return sum(count for asker, count in self._open_of.values() if asker == person)

    async def take_up(self) -> int:
        """Wake every job that an earlier process left; how many those are."""
        jobs = await self.studio.jobs.open_jobs()
        for job in jobs:
            self._wake(job)
        await self.studio.jobs.throw_away(now=self.studio.clock.now())
        return len(jobs)

    async def lay_down(self) -> None:
        """Begin nothing any more and leave what is at work as its rows say."""
        self._laid_down = True
        workers = list(self._workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)

    async def stop(self, job: JobId, *, by: Snowflake) -> None:
        await self.studio.jobs.ask_stop(job, by=by)
        if (painting := self.working.get(job)) is not None:
            painting.stop(by)

    async def forget(self, message: Snowflake) -> bool:
        """A message was deleted; where it was a job's, that ends. True where it was."""
        job = await self.studio.jobs.gone(message)
        if job is not None and (painting := self.working.get(job.id)) is not None:
            painting.end(PLACE_GONE)
        return job is not None

    def halt_lost(self) -> None:
        """Something was added to `losses`: what works for it costs money, so it ends at once."""
        for painting in self.working.values():
            if (trouble := self._loss(painting.job)) is not None:
                painting.end(trouble)

    def _loss(self, job: Job) -> Trouble | None:
        if self.studio.losses.places & {job.channel, job.guild}:
            return PLACE_GONE
        is_banned = job.guild is not None and (job.guild, job.actor.id) in self.studio.losses.banned
        return ASKER_GONE if is_banned else None

    async def _work(self, job: JobId) -> None:
        try:
            with bound_contextvars(job=job):
                while (found := await self._open(job)) is not None:
                    await self._carry(*found)
        except Exception:  # its row stays as it is; the other jobs and turns go on
            log.exception("job.worker_failed", job=job)
        finally:
            del self._workers[job], self._open_of[job]

    async def _open(self, job: JobId) -> tuple[Job, tuple[Picture, ...]] | None:
        """The job's row is read last: who writes to it from then on finds it at work, and tells it."""
        pictures = await self.studio.jobs.pictures(job)
        known = await self.studio.jobs.job(job)
        return (known, pictures) if known is not None and known.is_open else None

    async def _carry(self, job: Job, pictures: tuple[Picture, ...]) -> None:
        try:
            painting = self.working[job.id] = self._prepared(job, pictures)
            await self._end_if_hindered(painting, pictures)
            ended = await painting.carry()
            log.info("job.ended", outcome=ended.outcome)
        except (DeliveryUnknown, Hidden) as error:
            log.warning("job.discord_away", error=str(error))
            await self._wait_for_discord(job)
        except DeliveryError as error:
            log.warning("job.no_message", error=str(error))
            await self._give_up(job, Trouble(NOT_SHOWN, str(error)[:100]))
        except Exception:
            log.exception("job.crashed")
            await self._say_so(job)
        finally:
            self.working.pop(job.id, None)

    def _prepared(self, job: Job, pictures: tuple[Picture, ...]) -> Painting:
        view = JobView(
            job=job,
            models=self.studio.models,
            pictures=pictures,
            parent_link=link_of(job),
            is_spoiler=self.studio.is_spoiler,
        )
        message = Message(self.studio, view, gone=lambda: painting.end(PLACE_GONE), is_new=job.id in self._new)
        self._new.discard(job.id)
        painting = Painting(self.studio, self._places, message)
        return painting

    async def _end_if_hindered(self, painting: Painting, pictures: tuple[Picture, ...]) -> None:
        """Nothing is begun that may not be; what has begun is brought to its end."""
        if painting.job.gone or any(picture.state is PictureState.PENDING for picture in pictures):
            trouble = await self._hindrance(painting.job)
            if trouble is not None:
                painting.end(trouble)

    async def _hindrance(self, job: Job) -> Trouble | None:
        """Why nothing may be begun for it any more."""
        if job.gone:
            return PLACE_GONE
        if (loss := self._loss(job)) is not None:
            return loss
        reason = await self.studio.hindrance_of(job)
        return Trouble(reason) if reason else None

    async def _wait_for_discord(self, job: Job) -> None:
        age_s = (self.studio.clock.now() - job.created_at) / 1000
        if age_s > self.studio.patience.deliver_within_s:
            await self._give_up(job, INTERNAL)
        else:
            await self.studio.sleep(rest_of(age_s, at_least=self.studio.patience.away_s))

    async def _say_so(self, job: Job) -> None:
        """Our own fault: show it where the message stands, and end the job."""
        known = await self.studio.jobs.job(job.id) or job
        try:
            painting = self._prepared(replace(known, reason=""), await self.studio.jobs.pictures(job.id))
            await painting.message.open()
            await painting.message.finish(Outcome.FAILED, (), reason=INTERNAL.reason)
        except Exception:
            log.exception("job.crash_not_shown")
            await self._give_up(job, INTERNAL)

    async def _give_up(self, job: Job, trouble: Trouble) -> None:
        """Nothing can be shown: the row still ends."""
        await self.studio.jobs.settle(
            job.id,
            (),
            outcome=Outcome.FAILED,
            reason=trouble.reason,
            detail=trouble.detail,
            now=self.studio.clock.now(),
        )


def link_of(job: Job) -> str:
    """To the message with the picture that it starts from, for whoever may see that."""
    first = next(iter(job.sources), None)
    if first is None or first.channel is None or first.message is None:
        return ""
    return link_to(None if job.is_private else job.guild, first.channel, first.message)
