"""Tool calls of chat completions as they come: in fragments by index, whole, or without any index at all."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from json import dumps

from bot.core import events as e
from bot.providers.models.generate_calls import made_id
from bot.providers.models.loosely import NotJson, child, parsed, text


@dataclass(slots=True)
class ChatCall:
    """`raw`: the first fragment, whose other members (a signature among them) go back with the call."""

    raw: dict[str, e.JsonValue]
    name: str = ""
    pieces: list[str] = field(default_factory=list, repr=False)

    @property
    def arguments(self) -> dict[str, e.JsonValue]:
        """What is no JSON object is kept as text, not lost."""
        said = "".join(self.pieces)
        try:
            found = parsed(said) if said.strip() else {}
        except NotJson:
            found = None
        return found if isinstance(found, dict) else {"text": said}


@dataclass(slots=True)
class ChatCalls:
    answer: str = ""
    _calls: dict[object, ChatCall] = field(default_factory=dict)
    _newest: dict[int, object] = field(default_factory=dict)

    def grow(self, fragments: list[dict[str, e.JsonValue]]) -> None:
        for fragment in fragments:
            call = self._calls.setdefault(self._key(fragment), ChatCall(raw={}))
            function = child(fragment, "function")
            call.raw = {**fragment, **call.raw}
            call.name = call.name or text(function, "name")
            given = function.get("arguments")
            if isinstance(given, str):
                call.pieces.append(given)
            elif isinstance(given, dict):  # an object in place of its text
                call.raw["arguments"] = given
                call.pieces = [_json(given)]

    def _key(self, fragment: dict[str, e.JsonValue]) -> object:
        """Its index; without one its id, and without that the newest call, unless the fragment has a name of its own.

        Some gateways give every call the index 0: then another id means another call.
        """
        number, index = text(fragment, "id"), fragment.get("index")
        if isinstance(index, int) and not isinstance(index, bool):
            return self._key_at(index, number)
        if number:
            return number
        is_new = not self._calls or text(child(fragment, "function"), "name")
        return ("new", len(self._calls)) if is_new else next(reversed(self._calls))

    def _key_at(self, index: int, number: str) -> object:
        """Never by a look at all calls: a hostile gateway sends a hundred thousand."""
        first = text(self._calls[index].raw, "id") if index in self._calls else ""
        if not first or number == first:
            return index
        if not number:
            return self._newest.get(index, index)
        if (index, number) not in self._calls:
            self._newest[index] = (index, number)
        return (index, number)

    def whole(self) -> Iterator[tuple[str, str, dict[str, e.JsonValue], e.JsonValue]]:
        """(id, name, arguments, the call as it goes back) of each that has a name."""
        for number, call in enumerate(self._calls.values()):
            if not call.name:
                continue
            given = text(call.raw, "id") or made_id(self.answer, number, {"name": call.name})
            back = {name: value for name, value in call.raw.items() if name not in ("index", "arguments")}
            function: dict[str, e.JsonValue] = {"name": call.name, "arguments": _json(call.arguments)}
            yield given, call.name, call.arguments, {**back, "id": given, "type": "function", "function": function}


def _json(value: dict[str, e.JsonValue]) -> str:
    return dumps(value, ensure_ascii=False)
