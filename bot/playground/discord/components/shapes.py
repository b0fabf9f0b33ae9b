"""Every component as a table: which fields it has, which it needs, what may stand inside it. Numbers are Discord's."""

from collections.abc import Iterator
from typing import Any, Final

from bot.playground.discord.rules import (
    Path,
    Problem,
    Rule,
    choice,
    flag,
    many,
    number,
    record,
    snowflake,
    text,
    web_address,
)

ROW, BUTTON, STRING_SELECT, TEXT_INPUT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = range(1, 9)
SECTION, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, SEPARATOR = range(9, 15)
CONTAINER, LABEL, FILE_UPLOAD = 17, 18, 19
RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 21, 22, 23

SELECTS: Final = frozenset({STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT})
LINK, PREMIUM = 5, 6
BUTTON_STYLES: Final = (1, 2, 3, 4, LINK, PREMIUM)

TOP_CLASSIC: Final = frozenset({ROW})
IN_CONTAINER: Final = frozenset({ROW, SECTION, TEXT_DISPLAY, GALLERY, FILE, SEPARATOR})
TOP_V2: Final = IN_CONTAINER | {CONTAINER}
TOP_MODAL: Final = frozenset({ROW, TEXT_DISPLAY, LABEL})
IN_ROW: Final = SELECTS | {BUTTON}
IN_LABEL: Final = SELECTS | {TEXT_INPUT, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX}


def one_of(allowed: frozenset[int]) -> Rule:
    """A component whose type may stand in this place, checked by its own shape."""

    def check(value: Any, at: Path) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(at, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            return
        kind = value.get("type")
        if isinstance(kind, bool) or not isinstance(kind, int) or kind not in allowed:
            listed = ", ".join(map(str, sorted(allowed)))
            yield Problem((*at, "type"), "UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({listed},).')
            return
        yield from SHAPES[kind](value, at)

    return check


def emoji(value: Any, at: Path) -> Iterator[Problem]:
    yield from record({"id": snowflake, "name": text(0, 32), "animated": flag})(value, at)
    if isinstance(value, dict) and value.get("id") is None and str(value.get("name") or "").isascii():
        yield Problem((*at, "name"), "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji")


def _default_values(*kinds: str) -> Rule:
    return many(record({"id": snowflake, "type": choice(*kinds)}, "id", "type"), 0, 25)


def _shape(fields: dict[str, Rule], *required: str) -> Rule:
    every: dict[str, Rule] = {"type": number(1, 23), "id": number(0, 2**31 - 1)}
    return record(every | fields, "type", *required)


_ID: Final = text(1, 100)
_SELECT: Final[dict[str, Rule]] = {
    "custom_id": _ID,
    "placeholder": text(0, 150),
    "min_values": number(0, 25),
    "max_values": number(1, 25),
    "disabled": flag,
    "required": flag,
}
_CHOICE: Final[dict[str, Rule]] = {
    "label": text(1, 100),
    "value": text(1, 100),
    "description": text(0, 100),
    "default": flag,
}
_OPTION: Final = record(_CHOICE | {"emoji": emoji}, "label", "value")
_MEDIA: Final = record({"url": text(1, 2048)}, "url")
_COUNTED: Final[dict[str, Rule]] = {
    "custom_id": _ID,
    "min_values": number(0, 10),
    "max_values": number(1, 10),
    "required": flag,
}
_GALLERY_ITEM: Final = record({"media": _MEDIA, "description": text(1, 1024), "spoiler": flag}, "media")
_ROW_CHILDREN: Final = IN_ROW | {TEXT_INPUT}  # which of them fits is a question of the surface, see components_layout

SHAPES: Final[dict[int, Rule]] = {
    ROW: _shape({"components": many(one_of(_ROW_CHILDREN), 1, 5)}, "components"),
    BUTTON: _shape(
        {
            "style": choice(*BUTTON_STYLES),
            "custom_id": _ID,
            "label": text(0, 80),
            "disabled": flag,
            "url": web_address,
            "sku_id": snowflake,
            "emoji": emoji,
        },
        "style",
    ),
    STRING_SELECT: _shape(_SELECT | {"options": many(_OPTION, 1, 25)}, "custom_id", "options"),
    TEXT_INPUT: _shape(
        {
            "custom_id": _ID,
            "style": choice(1, 2),
            "label": text(1, 45),
            "value": text(0, 4000),
            "placeholder": text(0, 100),
            "required": flag,
            "min_length": number(0, 4000),
            "max_length": number(1, 4000),
        },
        "custom_id",
        "style",
    ),
    USER_SELECT: _shape(_SELECT | {"default_values": _default_values("user")}, "custom_id"),
    ROLE_SELECT: _shape(_SELECT | {"default_values": _default_values("role")}, "custom_id"),
    MENTIONABLE_SELECT: _shape(_SELECT | {"default_values": _default_values("user", "role")}, "custom_id"),
    CHANNEL_SELECT: _shape(
        _SELECT | {"default_values": _default_values("channel"), "channel_types": many(number(0, 16), 0, 17)},
        "custom_id",
    ),
    SECTION: _shape(
        {
            "components": many(one_of(frozenset({TEXT_DISPLAY})), 1, 3),
            "accessory": one_of(frozenset({BUTTON, THUMBNAIL})),
        },
        "components",
        "accessory",
    ),
    TEXT_DISPLAY: _shape({"content": text(1, 4000)}, "content"),
    THUMBNAIL: _shape({"media": _MEDIA, "description": text(1, 1024), "spoiler": flag}, "media"),
    GALLERY: _shape({"items": many(_GALLERY_ITEM, 1, 10)}, "items"),
    FILE: _shape({"file": _MEDIA, "spoiler": flag, "name": text(0, 1024), "size": number(0, 2**63)}, "file"),
    SEPARATOR: _shape({"spacing": choice(1, 2), "divider": flag}),
    CONTAINER: _shape(
        {"components": many(one_of(IN_CONTAINER), 1, 40), "accent_color": number(0, 0xFFFFFF), "spoiler": flag},
        "components",
    ),
    LABEL: _shape(
        {"label": text(1, 45), "description": text(1, 100), "component": one_of(IN_LABEL)}, "label", "component"
    ),
    FILE_UPLOAD: _shape(_COUNTED, "custom_id"),
    RADIO_GROUP: _shape(
        {"custom_id": _ID, "required": flag, "options": many(record(_CHOICE, "label", "value"), 2, 10)},
        "custom_id",
        "options",
    ),
    CHECKBOX_GROUP: _shape(
        _COUNTED | {"options": many(record(_CHOICE, "label", "value"), 1, 10)}, "custom_id", "options"
    ),
    CHECKBOX: _shape({"custom_id": _ID, "default": flag}, "custom_id"),
}
