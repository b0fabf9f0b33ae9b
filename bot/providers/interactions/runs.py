"""The runs of one endpoint, whoever wants something of them: created once, read and cancelled patiently."""

from urllib.parse import quote

from bot.core.errors import Refused
from bot.core.events import RunRecord
from bot.core.ids import RunId
from bot.providers.http import Call, Transport
from bot.providers.http_errors import lost_kind
from bot.providers.interactions.cleaning import clean_record
from bot.providers.interactions.patience import Patience, is_not_found
from bot.providers.interactions.translate import record_of
from bot.providers.interactions.wire import Malformed, parse_interaction

KEY_HEADER = "x-goog-api-key"


class Runs:
    """Records come with the provider's words for what went wrong cleaned of our key."""

    def __init__(self, http: Transport, *, version: str, patience: Patience) -> None:
        self._http = http
        self.root = f"/{quote(version, safe='')}/interactions"
        self._patiently = patience.caller.on(patience.wait_after)

    def path(self, run: RunId) -> str:
        return f"{self.root}/{quote(run, safe='')}"

    async def create(self, body: bytes) -> RunRecord:
        """One request, whatever comes of it, for there is no idempotency key; an answer without an id has an empty one.

        Raises, because a run costs money and a second one costs it twice:
        - `Refused`: a 4xx; nothing runs.
        - `Overloaded`: 429 (`code` tells `rate_limit_exceeded` from the day's `quota_exceeded`), 503, 409 `aborted`:
          said at the door instead of taking the request; nothing runs.
        - `Unreachable`: there was no connection (refused, no such host, TLS); nothing runs.
        - `OutcomeUnknown`: the connection or the time ended after sending, a 500, 502 or 504 came from behind the door,
          or a 200 that is no record: one may be running.
        """
        return await self._record(Call(method="POST", path=self.root, body=body, repeatable=False))

    async def read(self, run: RunId) -> RunRecord:
        """The run's record; tried again with patience, also on a 404."""
        return await self._patiently(self._record, Call(method="GET", path=self.path(run)), run)

    async def cancel(self, run: RunId) -> None:
        """Ask the run to stop; one that has ended already needs no stopping."""
        try:
            await self._patiently(self._cancel, self.path(run))
        except Refused as error:
            if is_not_found(error) or (await self.read(run)).status.is_pending:
                raise

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
