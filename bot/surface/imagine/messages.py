"""Where a job's message stands: the answer to its itx where it can be that, else an ordinary message."""

from dataclasses import dataclass

from bot.core.errors import DeliveryError, SettingsError
from bot.core.ids import Milliseconds, Snowflake
from bot.core.imagine.job import Job
from bot.core.imagine.ports import Jobs
from bot.core.patches import Urgency
from bot.core.ports import Canvas, Clock, Compose, Seen
from bot.core.session import ItxReply
from bot.surface.itx_replies import ItxReplies
from bot.surface.looks import body_of

_NONCE_LASTS_MS = 60_000
_CLOCKS_DIFFER_MS = 5_000


@dataclass(slots=True)
class DiscordJobMessages:
    """The port `JobMessages`."""

    jobs: Jobs
    canvas: Canvas
    replies: ItxReplies
    clock: Clock

    async def open(self, job: Job, compose: Compose, *, is_new: bool) -> Snowflake:
        page = await compose()
        reply = await self._itx_of(job)
        if reply is not None and page is not None:
            answered = await self.replies.answered_or_answer(reply, body_of(page), is_new=is_new)
            if answered is not None:
                return answered
        return await self._found(job) or await self._created(job, compose)

    async def _itx_of(self, job: Job) -> ItxReply | None:
        try:
            return await self.jobs.itx_of(job.id)
        except SettingsError:  # sealed with a key that is no longer there: the itx cannot be answered any more
            return None

    async def _found(self, job: Job) -> Snowflake | None:
        """What an earlier process has sent; within the nonce's time a repeated send is the same message anyway."""
        if self.clock.now() - job.created_at < _NONCE_LASTS_MS:
            return None
        seen = await self.canvas.ours_since(job.channel, Milliseconds(job.created_at - _CLOCKS_DIFFER_MS))
        return next((message.message for message in seen if _is_of(message, job)), None)

    async def _created(self, job: Job, compose: Compose) -> Snowflake:
        made = await self.canvas.create(job.channel, compose, nonce=job.id, urgency=Urgency.ITX)
        if made is None:
            raise DeliveryError("nothing was sent")
        return made[1].message


def _is_of(message: Seen, job: Job) -> bool:
    return any(f":{job.id}." in action for action in message.actions)
