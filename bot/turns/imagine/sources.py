"""The pictures that a job starts from: read from Discord, made fit for a model, and kept where Discord does not."""

from dataclasses import replace
from hashlib import sha256

from bot.core.attachments import Source
from bot.core.errors import DeliveryError, DeliveryUnknown
from bot.core.imagine.job import Job
from bot.core.ports import Reference
from bot.turns.imagine.equipment import Studio
from bot.turns.imagine.troubles import NoPicture, Trouble, trouble_of_source


async def references_of(studio: Studio, job: Job) -> tuple[Reference, ...]:
    """In the order in which they were given. Raises NoPicture."""
    found = [await _reference(studio, source) for source in job.sources]
    sources = tuple(source for source, _ in found)
    if sources != job.sources:
        await studio.jobs.replace_sources(job.id, sources)
    return tuple(reference for _, reference in found)


async def _reference(studio: Studio, source: Source) -> tuple[Source, Reference]:
    kept = await studio.jobs.kept_file(source.digest, now=studio.clock.now()) if source.digest else None
    if kept is not None:
        return source, kept
    data = await bytes_of(studio, source)
    reference = await studio.pictures.reference(data)
    if reference is None:
        raise NoPicture(Trouble("imagine.source_unreadable", source.name))
    if source.message is not None:
        return source, reference
    digest = sha256(reference.data).hexdigest()
    await studio.jobs.keep_file(digest, reference, now=studio.clock.now())
    return replace(source, digest=digest), reference


async def bytes_of(studio: Studio, source: Source) -> bytes:
    """The file as it is. Raises NoPicture."""
    for wait in studio.patience.source_retries_s:
        try:
            return await _read(studio, source)
        except DeliveryUnknown:
            await studio.sleep(wait)
        except DeliveryError as error:
            raise _none(source, error) from error
    try:
        return await _read(studio, source)
    except DeliveryError as error:
        raise _none(source, error) from error


async def _read(studio: Studio, source: Source) -> bytes:
    return await studio.attachments.fetch(source, limit=studio.patience.read_at_most)


def _none(source: Source, error: DeliveryError) -> NoPicture:
    return NoPicture(trouble_of_source(error, name=source.name, is_ours=source.message is not None))
