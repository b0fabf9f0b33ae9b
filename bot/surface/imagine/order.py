"""What is wanted of a painter, before it is known who wants it and where."""

from dataclasses import dataclass

from bot.core.attachments import Source
from bot.core.ids import Snowflake
from bot.core.imagine.job import Deed, PictureId
from bot.core.imagine.wish import Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is wanted, without who wants it and where. `guild`: of a rework in a direct message, where that began."""

    prompt: str
    deed: Deed
    model: str
    provider: str
    ratio: str | None = None
    size: str | None = None
    asked_ratio: str = ""
    count: int = 1
    sources: tuple[Source, ...] = ()
    parent: PictureId | None = None
    guild: Snowflake | None = None

    @classmethod
    def of(
        cls,
        wish: Wish,
        *,
        prompt: str,
        deed: Deed,
        count: int = 1,
        sources: tuple[Source, ...] = (),
        parent: PictureId | None = None,
        guild: Snowflake | None = None,
    ) -> "Order":
        return cls(
            prompt=prompt,
            deed=deed,
            model=wish.model.id,
            provider=wish.model.provider,
            ratio=wish.ratio,
            size=wish.size,
            asked_ratio=wish.asked_ratio,
            count=count,
            sources=sources,
            parent=parent,
            guild=guild,
        )
