"""Files that came with an answer are kept at once, and told on by name: addresses expire, and base64 fills memories."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import structlog

from bot.core import events as e
from bot.core.catalogue import say
from bot.core.models.ports import MEDIA, Media
from bot.core.ports import Clock
from bot.providers.models.fetching import FILM_LIMIT, Fetched, Fetching, NotFetched
from bot.providers.models.magic import HEAD, kind_of, type_of
from bot.providers.models.media_data import decoded

log = structlog.get_logger(__name__)

_BASE64_LIMIT = FILM_LIMIT * 4 // 3
_LINK_LIMIT = 1_000
_LARGE = 200_000
"""Characters from which on decoding them would be felt by everybody else."""


@dataclass(slots=True)
class Keeper:
    """Of one run. The same file is shown once in it, however often and in whatever forms it came."""

    media: Media
    fetching: Fetching
    clock: Clock
    _shown: dict[str, int] = field(default_factory=dict)

    async def kept(self, event: e.AgentEvent) -> e.AgentEvent | None:
        """The event with names in place of files; None where nothing is left of it."""
        match event:
            case e.StepStarted(index, step):
                self._forget_from(index)
                return replace(event, step=await self.kept_step(step, index))
            case e.PartAdded(index, e.MediaPart() as part, "content"):
                kept = await self._new(part, index)
                return None if kept is None else replace(event, part=kept)
            case e.PartAdded(_, e.MediaPart() as part, _):
                return replace(event, part=await self.kept_part(part))
            case _:
                return event

    async def kept_step(self, step: e.Step, index: int) -> e.Step:
        match step:
            case e.Output(parts) if _has_media(parts):
                found = [await self._new(part, index) if isinstance(part, e.MediaPart) else part for part in parts]
                return replace(step, parts=tuple(part for part in found if part is not None))
            case e.Thought(summary) if _has_media(summary):
                thought = [await self.kept_part(part) if isinstance(part, e.MediaPart) else part for part in summary]
                return replace(step, summary=tuple(thought))
            case _:
                return step

    async def kept_part(self, part: e.MediaPart) -> e.MediaPart | e.TextPart:
        """With a name, or a sentence that says what came and could not be kept."""
        if part.uri.startswith(MEDIA) and not part.data:
            return part
        try:
            file = await self._file(part)
        except NotFetched as error:
            log.warning("media.lost", why=error.why, kind=part.kind)
            return e.TextPart(_sentence(error))
        name = await self.media.keep(file.data, mime_type=file.mime_type, now=self.clock.now())
        kind = part.kind if part.kind == "document" else kind_of(file.mime_type)
        return replace(part, kind=kind, mime_type=file.mime_type, data="", uri=name, link=file.link)

    async def _file(self, part: e.MediaPart) -> Fetched:
        if not part.data and part.uri[:5].lower() != "data:":
            return await self.fetching.fetch(part.uri)
        text = part.data or part.uri
        if len(text) > _BASE64_LIMIT:
            raise NotFetched("media.too_large")
        data = await asyncio.to_thread(decoded, text) if len(text) > _LARGE else decoded(text)
        mime_type = type_of(data[:HEAD]) if data else ""
        if part.kind == "document" and not mime_type:
            mime_type = part.mime_type or "application/octet-stream"
        if not data or not mime_type:
            raise NotFetched("media.unknown")
        return Fetched(mime_type=mime_type, data=data)

    async def _new(self, part: e.MediaPart, index: int) -> e.MediaPart | e.TextPart | None:
        kept = await self.kept_part(part)
        if isinstance(kept, e.TextPart):
            return kept
        if kept.uri in self._shown:
            return None
        self._shown[kept.uri] = index
        return kept

    def _forget_from(self, index: int) -> None:
        """A step that begins again takes the place of what was told there."""
        self._shown = {name: where for name, where in self._shown.items() if where < index}


def _has_media(parts: Sequence[e.Part]) -> bool:
    return any(isinstance(part, e.MediaPart) for part in parts)


def _sentence(error: NotFetched) -> str:
    where = f" <{error.link}>" if error.link and len(error.link) <= _LINK_LIMIT else ""
    return f"\n\n{say(error.why)}{where}\n\n"
