"""Which protocol a model is asked by: those of its provider in their order, until one is there and licensed.

There are only the four of `Protocol`, that of images for painters alone: no other path of a provider is ever asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog

from bot.core.errors import ProviderError, Refused
from bot.core.models.naming import Choice
from bot.core.models.provider import Makes, Protocol
from bot.providers.models.refusals import words_of

log = structlog.get_logger(__name__)

SPOKEN = (Protocol.CHAT, Protocol.MESSAGES, Protocol.GENERATE)
_ELSEWHERE = frozenset({403, 404, 405, 501})
"""Not licensed, not there; the first also means a key, which the next endpoint tells."""
_NOT_FOUND = 404
"""An endpoint, or a model, which the words tell."""


@dataclass(slots=True)
class Routes:
    """Remembers for as long as the process lives what a provider refused though another of its endpoints was open."""

    _closed: set[tuple[str, Protocol]] = field(default_factory=set)

    def ways(self, choice: Choice, *, with_tools: bool, is_painting: bool = False) -> tuple[Protocol, ...]:
        """In the order in which they are tried; with functions, those first that take them. Chat is never given up."""
        endpoints = choice.provider.endpoints
        spoken = (*SPOKEN, Protocol.IMAGES) if is_painting else SPOKEN
        ways = [way for way in endpoints if way in spoken]
        if choice.makes not in (Makes.TEXT, Makes.IMAGE):  # films and documents were seen on chat alone
            ways.sort(key=lambda way: way is not Protocol.CHAT)
        if with_tools:
            ways.sort(key=lambda way: not endpoints[way].tools)
        open_ways = [way for way in ways if (choice.provider.name, way) not in self._closed]
        closed_chat = [way for way in ways if way is Protocol.CHAT and way not in open_ways]
        return (*open_ways, *closed_chat)

    def close(self, choice: Choice, ways: Sequence[Protocol]) -> None:
        """These were refused, and then another one was open."""
        for way in ways:
            self._closed.add((choice.provider.name, way))
            log.warning("endpoint.closed", provider=choice.provider.name, endpoint=way)


def is_of_endpoint(error: ProviderError, choice: Choice) -> bool:
    """Whether a refusal may concern this endpoint alone, so that another one is worth asking."""
    if not isinstance(error, Refused) or error.status not in _ELSEWHERE:
        return False
    if error.status != _NOT_FOUND:
        return True
    words = f"{error.code} {words_of(error)}".lower()
    return not any(word in words for word in ("model_not_found", "unknown model", choice.wire_name.lower()))
