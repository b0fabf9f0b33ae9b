"""The form that asks for a header's value. It carries what the command was given, so it outlives every process."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord

from bot.core.catalogue import say
from bot.core.tools.servers import ADDRESS_LIMIT, MOST_TOOL_NAMES, VALUE_LIMIT

FORM_PREFIX = "mcp-add:"
VALUE, ADDRESS, ALLOWED = "value", "address", "allowed"
ALLOWED_LIMIT = MOST_TOOL_NAMES * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants to add. `header`: the name of one; `value`: its secret, empty until the form is filled in."""

    name: str
    url: str
    header: str = ""
    value: str = field(default="", repr=False)
    allowed: str = ""


def value_form(wish: Wish) -> discord.ui.Modal:
    """The header's value is typed here and nowhere else: options of commands stay in the client's history."""
    form = discord.ui.Modal(
        title=say("mcp.form_title", name=wish.name)[:45],
        custom_id=f"{FORM_PREFIX}{wish.name}:{wish.header}",
        timeout=None,
    )
    value = _input(VALUE, VALUE_LIMIT)
    label = say("mcp.form_value", header=wish.header)[:45]
    form.add_item(discord.ui.Label(text=label, description=say("mcp.form_hint"), component=value))
    form.add_item(_filled(ADDRESS, ADDRESS_LIMIT, wish.url, say("mcp.form_address")))
    form.add_item(_filled(ALLOWED, ALLOWED_LIMIT, wish.allowed, say("mcp.form_allowed"), required=False))
    form.stop()
    return form


def _input(custom_id: str, limit: int, *, default: str | None = None, required: bool = True) -> Any:
    """Of one line."""
    return discord.ui.TextInput(custom_id=custom_id, max_length=limit, default=default, required=required)


def _filled(custom_id: str, limit: int, default: str, label: str, *, required: bool = True) -> Any:
    return discord.ui.Label(text=label, component=_input(custom_id, limit, default=default or None, required=required))


def read_form(itx: discord.Interaction, custom_id: str) -> Wish:
    """discord.py forgets forms with their process, so this reads what Discord sent."""
    data: dict[str, Any] = dict(itx.data or {})
    fields = {str(each.get("custom_id")): str(each.get("value") or "") for each in _fields(data.get("components", []))}
    name, _, header = custom_id.removeprefix(FORM_PREFIX).partition(":")
    return Wish(
        name=name,
        header=header,
        value=fields.get(VALUE, "").strip(),
        url=fields.get(ADDRESS, "").strip(),
        allowed=fields.get(ALLOWED, ""),
    )


def _fields(components: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        inner = component.get("component")
        yield from _fields([inner] if inner else component.get("components", []))
        yield component
