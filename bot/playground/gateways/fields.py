"""Top-level fields of the protocols: what is not among them is named, and ignored as gateways do."""

from collections.abc import Iterable, Mapping

from bot.playground.gateways.asked import Desk, JsonObject
from bot.playground.gateways.errors import GatewayError
from bot.playground.gateways.parameters import EXTRA

Types = Mapping[str, type | tuple[type, ...]]


def check_fields(desk: Desk, body: JsonObject, known: Types, *, needs: Iterable[str] = ()) -> None:
    """Raises GatewayError for a missing field or a wrong type."""
    for name in needs:
        if name not in body:
            raise GatewayError("bad_field", name)
    for name, value in body.items():
        kinds = known.get(name)
        if kinds is not None and (not isinstance(value, kinds) or _is_bool_for_number(value, kinds)):
            raise GatewayError("bad_field", name)
        if kinds is None and name not in EXTRA:
            desk.note("unknown-field", f"{name} is no field of {desk.endpoint}.")


def objects(value: object, where: str, *, empty: bool = False) -> list[JsonObject]:
    """A list of objects. Raises GatewayError."""
    if not isinstance(value, list) or not (value or empty) or not all(isinstance(one, dict) for one in value):
        raise GatewayError("bad_field", where)
    return value


def inner(holder: JsonObject, name: str) -> JsonObject:
    """An object within another, empty where there is none. Raises GatewayError."""
    value = holder.get(name, {})
    if not isinstance(value, dict):
        raise GatewayError("bad_field", name)
    return value


def _is_bool_for_number(value: object, kinds: type | tuple[type, ...]) -> bool:
    return isinstance(value, bool) and bool not in (kinds if isinstance(kinds, tuple) else (kinds,))
