"""Fits a job's pictures into what one message may hold, and says what that did to them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.core.catalogue import say
from bot.core.filenames import slug
from bot.core.imagine.job import Picture
from bot.core.patches import Upload
from bot.turns.gathering import in_bytes
from bot.turns.pictures.answer import Change, Fitted
from bot.turns.pictures.asking import Pictures


@dataclass(frozen=True, slots=True)
class Finished:
    """A picture as the model gave it; `ending` by its bytes."""

    picture: Picture
    data: bytes = field(repr=False)
    ending: str = ""


@dataclass(slots=True)
class Hanging:
    """`room`: bytes that are left. `pictures` have their names in the message; what did not fit is only remarked on."""

    program: Pictures
    title: str
    room: int
    pictures: list[Picture] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    async def hang(self, finished: Sequence[Finished]) -> None:
        """Each gets at most its fair share of the room that is left."""
        for place, one in enumerate(finished):
            await self._hang(one, share=self.room // (len(finished) - place))

    async def _hang(self, one: Finished, *, share: int) -> None:
        fitted = await self.program.fit(one.data, limit=share)
        name = f"{slug(self.title)}-{one.picture.id.number + 1}{fitted.ending if fitted else one.ending}"
        told = {"name": f"`{name}`", "size": in_bytes(len(one.data))}
        if fitted is None:
            self.remarks.append(say("imagine.too_large", **told))
            return
        if fitted.change is not Change.NONE:
            self.remarks.append(_changed(fitted, told))
        self.room -= len(fitted.data)
        self.uploads.append(Upload.of(name, fitted.data))
        self.pictures.append(replace(one.picture, file=name))


def _changed(fitted: Fitted, told: dict[str, str]) -> str:
    if fitted.change is Change.ENCODED:
        return say("imagine.refitted", **told)
    return say("imagine.scaled", **told, sides=f"{fitted.width} × {fitted.height}")  # noqa: RUF001 - the sign for it
