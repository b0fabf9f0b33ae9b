"""The one place that makes HTTP requests to providers: what it raises is ours, a key leaves it in its header only."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Literal

import aiohttp
from pydantic import SecretStr
from yarl import URL

from bot.core.errors import OutcomeUnknown, ProviderError, Refused, SettingsError, Unreachable
from bot.providers.http_errors import MESSAGE_LIMIT, Explanation, kind_of, lost_kind, reason_of, retry_after
from bot.providers.redirects import Redirected, redirect_target

ERROR_BODY_LIMIT = 64 * 1024
BODY_LIMIT = 128 * 1024 * 1024
"""Bytes of one plain answer, unpacked: a whole run with its pictures inline as base64."""
PIECE = 64 * 1024
"""Bytes of an answer that are read at once."""

Explain = Callable[[bytes], Explanation]
"""How a provider's error bodies are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """Seconds. `total` bounds a plain call, `idle` the silence of a stream (no heartbeats are documented).

    `slowest`: bytes of a body that a line takes in a second, at least; a large one has so much more time.
    """

    connect: float = 10.0
    total: float = 60.0
    idle: float = 150.0
    slowest: int = 250_000

    def of(self, call: "Call") -> aiohttp.ClientTimeout:
        """A plain call has an end; a stream may last as long as it is not silent."""
        if call.stream:
            return aiohttp.ClientTimeout(connect=self.connect, sock_connect=self.connect, sock_read=self.idle)
        total = self.total + len(call.body or b"") / self.slowest
        return aiohttp.ClientTimeout(total=total, connect=self.connect, sock_connect=self.connect)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request. `path` is percent-encoded and follows the base. `repeatable`: doing it twice is doing it once.

    `headers`: besides the usual ones. `target`: where an answer led, in place of base, path and query; it gets the key
    on the base's own origin alone.
    """

    method: Literal["GET", "POST", "PUT"]
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    stream: bool = False
    repeatable: bool = True
    accept: str = ""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    target: URL | None = None

    @property
    def accepted(self) -> str:
        return self.accept or ("text/event-stream" if self.stream else "application/json")

    def __str__(self) -> str:
        if self.target is None:
            return f"{self.method} {self.path}"
        return f"{self.method} {self.target.origin()}{self.target.raw_path}"  # its query may be a secret


class Answer:
    """A 2xx answer whose body is still to come; what goes wrong with it, `Transport.open` tells in our errors."""

    def __init__(self, response: aiohttp.ClientResponse, *, limit: int) -> None:
        self._response = response
        self._limit = limit

    @property
    def content_type(self) -> str:
        return self._response.content_type

    @property
    def length(self) -> int | None:
        """Bytes of the body, where it is told and the body is not packed."""
        return None if "Content-Encoding" in self._response.headers else self._response.content_length

    def header(self, name: str) -> str:
        """Empty where it is not there."""
        return self._response.headers.get(name, "")

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body as it arrives, however much it is; a little that was packed is enough to keep others waiting."""
        async for chunk in self._response.content.iter_any():
            for start in range(0, len(chunk), PIECE):
                yield chunk[start : start + PIECE]
                await asyncio.sleep(0)

    async def read(self) -> bytes:
        """The whole body."""
        body = bytearray()
        async for chunk in self.chunks():
            body += chunk
            if len(body) > self._limit:
                raise AnswerTooLarge(f"the answer is larger than {self._limit} bytes")
        return bytes(body)


class AnswerTooLarge(Exception):
    """Raised while an answer is read; it never leaves `Transport.open`."""


def open_session(*traces: aiohttp.TraceConfig) -> aiohttp.ClientSession:
    """A session for providers: every listening turn holds a connection, so they have no limit; nor cookies."""
    connector = aiohttp.TCPConnector(limit=0)
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trace_configs=list(traces))


class Transport:
    """One provider's endpoint. `secrets` are headers, `query_secrets` parts of the query, which end up in others' logs.

    The session belongs to the caller.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        base: str,
        secrets: Mapping[str, SecretStr],
        explain: Explain,
        timeouts: Timeouts | None = None,
        body_limit: int = BODY_LIMIT,
        query_secrets: Mapping[str, SecretStr] | None = None,
    ) -> None:
        self._session = session
        self._base = _checked_base(base)
        self._secrets = {name: _checked_secret(name, secret) for name, secret in secrets.items()}
        self._query = {name: _checked_secret(name, secret) for name, secret in (query_secrets or {}).items()}
        self._explain = explain
        self._timeouts = timeouts or Timeouts()
        self._body_limit = body_limit

    @asynccontextmanager
    async def open(self, call: Call) -> AsyncGenerator[Answer]:
        """Make the request and hold its 2xx answer open.

        Raises `Unreachable` when nothing was taken (or the call is repeatable), `OutcomeUnknown` when the answer was
        lost, and for every other status what `kind_of` says. Redirects are not followed, as they would carry the key
        away: they are `Redirected`.
        """
        try:
            async with self._request(call) as response:
                if not 200 <= response.status < 300:
                    raise await self._failure(call, response)
                yield Answer(response, limit=self._body_limit)
        except AnswerTooLarge as error:
            raise (Refused if call.repeatable else OutcomeUnknown)(f"{call}: {error}") from error
        except aiohttp.ClientResponseError as error:
            # Without `from error`: that one holds the request's headers, and with them the key.
            raise self._lost(call, f"{error.status} {error.message}") from None
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Unreachable(self.clean(f"{call}: {error}")) from error
        except (TimeoutError, aiohttp.ClientError) as error:
            raise self._lost(call, f"{type(error).__name__} {error}") from error

    def is_home(self, url: URL) -> bool:
        """Whether the URL is on the base's own origin, the only one that our key is for."""
        return url.absolute and url.origin() == URL(self._base).origin()

    def _request(self, call: Call) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        headers = {"Accept": call.accepted}
        if call.body is not None:
            headers["Content-Type"] = "application/json"
        headers |= call.headers
        if call.target is None or self.is_home(call.target):
            headers |= {name: secret.get_secret_value() for name, secret in self._secrets.items()}
        url = call.target or self._home(call)
        timeout = self._timeouts.of(call)
        data = None if call.body is None else BytesIO(call.body)  # which aiohttp sends in pieces
        return self._session.request(
            call.method, url, data=data, headers=headers, timeout=timeout, allow_redirects=False
        )

    def _home(self, call: Call) -> URL:
        secrets = {name: secret.get_secret_value() for name, secret in self._query.items()}
        return URL(self._base + call.path, encoded=True).update_query({**call.query, **secrets})

    async def _failure(self, call: Call, response: aiohttp.ClientResponse) -> ProviderError:
        if (target := redirect_target(response.url, response.status, response.headers)) is not None:
            return Redirected(f"{call}: {response.status} leads elsewhere", status=response.status, target=target)
        said = self._explain(await _beginning(response))
        code = self.clean(said.code) or reason_of(response.status)
        kind = kind_of(response.status, code=code, repeatable=call.repeatable)
        return kind(
            f"{call}: {response.status} {code}: {self.clean(said.message)}",
            code=code,
            status=response.status,
            retry_after=wait if (wait := retry_after(response.headers)) is not None else said.retry_after,
        )

    def _lost(self, call: Call, reason: str) -> ProviderError:
        return lost_kind(repeatable=call.repeatable)(self.clean(f"{call}: {reason}"))

    def clean(self, text: str) -> str:
        """What others say went wrong: on one line, not long, and without our key should they have repeated it."""
        for secret in (*self._secrets.values(), *self._query.values()):
            text = text.replace(secret.get_secret_value(), "***")
        return " ".join(text.split())[:MESSAGE_LIMIT]


async def _beginning(response: aiohttp.ClientResponse) -> bytes:
    """The error body as far as we got it: the status stands already, so a cut here changes nothing."""
    body = bytearray()
    try:
        async for chunk in response.content.iter_any():
            body += chunk
            if len(body) >= ERROR_BODY_LIMIT:
                break
    except (TimeoutError, aiohttp.ClientError):
        pass
    return bytes(body[:ERROR_BODY_LIMIT])


def _checked_base(base: str) -> str:
    """The base without a slash at its end. The sentence does not repeat it, for it may hold a password."""
    sentence = "the API's address must look like https://host or https://host/path"
    try:
        url = URL(base)
    except ValueError as error:
        raise SettingsError(sentence) from error
    if url.scheme not in {"http", "https"} or not url.host or url.query_string or url.fragment or url.user:
        raise SettingsError(sentence)
    return str(url).rstrip("/")


def _checked_secret(name: str, secret: SecretStr) -> SecretStr:
    """A secret that can stand in a header; the sentence does not repeat it."""
    value = secret.get_secret_value().strip()
    if not value or not value.isascii() or not value.isprintable():
        raise SettingsError(f"the key for {name} is empty or holds characters that no key has")
    return SecretStr(value)
