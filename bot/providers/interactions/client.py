"""The Antigravity agent over the Interactions API, as `core.ports.Agent`."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack

import aiohttp
from pydantic import SecretStr

from bot.core.errors import OutcomeUnknown, Refused, Unreachable
from bot.core.events import Heard, RunRecord
from bot.core.ids import Cursor, RunId
from bot.core.ports import RunRequest
from bot.providers.http import Answer, Call, Timeouts, Transport
from bot.providers.interactions.cleaning import clean_heard
from bot.providers.interactions.client_stream import Hearing
from bot.providers.interactions.patience import Patience, is_not_found
from bot.providers.interactions.runs import KEY_HEADER, Runs
from bot.providers.interactions.translate_errors import explain
from bot.providers.interactions.translate_request import body_of
from bot.providers.sse import FrameTooLarge

__all__ = ["InteractionsAgent", "Patience"]


class InteractionsAgent:
    """Runs are *interactions* here: created in the background, then read or listened to by id."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        base: str,
        key: SecretStr,
        version: str = "v1beta",
        timeouts: Timeouts | None = None,
        patience: Patience | None = None,
    ) -> None:
        patience = patience or Patience()
        self._http = Transport(session, base=base, secrets={KEY_HEADER: key}, explain=explain, timeouts=timeouts)
        self._runs = Runs(self._http, version=version, patience=patience)
        self._while_young = patience.caller.on(is_not_found)

    async def create(self, request: RunRequest) -> RunRecord:
        """Start a run in the background. Raises as `Runs.create`; an answer without an id is `OutcomeUnknown` too."""
        is_large = bool(request.pictures or request.setup.files)
        body = await asyncio.to_thread(body_of, request) if is_large else body_of(request)
        record = await self._runs.create(body)
        if not record.id:
            raise OutcomeUnknown(f"POST {self._runs.root}: the answer names no run")
        return record

    async def read(self, run: RunId) -> RunRecord:
        """The run's record; tried again with patience, also on a 404."""
        return await self._runs.read(run)

    async def cancel(self, run: RunId) -> None:
        """Ask the run to stop; one that has ended already needs no stopping."""
        await self._runs.cancel(run)

    async def listen(self, run: RunId, *, after: Cursor | None = None, position: int = 0) -> AsyncGenerator[Heard]:
        """The run's events; the first has the number `position`, so go on with the last one heard's + 1 and its cursor.

        Without a cursor the stream begins anew, and so do the numbers, by which what was heard before can be told.
        Ends with the provider's stream, whether or not the run has ended. An event whose id was heard in this call is
        passed over. Raises `Unreachable` when the connection is cut or silent; 404s are waited out when listening from
        the start. Close it (`contextlib.aclosing`) to let go of the connection early.
        """
        query = {"stream": "true"} | ({"last_event_id": after} if after else {})
        call = Call(method="GET", path=self._runs.path(run), query=query, stream=True)
        hearing = Hearing(after=after, position=position if after else 0)
        async with AsyncExitStack() as stack:
            answer = await (self._open(stack, call) if after else self._while_young(self._open, stack, call))
            async for chunk in answer.chunks():
                for heard in _fed(hearing, chunk, call):
                    yield clean_heard(heard, self._http.clean)
                if hearing.done:
                    return

    async def _open(self, stack: AsyncExitStack, call: Call) -> Answer:
        answer = await stack.enter_async_context(self._http.open(call))
        if answer.content_type != "text/event-stream":
            raise Unreachable(f"{call}: answered with {answer.content_type} instead of a stream of events")
        return answer


def _fed(hearing: Hearing, chunk: bytes, call: Call) -> list[Heard]:
    try:
        return hearing.feed(chunk)
    except FrameTooLarge as error:
        raise Refused(f"{call}: {error}") from error
