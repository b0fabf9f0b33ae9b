"""The most that one run may hold, so that none can exhaust the bot; what is beyond is cut, visibly."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.core import events as e
from bot.core.catalogue import say

TEXT_LIMIT = 2_000_000
"""Characters of all a run's texts, arguments and results together."""
STEP_LIMIT = 20_000
FAULT_LIMIT = 100
_EACH = 64
"""What a part or a citation counts beside its texts, for a million empty ones are much, too."""
_MEDIA_DIVISOR = 32
"""Pictures count less than text: they are handed on, and neither laid out nor drawn again and again."""


def cut_mark() -> e.Output:
    """Stands where a run was cut, as the last thing that it says."""
    return e.Output((e.TextPart(f"\n\n{say('run.cut')}"),))


def bounded(steps: Sequence[e.Step]) -> tuple[tuple[e.Step, ...], int, bool]:
    """The steps that one run may hold, how much they weigh, and were they cut."""
    held = 0
    for number, step in enumerate(steps):
        weight = weight_of(step)
        if held + weight > TEXT_LIMIT or number >= STEP_LIMIT:
            beginning = (_beginning(step, TEXT_LIMIT - held),) if number < STEP_LIMIT else ()
            return (*steps[:number], *beginning, cut_mark()), TEXT_LIMIT, True
        held += weight
    return tuple(steps), held, False


def _beginning(step: e.Step, room: int) -> e.Step:
    """As much as there is room for of what a person reads; of anything else only that it was there."""
    match step:
        case e.Output(parts=parts):
            return e.Output(tuple(_fitting(parts, room)))
        case e.Thought() | e.Input():
            return type(step)()
        case e.Call() as call:
            return replace(call, arguments=None, pending="")
        case e.Result() as result:
            return replace(result, result=None)
        case e.UnknownStep():
            return e.UnknownStep("missing", {})


def _fitting(parts: Sequence[e.Part], room: int) -> Iterator[e.Part]:
    for part in parts:
        room -= weight_of(part)
        if room >= 0:
            yield part
            continue
        if isinstance(part, e.TextPart):
            yield e.TextPart(part.text[: max(0, room + weight_of(part) - _EACH)])
        return


def weight_of(value: object) -> int:
    """Characters of a step, a part or an event, with all that is within: without recursion, for that may be deep."""
    weight, rest = 0, [value]
    while rest:
        match rest.pop():
            case str(text):
                weight += len(text)
            case e.MediaPart() as media:
                weight += _EACH + len(media.data) // _MEDIA_DIVISOR
                rest += [media.kind, media.mime_type, media.uri, media.name, media.link]
            case Mapping() as json:
                rest += [*json, *json.values()]
            case list() | tuple() as values:
                weight += len(values)
                rest += values
            case item:
                weight += _EACH if isinstance(item, e.TextPart | e.UnknownPart | e.Citation) else 0
                rest += [getattr(item, name) for name in getattr(item, "__slots__", ())]
    return weight
