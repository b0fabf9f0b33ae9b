"""Function calls of generateContent: ids where the model gives none, and arguments that come piece by piece."""

import re
from dataclasses import dataclass, field
from hashlib import sha256
from json import dumps

from bot.core import events as e
from bot.providers.models.loosely import child, objects, text
from bot.providers.models.loosely import field as member

_MADE = "made_"
_DEEPEST = 32
"""Steps of one place; what is deeper could not be written as JSON again."""
_STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d{1,4})\]|\[['\"]([^'\"\]]*)['\"]\]")


def is_ours(number: str) -> bool:
    """Whether we gave the call its id."""
    return number.startswith(_MADE)


def made_id(response: str, count: int, part: e.JsonObject) -> str:
    """The same for the same call of the same answer, however often it is read."""
    told = f"{response}\n{count}\n{dumps(part, sort_keys=True)}"
    return _MADE + sha256(told.encode()).hexdigest()[:24]


@dataclass(slots=True)
class StreamedCall:
    """A call whose arguments still come. `part` began it, and holds its signature; `places`: what came for each."""

    part: dict[str, e.JsonValue] = field(repr=False)
    arguments: dict[str, e.JsonValue] = field(default_factory=dict, repr=False)
    places: dict[tuple[str, ...], list[e.JsonValue]] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        return text(child(self.part, "functionCall"), "name")

    def grow(self, call: e.JsonObject) -> None:
        self.arguments.update(child(call, "args"))
        for piece in objects(call, "partialArgs"):
            steps = _STEP.findall(text(piece, "jsonPath").removeprefix("$"))
            path = tuple(one[0] or one[1] or one[2] for one in steps)
            if 0 < len(path) <= _DEEPEST:
                self.places.setdefault(path, []).append(_value(piece))

    @property
    def whole(self) -> dict[str, e.JsonValue]:
        """The part as it would have come in one piece."""
        arguments = dict(self.arguments)
        for path, pieces in self.places.items():
            _put(arguments, path, _joined(pieces))
        given = child(self.part, "functionCall").get("id")
        call: dict[str, e.JsonValue] = {"name": self.name, "args": arguments}
        others = {name: value for name, value in self.part.items() if name not in ("functionCall", "function_call")}
        return {"functionCall": {"id": given, **call} if given else call, **others}


def is_streamed(call: e.JsonObject) -> bool:
    return member(call, "willContinue") is True or bool(objects(call, "partialArgs"))


def _value(piece: dict[str, e.JsonValue]) -> e.JsonValue:
    names = ("stringValue", "numberValue", "boolValue")
    return next((found for name in names if (found := member(piece, name)) is not None), None)


def _joined(pieces: list[e.JsonValue]) -> e.JsonValue:
    """Texts of one place are put together; of anything else the last one counts."""
    texts = [piece for piece in pieces if isinstance(piece, str)]
    return "".join(texts) if len(texts) == len(pieces) else pieces[-1]


def _put(holder: dict[str, e.JsonValue], path: tuple[str, ...], value: e.JsonValue) -> None:
    """Lists are told by numbers; a place that does not fit what is there is passed over."""
    here: e.JsonValue = holder
    for step, after in zip(path, [*path[1:], None], strict=True):
        here = _stepped(here, step, value, after)


def _stepped(here: e.JsonValue, step: str, value: e.JsonValue, after: str | None) -> e.JsonValue:
    """What stands at the step; before the last one it is made where it is missing."""
    if isinstance(here, list) and step.isdecimal() and int(step) <= len(here):
        if int(step) == len(here):
            here.append(None)
        here[int(step)] = _filled(here[int(step)], value, after)
        return here[int(step)]
    if isinstance(here, dict):
        here[step] = _filled(here.get(step), value, after)
        return here[step]
    return None


def _filled(there: e.JsonValue, value: e.JsonValue, after: str | None) -> e.JsonValue:
    if after is None:
        return value
    if isinstance(there, dict | list):
        return there
    return [] if after.isdecimal() else {}
