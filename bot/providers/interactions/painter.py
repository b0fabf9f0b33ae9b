"""Google's image models over the Interactions API, as `core.imagine.ports.Painter`."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import aiohttp
from pydantic import SecretStr
from yarl import URL

from bot.core import events as e
from bot.core.errors import OutcomeUnknown, Overloaded, ProviderError, Refused, Unreachable
from bot.core.ids import RunId
from bot.core.imagine.ports import Begun, PaintRequest
from bot.providers.http import Call, Timeouts, Transport
from bot.providers.interactions.files_download import Downloads
from bot.providers.interactions.patience import Patience
from bot.providers.interactions.runs import KEY_HEADER, Runs
from bot.providers.interactions.translate_errors import explain
from bot.providers.interactions.translate_pictures import NO_IMAGE, decoded, lack_of, paint_body, picture_of
from bot.providers.redirects import is_google_storage, web_address

PICTURE_LIMIT = 64 * 1024 * 1024
"""Bytes of a picture that is fetched from an address."""
TEXT_LIMIT = 300
"""Characters of what a model says instead of painting."""
ABANDON_S = 10.0
"""For the cancel of a run that took too long; what comes of it changes nothing."""


class InteractionsPainter:
    """A picture is a run in the background: begun by one request, then looked at until it has ended.

    `poll_every_s` lies between two looks, `within_s` is the longest wait for one run, both in seconds. The default of
    `timeouts` is for bodies of 20 MB (fourteen references) and 40 MB (a large picture) on a slow line.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        base: str,
        key: SecretStr,
        version: str = "v1beta",
        timeouts: Timeouts | None = None,
        patience: Patience | None = None,
        poll_every_s: float = 1.5,
        within_s: float = 300.0,
        may_follow: Callable[[URL], bool] = is_google_storage,
    ) -> None:
        timeouts, patience = timeouts or Timeouts(total=180.0), patience or Patience()
        self._http = Transport(session, base=base, secrets={KEY_HEADER: key}, explain=explain, timeouts=timeouts)
        self._runs = Runs(self._http, version=version, patience=patience)
        self._downloads = Downloads(self._http, may_follow)
        self._patiently = patience.caller.on(patience.wait_after)
        self._poll_every_s = poll_every_s
        self._within_s = within_s

    async def paint(self, request: PaintRequest, *, begun: Begun) -> bytes:
        """Begin a run and wait for its picture.

        Raises as `Runs.create` until the run is begun, and from then on as `resume`: so `Unreachable` and `Overloaded`
        always mean that nothing was begun. A cancelled wait leaves the run as it is, to be resumed.
        """
        body = await asyncio.to_thread(paint_body, request)
        record = await self._runs.create(body)
        if record.id:
            await begun(record.id)
        if record.status.is_pending:
            if not record.id:
                raise OutcomeUnknown(f"POST {self._runs.root}: the answer names no run")
            record = await self._ended(record.id)
        return await self._picture(record)

    async def resume(self, run: RunId) -> bytes:
        """Wait for the picture of a run.

        Raises `Refused` where there is none and will be none: its code is the API's own for a fault of the run, else
        `no_image` (the message is what the model said instead), else the status that the run ended with. It is
        `deadline_exceeded` after `within_s`: the run is cancelled then, and refused rather than overloaded, for the
        same request would likely take as long. Raises `OutcomeUnknown` where the record or the picture could not be
        read in all that time; the run is left alone and may be resumed.
        """
        return await self._picture(await self._ended(run))

    async def cancel(self, run: RunId) -> None:
        """Ask the run to stop; one that has ended already needs no stopping."""
        await self._runs.cancel(run)

    async def _ended(self, run: RunId) -> e.RunRecord:
        """The record once it is no longer pending; a look that fails is only a look."""
        lost: ProviderError | None = None
        try:
            async with asyncio.timeout(self._within_s):
                while True:
                    try:
                        record = await self._runs.read(run)
                    except (Unreachable, Overloaded) as error:
                        lost = error
                    else:
                        lost = None
                        if not record.status.is_pending:
                            return record
                    await asyncio.sleep(max(self._poll_every_s, (lost and lost.retry_after) or 0.0))
        except TimeoutError:
            raise await self._given_up(run, lost) from lost

    async def _given_up(self, run: RunId, lost: ProviderError | None) -> ProviderError:
        if lost:
            return OutcomeUnknown(f"GET {self._runs.path(run)}: no answer in {self._within_s:g} s; the last was {lost}")
        with suppress(ProviderError, TimeoutError):
            async with asyncio.timeout(ABANDON_S):
                await self._runs.cancel(run)
        sentence = f"GET {self._runs.path(run)}: the run has not ended in {self._within_s:g} s"
        return Refused(sentence, code="deadline_exceeded")

    async def _picture(self, record: e.RunRecord) -> bytes:
        """Its bytes as they are, whatever kind they are called."""
        part = picture_of(record)
        if part is None:
            lack = lack_of(record)
            said = self._http.clean(lack.message)[:TEXT_LIMIT]
            raise Refused(f"GET {self._runs.path(record.id)}: no picture", code=lack.code, said=said)
        if not part.data:
            return await self._fetched(part.uri)
        try:
            return await asyncio.to_thread(decoded, part.data)
        except ValueError as error:
            raise Refused("the picture is no base64", code=NO_IMAGE) from error

    async def _fetched(self, uri: str) -> bytes:
        target = web_address(uri)
        if target is None or not self._downloads.may_ask(target):
            raise Refused("the picture is at an address that is not trusted", code=NO_IMAGE)
        call = Call(method="GET", path="", target=target, stream=True, accept="*/*")
        try:
            async with asyncio.timeout(self._within_s):
                return await self._patiently(self._downloads.whole, call, limit=PICTURE_LIMIT)
        except (Unreachable, Overloaded, TimeoutError) as error:
            raise OutcomeUnknown(f"{call}: the picture is there, and could not be fetched: {error}") from error
