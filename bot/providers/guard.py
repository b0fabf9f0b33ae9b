"""Requests to addresses that somebody else chose: the operator's own network is never asked for them.

An address must be https, without a user, on port 443 or one from 1024 up; every address that its host's name stands for
must be public, and the connection is made to those very addresses, so a name that changes its meaning in between gains
nothing. An origin that the operator exempts is asked as it is. Redirects are judged as the first address was.
"""

import socket
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.core.catalogue import say
from bot.core.errors import BotError
from bot.providers.addresses import is_public
from bot.providers.redirects import redirect_target, web_address

MOST_REDIRECTS = 3
_TLS_PORT = 443
_FIRST_FREE_PORT = 1024
"""Below it live the protocols that must not be spoken to by accident; 443 is the one exception."""
_KEEPS_METHOD = frozenset({307, 308})


class Why(StrEnum):
    """Why an address is not asked; the values are keys of the catalogue."""

    FORM = "address.form"
    SCHEME = "address.scheme"
    PORT = "address.port"
    PRIVATE = "address.private"
    NAMELESS = "address.nameless"
    ELSEWHERE = "address.elsewhere"


class Barred(BotError):
    """The address is not asked. `host`: whose, for what else stands in an address may be a secret."""

    def __init__(self, why: Why, host: str = "") -> None:
        super().__init__(f"{why} {host}")
        self.why = why
        self.host = host

    @property
    def sentence(self) -> str:
        return say(self.why, host=self.host)


ANY_PORT = ":*"


@dataclass(frozen=True, slots=True)
class Guard:
    """`exempt`: origins that the operator vouches for, as scheme, host and port; None for any port."""

    exempt: frozenset[tuple[str, str, int | None]] = frozenset()

    @classmethod
    def of(cls, origins: Iterable[str]) -> Self:
        """From `https://host`, `http://host:8080`, `http://host:*`."""
        return cls(frozenset(map(_exemption, origins)))

    def checked(self, said: str) -> URL:
        """The address as it may be asked, as far as it alone can tell. Raises `Barred`."""
        url = web_address(said)
        if url is None:
            raise Barred(Why.FORM)
        if self.is_exempt(url):
            return url
        host = url.host or ""
        if url.scheme != "https":
            raise Barred(Why.SCHEME, host)
        if url.port is None or (url.port != _TLS_PORT and url.port < _FIRST_FREE_PORT):
            raise Barred(Why.PORT, host)
        if _is_number(host) and not is_public(host):
            raise Barred(Why.PRIVATE, host)
        return url

    def is_exempt(self, url: URL) -> bool:
        scheme, host = url.scheme, (url.host or "").lower()
        return not self.exempt.isdisjoint({(scheme, host, url.port), (scheme, host, None)})


class PublicResolver(AbstractResolver):
    """Names by another resolver, and only those that stand for public addresses and nothing else."""

    def __init__(self, names: AbstractResolver) -> None:
        self._names = names

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        try:
            found = await self._names.resolve(host, port, family)
        except (OSError, UnicodeError) as error:  # a label too long or empty is no name either
            raise Barred(Why.NAMELESS, host) from error
        if not found:
            raise Barred(Why.NAMELESS, host)
        if not all(is_public(each["host"]) for each in found):
            raise Barred(Why.PRIVATE, host)
        return found

    async def close(self) -> None:
        await self._names.close()


SocketFactory = Callable[[aiohttp.AddrInfoType], socket.socket]


def public_socket(address: aiohttp.AddrInfoType) -> socket.socket:
    """The last look, right before the connection is made; here a number in place of a name passes too."""
    family, kind, protocol, _, place = address
    if not is_public(str(place[0])):
        raise PermissionError("that address is not public")
    return socket.socket(family, kind, protocol)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request. `headers` may be secrets: they go to the address's own origin and no further."""

    method: str
    address: str
    headers: Mapping[str, str]
    timeout: aiohttp.ClientTimeout
    body: bytes | None = None


class GuardedHttp:
    """Use as a context. `names` finds addresses; `sockets` makes connections to them."""

    def __init__(
        self, guard: Guard, *, names: AbstractResolver | None = None, sockets: SocketFactory = public_socket
    ) -> None:
        self.guard = guard
        connector = aiohttp.TCPConnector(
            resolver=PublicResolver(names or aiohttp.ThreadedResolver()), socket_factory=sockets, use_dns_cache=False
        )
        self._public = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        self._exempt = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._public.close()
        await self._exempt.close()

    @asynccontextmanager
    async def open(self, asked: Asked) -> AsyncGenerator[aiohttp.ClientResponse]:
        """The answer, after redirects. Raises `Barred`, and what aiohttp raises.

        A GET may be sent on, without its headers, but not from the internet to an exempt origin; anything else stays
        with its origin and keeps its method, or its redirect is `Barred`.
        """
        first = url = self.guard.checked(asked.address)
        for _ in range(MOST_REDIRECTS + 1):
            headers = asked.headers if url.origin() == first.origin() else {}
            async with self._once(asked, url, headers) as response:
                target = redirect_target(url, response.status, response.headers)
                if target is None:
                    yield response
                    return
                url = self._next(asked, url, target, response.status)
        raise Barred(Why.ELSEWHERE, first.host or "")

    def _next(self, asked: Asked, url: URL, target: URL, status: int) -> URL:
        stays = target.origin() == url.origin() and status in _KEEPS_METHOD
        leads_in = self.guard.is_exempt(target) and not self.guard.is_exempt(url)
        if leads_in or (asked.method != "GET" and not stays):
            raise Barred(Why.ELSEWHERE, url.host or "")
        return self.guard.checked(str(target))

    @asynccontextmanager
    async def _once(self, asked: Asked, url: URL, headers: Mapping[str, str]) -> AsyncIterator[aiohttp.ClientResponse]:
        session = self._exempt if self.guard.is_exempt(url) else self._public
        async with session.request(
            asked.method, url, data=asked.body, headers=headers, timeout=asked.timeout, allow_redirects=False
        ) as response:
            yield response


def _exemption(origin: str) -> tuple[str, str, int | None]:
    url = URL(origin.removesuffix(ANY_PORT))
    return url.scheme, url.host or "", None if origin.endswith(ANY_PORT) else url.port


def _is_number(host: str) -> bool:
    """What aiohttp would not ask a resolver for."""
    return ":" in host or host.replace(".", "").isdigit()
