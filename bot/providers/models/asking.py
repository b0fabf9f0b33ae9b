"""Makes the request of a talk by the first protocol that its provider is open for."""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace

import structlog

from bot.core import events as e
from bot.core.errors import ProviderError, Refused
from bot.core.models.naming import Choice
from bot.core.models.parameters import NotHad, Wants, asked_for
from bot.core.models.provider import Makes, Protocol
from bot.core.tools.offers import Function
from bot.core.transcript import RunTranscript, fold
from bot.providers.http import Answer
from bot.providers.models.line import Line
from bot.providers.models.reading import Ear
from bot.providers.models.routes import Routes, is_of_endpoint
from bot.providers.models.speech import Reader, Said, Speech, Talk

log = structlog.get_logger(__name__)

NOT_HAD = "not_had"
"""The code of what cannot be asked for over one endpoint; another one may have a place for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked, by no protocol yet. `wants`: of a picture. `is_painting`: nothing but a picture is wanted."""

    choice: Choice
    said: tuple[Said, ...]
    instruction: str = ""
    functions: tuple[Function, ...] = ()
    max_tokens: int | None = None
    wants: Wants = field(default_factory=Wants)
    is_painting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An answer that has begun. `model`: as it was asked for on the wire."""

    protocol: Protocol
    model: str
    answer: Answer
    reader: Reader

    async def heard(self) -> RunTranscript:
        """All of it, where nobody is shown how it comes."""
        told, ear = RunTranscript(), Ear(self.reader, content_type=self.answer.content_type)
        async for chunk in self.answer.chunks():
            told = _folded(told, ear.feed(chunk))
            if ear.done:
                break
        return _folded(told, ear.close())


@dataclass(frozen=True, slots=True)
class Asker:
    routes: Routes
    speeches: Mapping[Protocol, Speech]

    async def open(self, stack: AsyncExitStack, line: Line, order: Order) -> Opened:
        """Hold the answer open in `stack`. Raises ProviderError: where nothing is open, the last one's refusal."""
        ways = self.routes.ways(order.choice, with_tools=bool(order.functions), is_painting=order.is_painting)
        ways = tuple(way for way in ways if way in self.speeches)
        refused: list[Protocol] = []
        for way in ways:
            try:
                opened = await self._opened(stack, line, order, way)
            except ProviderError as error:
                if way == ways[-1] or not (error.code == NOT_HAD or is_of_endpoint(error, order.choice)):
                    raise
                refused += [] if error.code == NOT_HAD else [way]
                log.warning("endpoint.refused", provider=line.provider.name, endpoint=way, status=error.status)
            else:
                self.routes.close(order.choice, refused)
                return opened
        raise Refused(f"405 no_endpoint: {line.provider.name} has no endpoint for it", code="no_endpoint", status=405)

    async def _opened(self, stack: AsyncExitStack, line: Line, order: Order, way: Protocol) -> Opened:
        talk, query = _talk(order, way)
        speech = self.speeches[way]
        asking = speech.asking(talk)
        asking = replace(asking, query={**asking.query, **query})
        is_costly = order.choice.makes is not Makes.TEXT
        answer = await stack.enter_async_context(line.open(way, asking, is_costly=is_costly))
        return Opened(protocol=way, model=talk.model, answer=answer, reader=speech.reader())


def _talk(order: Order, way: Protocol) -> tuple[Talk, Mapping[str, str]]:
    """With what goes into the query. Raises Refused where the model's name cannot be had there."""
    choice = order.choice
    try:
        requested = asked_for(choice, way, order.wants)
    except NotHad as error:
        raise Refused(f"0 {NOT_HAD}: {error}", code=NOT_HAD) from error
    endpoint = choice.provider.endpoints[way]
    talk = Talk(
        model=requested.name,
        instruction=order.instruction,
        said=order.said,
        functions=order.functions if endpoint.tools else (),
        extra=requested.extra,
        makes_pictures=choice.makes is Makes.IMAGE,
        ratio=requested.ratio,
        size=requested.size,
        max_tokens=order.max_tokens,
        stream=choice.provider.stream,
    )
    return talk, requested.query


def _folded(told: RunTranscript, events: Sequence[e.AgentEvent]) -> RunTranscript:
    for event in events:
        told = fold(told, e.Heard(told.position, event))
    return told
