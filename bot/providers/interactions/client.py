"""The Antigravity agent over the Interactions API, as `core.ports.Agent`."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

import aiohttp
import stamina
from pydantic import SecretStr

from bot.core.errors import OutcomeUnknown, Overloaded, Refused, Unreachable
from bot.core.events import Heard, RunRecord
from bot.core.ids import Cursor, RunId
from bot.core.ports import RunRequest
from bot.providers.http import Answer, Call, Timeouts, Transport
from bot.providers.http_errors import lost_kind
from bot.providers.interactions.cleaning import clean_heard, clean_record
from bot.providers.interactions.client_stream import Hearing
from bot.providers.interactions.translate import body_of, record_of
from bot.providers.interactions.translate_errors import explain
from bot.providers.interactions.wire import Malformed, parse_interaction
from bot.providers.sse import FrameTooLarge

KEY_HEADER = "x-goog-api-key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often a repeatable call is tried, with seconds between: 0.3, 0.6, 1.2, 2.4 and up to `jitter` more each.

    The sum covers the few seconds for which a run just created may be answered with 404 (python-genai issue 2985).
    """

    attempts: int = 5
    first_wait: float = 0.3
    longest_wait: float = 5.0
    jitter: float = 0.2

    @property
    def caller(self) -> stamina.AsyncRetryingCaller:
        return stamina.AsyncRetryingCaller(
            attempts=self.attempts,
            timeout=None,
            wait_initial=self.first_wait,
            wait_max=self.longest_wait,
            wait_jitter=self.jitter,
        )

    def wait_after(self, error: Exception) -> bool | float:
        """Whether to try again, and in how many seconds if the provider told."""
        match error:
            case Overloaded(code="quota_exceeded"):
                return False
            case Overloaded(retry_after=float(wait)):
                return wait if wait <= self.longest_wait else False
            case _:
                return isinstance(error, Unreachable | Overloaded) or is_not_found(error)


def is_not_found(error: Exception) -> bool:
    return isinstance(error, Refused) and error.status == HTTPStatus.NOT_FOUND


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
        self._http = Transport(session, base=base, secrets={KEY_HEADER: key}, explain=explain, timeouts=timeouts)
        self._runs = f"/{quote(version, safe='')}/interactions"
        patience = patience or Patience()
        self._patiently = patience.caller.on(patience.wait_after)
        self._while_young = patience.caller.on(is_not_found)

    async def create(self, request: RunRequest) -> RunRecord:
        """Start a run in the background; one request, whatever comes of it, for there is no idempotency key.

        Raises, because a run costs money and a second one costs it twice:
        - `Refused`: a 4xx; nothing runs.
        - `Overloaded`: 429 (`code` tells `rate_limit_exceeded` from the day's `quota_exceeded`), 503, 409 `aborted`:
          said at the door instead of taking the request; nothing runs.
        - `Unreachable`: there was no connection (refused, no such host, TLS); nothing runs.
        - `OutcomeUnknown`: the connection or the time ended after sending, a 500, 502 or 504 came from behind the door,
          or a 200 that names no run: one may be running.
        """
        call = Call(method="POST", path=self._runs, body=body_of(request), repeatable=False)
        record = await self._record(call)
        if not record.id:
            raise OutcomeUnknown(f"{call}: the answer names no run")
        return record

    async def read(self, run: RunId) -> RunRecord:
        """The run's record; tried again with patience, also on a 404."""
        return await self._patiently(self._record, Call(method="GET", path=self._path(run)), run)

    async def cancel(self, run: RunId) -> None:
        """Ask the run to stop; one that has ended already needs no stopping."""
        try:
            await self._patiently(self._cancel, self._path(run))
        except Refused as error:
            if is_not_found(error) or (await self.read(run)).status.is_pending:
                raise

    async def listen(self, run: RunId, *, after: Cursor | None = None, position: int = 0) -> AsyncGenerator[Heard]:
        """The run's events; the first has the number `position`, so go on with the last one heard's + 1 and its cursor.

        Without a cursor the stream begins anew, and so do the numbers, by which what was heard before can be told.
        Ends with the provider's stream, whether or not the run has ended. An event whose id was heard in this call is
        passed over. Raises `Unreachable` when the connection is cut or silent; 404s are waited out when listening from
        the start. Close it (`contextlib.aclosing`) to let go of the connection early.
        """
        query = {"stream": "true"} | ({"last_event_id": after} if after else {})
        call = Call(method="GET", path=self._path(run), query=query, stream=True)
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

    async def _cancel(self, path: str) -> None:
        """Both published spellings, the newer first."""
        try:
            await self._body(Call(method="POST", path=f"{path}/cancel"))
        except Refused as error:
            if not is_not_found(error):
                raise
            await self._body(Call(method="POST", path=f"{path}:cancel"))

    async def _record(self, call: Call, run: RunId | None = None) -> RunRecord:
        found = parse_interaction(await self._body(call))
        if isinstance(found, Malformed):
            raise lost_kind(repeatable=call.repeatable)(f"{call}: the answer is no interaction: {found.reason}")
        return clean_record(record_of(found, run=run), self._http.clean)

    async def _body(self, call: Call) -> bytes:
        async with self._http.open(call) as answer:
            return await answer.read()

    def _path(self, run: RunId) -> str:
        return f"{self._runs}/{quote(run, safe='')}"


def _fed(hearing: Hearing, chunk: bytes, call: Call) -> list[Heard]:
    try:
        return hearing.feed(chunk)
    except FrameTooLarge as error:
        raise Refused(f"{call}: {error}") from error
