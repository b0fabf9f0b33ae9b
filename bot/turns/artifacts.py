"""What a turn made: on its machine, noted at the start and compared at the end, or given by a model."""

import asyncio
from collections.abc import Sequence

import structlog

from bot.core.answer import answer_of
from bot.core.artifacts import EnvironmentFile, Moment, changed, select
from bot.core.catalogue import say
from bot.core.errors import ProviderError
from bot.core.ids import EnvironmentId
from bot.core.view import Gathered
from bot.turns.gathering import Gathering
from bot.turns.given import given
from bot.turns.media import is_kept, kept_files
from bot.turns.work import Work

log = structlog.get_logger(__name__)

_LISTING_WITHIN_S = 10.0


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
    if kept := await kept_files(work):
        await work.tools.store.remember_files(work.turn.id, Moment.CHANGED, kept)
    if environment is None or kept:
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
    if not files or session is None:
        return None
    limit = work.tools.canvas.upload_limit(session.guild_of_room)
    if is_kept(files[0]):
        return await given(work, files, limit=limit)
    if session.environment is None:
        return None
    machine = session.environment

    async def read(file: EnvironmentFile, most: int) -> bytes:
        return await work.tools.files.fetch(machine, file.path, limit=most)

    gathering = Gathering(work, read, limit)
    selection = select(files, said=answer_of(work.transcript.steps).text)
    for file in (*selection.pictures, *selection.files):
        await gathering.take(file)
    return Gathered(tuple(gathering.uploads), tuple(gathering.lines), len(selection.rest))
