"""What a turn made on its machine: noted at the start, compared at the end, and brought into the thread."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog

from bot.core.answer import answer_of
from bot.core.artifacts import EnvironmentFile, Moment, changed, looks_like_picture, select
from bot.core.catalogue import say
from bot.core.errors import FileTooLarge, ProviderError
from bot.core.filenames import safe_name, unique, with_ending
from bot.core.ids import EnvironmentId
from bot.core.patches import Upload
from bot.core.steps import code
from bot.core.view import Gathered
from bot.turns.pictures.kinds import ending_of
from bot.turns.work import Work

log = structlog.get_logger(__name__)

_LISTING_WITHIN_S = 10.0
_READ_AT_MOST = 64 * 1024 * 1024
"""Bytes of a picture that we would still make smaller."""


async def note_start(work: Work) -> None:
    """Remember what an environment that goes on holds already. Without it, times decide what is new."""
    if work.session.environment is None:
        return
    try:
        async with asyncio.timeout(_LISTING_WITHIN_S):
            listing = await work.tools.files.list(work.session.environment)
    except (ProviderError, TimeoutError) as error:
        log.warning("artifacts.start_unknown", turn=work.turn.id, error=str(error))
        return
    if listing.is_complete:
        await work.tools.store.remember_files(work.turn.id, Moment.START, listing.files)


async def note_changes(work: Work, environment: EnvironmentId | None) -> None:
    """Remember what the turn has changed, so that it can be delivered also after a restart."""
    if environment is None:
        return
    try:
        listing = await work.tools.files.list(environment)
    except ProviderError as error:
        log.warning("artifacts.not_listed", turn=work.turn.id, error=str(error))
        return
    start = await work.tools.store.files_of(work.turn.id, Moment.START)
    before = None if start is None else {file.path: file for file in start}
    since = work.turn.started_at or work.turn.created_at
    files = changed(before, listing.files, since=since)
    await work.tools.store.remember_files(work.turn.id, Moment.CHANGED, files if before else _not_given(work, files))


def _not_given(work: Work, files: Sequence[EnvironmentFile]) -> tuple[EnvironmentFile, ...]:
    """Without what the person gave along themselves, as far as it is as it was."""
    given = {(one.path.lstrip("/"), one.size) for one in work.turn.attachments if one.path}
    return tuple(file for file in files if (file.path.lstrip("/"), file.size) not in given)


async def gather(work: Work) -> Gathered | None:
    """The changed files as a message; None where there are none.

    Whatever goes wrong with what lies on a machine, the answer is delivered.
    """
    try:
        return await _gathered(work)
    except Exception:
        log.exception("artifacts.not_gathered", turn=work.turn.id)
        return Gathered((), (say("files.none_read"),), 0)


async def _gathered(work: Work) -> Gathered | None:
    files = await work.tools.store.files_of(work.turn.id, Moment.CHANGED)
    session = await work.tools.store.session(work.turn.session)
    if not files or session is None or session.environment is None:
        return None
    limit = work.tools.canvas.upload_limit(session.guild)
    gathering = _Gathering(work, session.environment, limit)
    selection = select(files, said=answer_of(work.transcript.steps).text)
    for file in (*selection.pictures, *selection.files):
        await gathering.take(file)
    return Gathered(tuple(gathering.uploads), tuple(gathering.lines), len(selection.rest))


@dataclass(slots=True)
class _Gathering:
    """`room`: bytes that a message may still take; a request as a whole is bounded like one file is."""

    work: Work
    environment: EnvironmentId
    limit: int
    uploads: list[Upload] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    @property
    def room(self) -> int:
        return self.limit - sum(len(upload.data) for upload in self.uploads)

    async def take(self, file: EnvironmentFile) -> None:
        """Attach it, smaller where that is needed, or say why it is not here."""
        is_picture = looks_like_picture(file)
        try:
            data = await self.work.tools.files.fetch(
                self.environment, file.path, limit=_READ_AT_MOST if is_picture else self.room
            )
        except FileTooLarge:
            self._say("files.too_large", file)
        except ProviderError as error:
            log.warning("artifacts.not_fetched", turn=self.work.turn.id, error=str(error))
            self._say("files.unreadable", file)
        else:
            await self._attach(file, data)

    async def _attach(self, file: EnvironmentFile, data: bytes) -> None:
        name, ending = safe_name(file.path), ending_of(data)
        if len(data) > self.room:
            fitted = await self.work.tools.pictures.fit(data, limit=self.room) if ending else None
            if fitted is None:
                self._say("files.too_large", file)
                return
            self._say("files.shrunk", file)
            data, ending = fitted.data, fitted.ending
        if ending is not None and looks_like_picture(file):
            name = with_ending(name, ending)
        self.uploads.append(Upload.of(unique(name, self.names), data))

    def _say(self, key: str, file: EnvironmentFile) -> None:
        self.lines.append(say(key, name=code(safe_name(file.path)), size=in_bytes(file.size)))


def in_bytes(size: int) -> str:
    """`812 B`, `30.0 MB`."""
    amount = float(size)
    for unit in ("B", "kB", "MB"):
        if amount < 1000 or unit == "MB":
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{size} B"
