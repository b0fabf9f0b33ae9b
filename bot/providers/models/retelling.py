"""A talk as the turns of a protocol that alternates: what a model said goes back as it came, or is told anew.

What the protocols insist on holds here for both: each call has its result right after it, and no result lacks its call.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from json import dumps
from typing import TypeAlias

from bot.core import events as e
from bot.core.models.provider import Protocol
from bot.core.tools.calls import ToolCall, ToolResult, open_calls
from bot.providers.models.speech import ModelSaid, Said, Talk, ToolsSaid, UserSaid

UNANSWERED = "There is no answer to this call."
MADE_BY_YOU = "This is what you made:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Echoed:
    """The protocol's own blocks or parts, unchanged."""

    content: list[e.JsonValue] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """The model's words, made anew."""

    text: str = field(repr=False)
    calls: tuple[ToolCall, ...] = ()


Turn: TypeAlias = UserSaid | ToolsSaid | Echoed | Spoken


def retold(talk: Talk, protocol: Protocol, *, needs_echo: bool = False, shows: Collection[str] = ()) -> Iterator[Turn]:
    """`needs_echo`: a call since the user's last words is told in words where its echo is gone, for it is not signed.

    `shows`: members by which an echo has its pictures in it; where it has none, they are shown by the user.
    """
    last = max((number for number, one in enumerate(talk.said) if isinstance(one, UserSaid)), default=-1)
    for number, one in enumerate(talk.said):
        match one:
            case UserSaid():
                yield one
            case ModelSaid():
                in_words = not talk.functions or (needs_echo and number > last)
                results = _results(one, talk.said[number + 1 : number + 2])
                yield from _model(one, results, echo_of(one, talk.model, protocol), in_words=in_words, shows=shows)
            case ToolsSaid():
                pass  # told with the calls


def echo_of(said: ModelSaid, model: str, protocol: Protocol) -> list[e.JsonValue]:
    """What may go back unchanged; empty where nothing may."""
    echo = said.echo
    if echo is None or echo.protocol != protocol or echo.model != model or not isinstance(echo.content, list):
        return []
    return echo.content if all(isinstance(one, dict) for one in echo.content) else []


def _model(
    said: ModelSaid,
    results: tuple[ToolResult, ...],
    echo: list[e.JsonValue],
    *,
    in_words: bool,
    shows: Collection[str],
) -> Iterator[Turn]:
    calls = open_calls(said.steps)
    if echo:
        yield Echoed(content=echo)
    elif in_words:
        yield Spoken(text=text_of(said.steps))
    else:
        yield Spoken(text=text_of(said.steps), calls=calls)
    if results and in_words and not echo:
        yield UserSaid(text="\n\n".join(map(_in_words, calls, results)))
    elif results:
        yield ToolsSaid(results=results)
    if said.pictures and not _has_any(echo, shows):
        yield UserSaid(text=MADE_BY_YOU, pictures=said.pictures)


def _results(said: ModelSaid, after: Sequence[Said]) -> tuple[ToolResult, ...]:
    """Of each call, in order; one that never came says so."""
    came = {result.call: result for one in after if isinstance(one, ToolsSaid) for result in one.results}
    return tuple(
        came.get(call.id) or ToolResult(call=call.id, name=call.name, result=UNANSWERED, is_error=True)
        for call in open_calls(said.steps)
    )


def _has_any(echo: list[e.JsonValue], names: Collection[str]) -> bool:
    return any(isinstance(one, Mapping) and any(name in one for name in names) for one in echo)


def _in_words(call: ToolCall, result: ToolResult) -> str:
    return f"{call.name}({dumps(dict(call.arguments), ensure_ascii=False)}) gave: {told(result.result)}"


def told(result: e.JsonValue) -> str:
    return result if isinstance(result, str) else dumps(result, ensure_ascii=False)


def text_of(steps: Sequence[e.Step]) -> str:
    """What a person was told; thoughts are not."""
    outputs = (
        "".join(part.text for part in step.parts if isinstance(part, e.TextPart))
        for step in steps
        if isinstance(step, e.Output)
    )
    return "\n\n".join(text.strip() for text in outputs if text.strip())
