"""The port `Jobs` on a database: which statements make one promise. What a statement says stands with its table."""

from collections.abc import Sequence

from bot.core.attachments import Source
from bot.core.ids import Milliseconds, RunId, Snowflake
from bot.core.imagine.job import Job, JobId, Picture, PictureId, PictureState
from bot.core.measures import Measures, NoMeasures
from bot.core.ports import Reference
from bot.core.session import ItxReply, Outcome
from bot.store import inbound, jobs, kept_files, pictures
from bot.store.database import Database
from bot.store.vault import Vault


class SqliteJobs:
    """Implements `core.imagine.ports.Jobs`. `database.Conflict`, a ValueError, is raised as by `SqliteStore`."""

    def __init__(self, database: Database, vault: Vault, measures: Measures | None = None) -> None:
        self._database = database
        self._vault = vault
        self._measures = measures or NoMeasures()

    async def accept(self, job: Job, *, itx: ItxReply | None = None) -> bool:
        sealed = await inbound.seal(self._vault, job.origin, itx)
        async with self._database.transaction() as tx:
            if not await inbound.claim(tx, job.origin, at=job.created_at, itx=itx, sealed=sealed):
                return False
            await jobs.add(tx, job)
            for number in range(job.count):
                await pictures.add(tx, Picture(id=PictureId(job.id, number)))
        return True

    async def job(self, job: JobId) -> Job | None:
        return await jobs.get(self._database, job)

    async def pictures_from(self, origin: str) -> int:
        return await jobs.pictures_from(self._database, origin)

    async def job_of_message(self, message: Snowflake) -> Job | None:
        return await jobs.of_message(self._database, message)

    async def open_jobs(self) -> tuple[Job, ...]:
        return await jobs.unfinished(self._database)

    async def pictures(self, job: JobId) -> tuple[Picture, ...]:
        return await pictures.of_job(self._database, job)

    async def itx_of(self, job: JobId) -> ItxReply | None:
        """Raises `SettingsError` where the keys that sealed the token are no longer there."""
        return await inbound.reply_of_job(self._database, job, self._vault)

    async def stands(self, job: JobId, message: Snowflake) -> None:
        async with self._database.transaction() as tx:
            await jobs.stands(tx, job, message)

    async def replace_sources(self, job: JobId, sources: Sequence[Source]) -> None:
        async with self._database.transaction() as tx:
            await jobs.replace_sources(tx, job, sources)

    async def keep_file(self, digest: str, reference: Reference, *, now: Milliseconds) -> None:
        async with self._database.transaction() as tx:
            await kept_files.keep(tx, digest, reference, now=now)
            await kept_files.throw_away(tx, now=now)

    async def kept_file(self, digest: str, *, now: Milliseconds) -> Reference | None:
        async with self._database.transaction() as tx:
            return await kept_files.use(tx, digest, now=now)

    async def throw_away(self, *, now: Milliseconds) -> None:
        async with self._database.transaction() as tx:
            await kept_files.throw_away(tx, now=now)

    async def called(self, picture: PictureId) -> None:
        async with self._database.transaction() as tx:
            await pictures.called(tx, picture)

    async def not_called(self, picture: PictureId) -> None:
        async with self._database.transaction() as tx:
            await pictures.not_called(tx, picture)

    async def ran(self, picture: PictureId, run: RunId) -> None:
        async with self._database.transaction() as tx:
            await pictures.ran(tx, picture, run)

    async def failed(self, picture: PictureId, *, reason: str, detail: str) -> None:
        async with self._database.transaction() as tx:
            await pictures.failed(tx, picture, reason=reason, detail=detail)

    async def settle(
        self,
        job: JobId,
        made: Sequence[Picture],
        *,
        outcome: Outcome,
        reason: str,
        detail: str,
        now: Milliseconds,
    ) -> Job:
        async with self._database.transaction() as tx:
            for picture in made:
                await pictures.made(tx, picture)
            settled = await jobs.settle(tx, job, outcome=outcome, reason=reason, detail=detail, now=now)
        for picture in await self.pictures(job):
            is_made = picture.state is PictureState.MADE
            self._measures.picture_settled(model=settled.model, is_made=is_made, dollars=picture.dollars)
        return settled

    async def ask_stop(self, job: JobId, *, by: Snowflake) -> None:
        async with self._database.transaction() as tx:
            await jobs.ask_stop(tx, job, by=by)

    async def gone(self, message: Snowflake) -> Job | None:
        async with self._database.transaction() as tx:
            return await jobs.gone(tx, message)
