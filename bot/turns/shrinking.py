"""Makes the pictures of a machine small enough to be attached."""

from dataclasses import dataclass, field
from typing import Protocol

from bot.turns.pictures.asking import PictureProgram, Pictures


class Shrink(Protocol):
    async def __call__(self, data: bytes, *, limit: int) -> bytes | None:
        """The picture, which is too large, as WebP of at most `limit` bytes; None where it cannot be had."""
        ...


@dataclass(frozen=True, slots=True)
class Shrinker:
    pictures: Pictures = field(default_factory=PictureProgram)

    async def __call__(self, data: bytes, *, limit: int) -> bytes | None:
        fitted = await self.pictures.fit(data, limit=limit)
        return fitted.data if fitted else None
