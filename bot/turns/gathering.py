"""Files brought into one message: within its limit, pictures smaller where that is needed, and nothing left unsaid."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import structlog

from bot.core.artifacts import EnvironmentFile, looks_like_picture
from bot.core.catalogue import say
from bot.core.errors import FileTooLarge, ProviderError
from bot.core.filenames import safe_name, unique, with_ending
from bot.core.patches import Upload
from bot.core.steps import code
from bot.turns.pictures.kinds import ending_of
from bot.turns.work import Work

log = structlog.get_logger(__name__)

READ_AT_MOST = 64 * 1024 * 1024
"""Bytes of a picture that we would still make smaller."""
Read: TypeAlias = Callable[[EnvironmentFile, int], Awaitable[bytes]]
"""At most so many bytes of a file. Raises ProviderError."""


@dataclass(slots=True)
class Gathering:
    """`room`: bytes that a message may still take; a request as a whole is bounded like one file is.

    `links`: where files can be had that are too large, by their paths.
    """

    work: Work
    read: Read
    limit: int
    links: dict[str, str] = field(default_factory=dict)
    uploads: list[Upload] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    @property
    def room(self) -> int:
        return self.limit - sum(len(upload.data) for upload in self.uploads)

    async def take(self, file: EnvironmentFile) -> None:
        """Attach it, smaller where that is needed, or say why it is not here."""
        upload = await self.fitted(file, room=self.room)
        self.uploads += [upload] if upload is not None else []

    async def fitted(self, file: EnvironmentFile, *, room: int) -> Upload | None:
        """The file in so many bytes; None, and a line about it, where that cannot be."""
        is_picture = looks_like_picture(file)
        try:
            data = await self.read(file, READ_AT_MOST if is_picture else room)
        except FileTooLarge:
            self._say_too_large(file)
        except ProviderError as error:
            log.warning("artifacts.not_fetched", turn=self.work.turn.id, error=str(error))
            self._say("files.unreadable", file)
        else:
            return await self._made_to_fit(file, data, room)
        return None

    async def _made_to_fit(self, file: EnvironmentFile, data: bytes, room: int) -> Upload | None:
        name, ending = safe_name(file.path), ending_of(data)
        if len(data) > room:
            fitted = await self.work.tools.pictures.fit(data, limit=room) if ending else None
            if fitted is None:
                self._say_too_large(file)
                return None
            self._say("files.shrunk", file)
            data, ending = fitted.data, fitted.ending
        if ending is not None and looks_like_picture(file):
            name = with_ending(name, ending)
        return Upload.of(unique(name, self.names), data)

    def _say_too_large(self, file: EnvironmentFile) -> None:
        link = self.links.get(file.path)
        if link:
            self.lines.append(say("files.elsewhere", name=_name(file), size=in_bytes(file.size), link=link))
        else:
            self._say("files.too_large", file)

    def _say(self, key: str, file: EnvironmentFile) -> None:
        self.lines.append(say(key, name=_name(file), size=in_bytes(file.size)))


def _name(file: EnvironmentFile) -> str:
    return code(safe_name(file.path))


def in_bytes(size: int) -> str:
    """`812 B`, `30.0 MB`."""
    amount = float(size)
    for unit in ("B", "kB", "MB"):
        if amount < 1000 or unit == "MB":
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{size} B"
