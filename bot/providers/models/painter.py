"""One provider's models that make pictures, as `core.imagine.ports.Painter`.

A picture is one request that is answered when it is done: it has no name by which it could be asked for again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack

from bot.core import events as e
from bot.core.errors import OutcomeUnknown, ProviderError, Refused
from bot.core.ids import RunId
from bot.core.imagine.ports import Begun, PaintRequest
from bot.core.models.naming import Choice, UnknownModel, choose
from bot.core.models.parameters import Wants
from bot.core.transcript import RunTranscript
from bot.providers.models.asking import Asker, Order
from bot.providers.models.fetching import Fetching, NotFetched
from bot.providers.models.line import Line
from bot.providers.models.media_data import decoded
from bot.providers.models.reading import CUT
from bot.providers.models.refusals import UNKNOWN_MODEL, retold
from bot.providers.models.speech import UserSaid

NO_IMAGE = "no_image"
TEXT_LIMIT = 300
"""Characters of what a model says instead of painting."""
WITHIN_S = 600.0
_NOT_FOUND = 404


class ModelPainter:
    """`fetching`: made at the first need. `within_s`: the longest wait for one picture, in seconds."""

    def __init__(
        self,
        line: Line,
        *,
        asker: Asker,
        fetching: Callable[[], Awaitable[Fetching]],
        within_s: float = WITHIN_S,
    ) -> None:
        self._line = line
        self._asker = asker
        self._fetching = fetching
        self._within_s = within_s

    async def paint(self, request: PaintRequest, *, begun: Begun) -> bytes:  # noqa: ARG002 - there is no name to tell
        """Ask, wait, and give the last picture of the answer.

        Raises `Unreachable` and `Overloaded` where nothing was taken, `Refused` where there is no picture: its code is
        the provider's own for a fault, else `no_image` (the message is what the model said instead), or
        `deadline_exceeded` after `within_s`. `OutcomeUnknown` where the answer broke off before it, or the picture is
        there and cannot be fetched.
        """
        choice = self._choice(request.model)
        wants = Wants(ratio=request.ratio or "", size=request.size or "")
        said = (UserSaid(text=request.prompt, pictures=request.references),)
        try:
            async with asyncio.timeout(self._within_s), AsyncExitStack() as stack:
                order = Order(choice=choice, said=said, wants=wants, is_painting=True)
                told = await (await self._asker.open(stack, self._line, order)).heard()
        except ProviderError as error:
            raise retold(error, choice) from error
        except TimeoutError as error:
            raise Refused(f"no picture in {self._within_s:g} s", code="deadline_exceeded") from error
        return await self._picture(told)

    async def resume(self, run: RunId) -> bytes:
        """Nothing can be asked for again. Raises `Refused`."""
        raise Refused(f"404 not_found: run {run}", code="not_found", status=_NOT_FOUND)

    async def cancel(self, run: RunId) -> None:
        """What is asked ends with its connection."""

    def _choice(self, name: str) -> Choice:
        provider = self._line.provider
        try:
            return choose({provider.name: provider}, name)
        except UnknownModel as error:
            raise Refused(f"404 {UNKNOWN_MODEL}: {name}", code=UNKNOWN_MODEL, status=_NOT_FOUND) from error

    async def _picture(self, told: RunTranscript) -> bytes:
        part = picture_in(told.steps)
        if part is None:
            raise _lack(told, self._line.hidden)
        if part.data or part.uri[:5].lower() == "data:":
            data = await asyncio.to_thread(decoded, part.data or part.uri)
            if data is None:
                raise Refused("the picture is no base64", code=NO_IMAGE)
            return data
        try:
            return (await (await self._fetching()).fetch(part.uri)).data
        except NotFetched as error:
            raise OutcomeUnknown(f"the picture is there, and could not be fetched: {error}") from error


def picture_in(steps: Sequence[e.Step]) -> e.MediaPart | None:
    """The last one that is no thought: models draft, and may show what they were given first."""
    parts = [part for step in steps if isinstance(step, e.Output) for part in step.parts]
    pictures = [part for part in parts if isinstance(part, e.MediaPart) and part.kind == "image"]
    return pictures[-1] if pictures else None


def _lack(told: RunTranscript, hidden: Callable[[str], str]) -> ProviderError:
    """Why there is none: an answer that broke off may have had one."""
    if told.status is e.RunStatus.INCOMPLETE and all(fault.code == CUT for fault in told.faults):
        return OutcomeUnknown("the answer ended before its picture")
    fault = told.faults[-1] if told.faults else None
    parts = [part for step in told.steps if isinstance(step, e.Output) for part in step.parts]
    spoken = " ".join(part.text for part in parts if isinstance(part, e.TextPart))
    said = hidden(" ".join(spoken.split()))[:TEXT_LIMIT]
    if fault is not None:
        return Refused(hidden(fault.message)[:TEXT_LIMIT] or said or fault.code, code=fault.code or NO_IMAGE)
    return Refused(said or "the answer has no picture", code=NO_IMAGE)
