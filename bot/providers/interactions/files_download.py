"""Bytes of unknown number: read up to a limit, and from where the API sends us, without our key."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from yarl import URL

from bot.core.errors import FileTooLarge, Refused
from bot.providers.http import Answer, Call, Transport
from bot.providers.redirects import Redirected

MOST_REDIRECTS = 3


@dataclass(frozen=True, slots=True)
class Downloaded:
    """Where `is_whole` is not true, there is more than these bytes."""

    data: bytes
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Downloads:
    """`may_follow` says which other hosts' addresses are asked for; the base's own origin always is."""

    transport: Transport
    may_follow: Callable[[URL], bool]

    async def whole(self, call: Call, *, limit: int) -> bytes:
        """Raises `FileTooLarge` as soon as it is known, which may be before the first byte."""
        found = await self.beginning(call, limit=limit, or_nothing=True)
        if not found.is_whole:
            raise FileTooLarge(f"{call}: more than {limit} bytes")
        return found.data

    async def beginning(self, call: Call, *, limit: int, or_nothing: bool = False) -> Downloaded:
        """At most `limit` bytes. `or_nothing`: none at all where it is told beforehand that there are more."""
        for _ in range(MOST_REDIRECTS + 1):
            try:
                async with self.transport.open(call) as answer:
                    if or_nothing and (answer.length or 0) > limit:
                        return Downloaded(b"", is_whole=False)
                    return await _read(answer, limit)
            except Redirected as redirected:
                call = self._followed(call, redirected)
        raise Refused(f"{call}: more than {MOST_REDIRECTS} redirects")

    def may_ask(self, target: URL) -> bool:
        """Whether an address that the API named is one to ask."""
        return self.transport.is_home(target) or self.may_follow(target)

    def _followed(self, call: Call, redirected: Redirected) -> Call:
        target = redirected.target
        if self.may_ask(target):
            return replace(call, target=target)
        raise Refused(f"{redirected}, to {target.host}, which is not trusted", status=redirected.status) from redirected


async def _read(answer: Answer, limit: int) -> Downloaded:
    """Leaves off, and with it the connection, at the first byte too many."""
    data = bytearray()
    async for chunk in answer.chunks():
        data += chunk
        if len(data) > limit:
            return Downloaded(bytes(data[:limit]), is_whole=False)
    return Downloaded(bytes(data))
