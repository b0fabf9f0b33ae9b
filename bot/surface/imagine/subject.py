"""The picture that a button or a form is about: one of a job, or one in any message."""

from dataclasses import dataclass, replace

import discord

from bot.core.attachments import Source
from bot.core.ids import Snowflake, TurnId
from bot.core.imagine.image_models import SIZES, ImageModel
from bot.core.imagine.job import Job, PictureId
from bot.core.imagine.ports import Jobs
from bot.surface.desk import Desk
from bot.surface.imagine.sources import pictures_in, source_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """`job`: where it is ours. `id`: its name in buttons, where it has any.

    `prompt`: what it was made from, as far as it is known. Pixels are 0 where they are not.
    """

    source: Source
    prompt: str = ""
    width: int = 0
    height: int = 0
    job: Job | None = None
    id: PictureId | None = None

    @property
    def parent(self) -> PictureId | None:
        return self.id if self.job is not None else None

    @property
    def ratio(self) -> str | None:
        """What was asked for then; a picture that is no job's is followed by the model itself."""
        return self.job.ratio if self.job is not None else None

    @property
    def size(self) -> str | None:
        return self.job.size if self.job is not None else None

    @property
    def guild(self) -> Snowflake | None:
        return self.job.guild if self.job is not None else None

    def ratio_of(self, model: ImageModel) -> str | None:
        """The model's ratio that comes nearest to the picture as it is."""
        return model.nearest_ratio(self.width, self.height) if self.width and self.height else self.ratio

    @property
    def side(self) -> int:
        """Of a square with as many pixels; as a model's 1K where they are not known."""
        return round((self.width * self.height) ** 0.5) or SIZES["1K"]


@dataclass(slots=True)
class Subjects:
    desk: Desk
    jobs: Jobs

    async def of_button(self, itx: discord.Interaction, picture: PictureId) -> Subject | None:
        """None where nothing is known of it, or the click comes from elsewhere than the picture's place."""
        job = await self.jobs.job(picture.job)
        if job is None:
            return await self._of_turn(itx, picture)
        found = next((p for p in await self.jobs.pictures(job.id) if p.id == picture), None)
        if found is None or not found.file or job.message is None or not _is_there(itx, job):
            return None
        source = Source(name=found.file, channel=job.channel, message=job.message)
        return Subject(source=source, prompt=job.prompt, width=found.width, height=found.height, job=job, id=picture)

    async def job_of_button(self, itx: discord.Interaction, picture: PictureId) -> Job | None:
        job = await self.jobs.job(picture.job)
        return job if job is not None and _is_there(itx, job) else None

    async def _of_turn(self, itx: discord.Interaction, picture: PictureId) -> Subject | None:
        """A picture that an agent made: the message with the button holds it."""
        turn = await self.desk.store.turn(TurnId(picture.job))
        session = await self.desk.store.session(turn.session) if turn else None
        if turn is None or session is None or (itx.guild_id, itx.channel_id) != (session.guild_of_room, session.room):
            return None
        found = subject_in(itx.message, picture.number, prompt=turn.request) if itx.message else None
        return replace(found, id=picture) if found else None


def subject_in(message: discord.Message, number: int, *, prompt: str = "") -> Subject | None:
    """The picture with this place among the pictures of a message."""
    files = pictures_in(message.attachments)
    if not 0 <= number < len(files):
        return None
    file = files[number]
    return Subject(source=source_in(message, file), prompt=prompt, width=file.width or 0, height=file.height or 0)


def _is_there(itx: discord.Interaction, job: Job) -> bool:
    return (itx.guild_id, itx.channel_id) == job.place
