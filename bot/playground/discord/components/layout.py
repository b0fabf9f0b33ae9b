"""What a component's own shape cannot say: how components go together in a row, a select, a message, a form."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from typing import Final

from bot.playground.discord import limits
from bot.playground.discord.components import shapes
from bot.playground.discord.rules import Path, Problem
from bot.playground.discord.world.entities import JsonObject

Placed = tuple[JsonObject, Path]
ATTACHED: Final = "attachment://"


def walk(components: list[JsonObject], at: Path) -> Iterator[Placed]:
    """Every component with its path, depth first in the order a person reads them."""
    for index, component in enumerate(components):
        place = (*at, index)
        yield component, place
        yield from walk(component.get("components") or [], (*place, "components"))
        for single in ("accessory", "component"):
            if component.get(single):
                yield component[single], (*place, single)


def media_of(component: JsonObject) -> Iterator[tuple[JsonObject, Path]]:
    """The media objects that a component shows, with their place inside it."""
    for name in ("media", "file"):
        if component.get(name):
            yield component[name], (name,)
    if component["type"] == shapes.GALLERY:
        for index, item in enumerate(component["items"]):
            yield item["media"], ("items", index, "media")


def _row(component: JsonObject, at: Path) -> Iterator[Problem]:
    wide = [c for c in component["components"] if c["type"] != shapes.BUTTON]
    if wide and len(component["components"]) > 1:
        yield Problem(
            (*at, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width"
        )


def _button(component: JsonObject, at: Path) -> Iterator[Problem]:
    style = component["style"]
    needed = {shapes.LINK: "url", shapes.PREMIUM: "sku_id"}.get(style, "custom_id")
    if component.get(needed) is None:
        name = needed.upper()
        yield Problem((*at, needed), f"BUTTON_COMPONENT_{name}_REQUIRED", f"A {needed} is required for this style")
    foreign = {"url", "sku_id", "custom_id"} - {needed}
    if style == shapes.PREMIUM:
        foreign |= {"label", "emoji"}
    for name in sorted(foreign):
        if component.get(name) is not None:
            yield Problem(
                (*at, name), f"BUTTON_COMPONENT_{name.upper()}_INVALID", f"A button of this style cannot have a {name}"
            )
    if style != shapes.PREMIUM and not component.get("label") and not component.get("emoji"):
        yield Problem(at, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A label or an emoji is required")


def _bounds(component: JsonObject, at: Path, low: str, most: int) -> Iterator[Problem]:
    if (component.get(low) or 0) > most:
        yield Problem((*at, low), "COMPONENT_BOUNDS_INVALID", f"{low} must be less than or equal to {most}")


def _options(component: JsonObject, at: Path, most: int) -> Iterator[Problem]:
    options = component["options"]
    for value, times in Counter(option["value"] for option in options).items():
        if times > 1:
            yield Problem(
                (*at, "options"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", f'The value "{value}" stands twice'
            )
    if sum(bool(option.get("default")) for option in options) > most:
        yield Problem((*at, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULTS", "More defaults than values are allowed")


def _select(component: JsonObject, at: Path) -> Iterator[Problem]:
    most = component.get("max_values") or 1
    yield from _bounds(component, at, "min_values", most)
    if component["type"] == shapes.STRING_SELECT:
        yield from _options(component, at, most)
        if most > len(component["options"]):
            yield Problem(
                (*at, "max_values"), "SELECT_COMPONENT_MAX_VALUES", "max_values is greater than the number of options"
            )
    if len(component.get("default_values") or []) > most:
        yield Problem((*at, "default_values"), "SELECT_COMPONENT_TOO_MANY_DEFAULTS", "More defaults than values")


def _text_input(component: JsonObject, at: Path) -> Iterator[Problem]:
    value, most = component.get("value") or "", component.get("max_length") or limits.TEXT_INPUT
    yield from _bounds(component, at, "min_length", most)
    if value and not (component.get("min_length") or 0) <= len(value) <= most:
        yield Problem((*at, "value"), "BASE_TYPE_BAD_LENGTH", f"Must be at most {most} in length.")


def _radio(component: JsonObject, at: Path) -> Iterator[Problem]:
    yield from _options(component, at, 1)


def _checkboxes(component: JsonObject, at: Path) -> Iterator[Problem]:
    most = component.get("max_values") or len(component["options"])
    yield from _bounds(component, at, "min_values", most)
    yield from _options(component, at, most)
    if most > len(component["options"]):
        yield Problem((*at, "max_values"), "SELECT_COMPONENT_MAX_VALUES", "max_values is greater than the options")


_TOGETHER: Final[dict[int, Callable[[JsonObject, Path], Iterator[Problem]]]] = {
    shapes.ROW: _row,
    shapes.BUTTON: _button,
    shapes.TEXT_INPUT: _text_input,
    shapes.RADIO_GROUP: _radio,
    shapes.CHECKBOX_GROUP: _checkboxes,
    **dict.fromkeys(shapes.SELECTS, _select),
}


def together(placed: list[Placed]) -> Iterator[Problem]:
    """Problems inside single components, and ids that two of them share."""
    for component, at in placed:
        if check := _TOGETHER.get(component["type"]):
            yield from check(component, at)
    for key, code in (("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"), ("id", "COMPONENT_ID_DUPLICATED")):
        seen: set[str | int] = set()
        for component, at in placed:
            value = component.get(key)
            if value and value in seen:
                yield Problem((*at, key), code, f"Component {key.replace('_', ' ')} cannot be duplicated")
            seen.add(value or 0)


def media(placed: list[Placed], files: Collection[str]) -> Iterator[Problem]:
    """Media that points nowhere: a file that is not attached, an address that is none, a file component off the web."""
    for component, at in placed:
        for item, inside in media_of(component):
            url, place = item["url"], (*at, *inside, "url")
            if url.startswith(ATTACHED):
                if url.removeprefix(ATTACHED) not in files:
                    yield Problem(place, "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", f"No such file: {url}")
            elif component["type"] == shapes.FILE:
                yield Problem(
                    place, "UNFURLED_MEDIA_ITEM_ATTACHMENT_ONLY", "Only attachment:// references are supported"
                )
            elif not url.startswith(("http://", "https://")):
                yield Problem(
                    place, "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https', 'attachment')."
                )


def totals(placed: list[Placed], at: Path) -> Iterator[Problem]:
    """The two sums of a Components V2 message: components, and characters of text."""
    if len(placed) > limits.COMPONENTS:
        yield Problem(
            at, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", f"The total number of components exceeds {limits.COMPONENTS}"
        )
    written = sum(len(c["content"]) for c, _ in placed if c["type"] == shapes.TEXT_DISPLAY)
    if written > limits.COMPONENT_TEXT:
        yield Problem(
            at,
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            f"The total length of displayable text exceeds {limits.COMPONENT_TEXT}",
        )


def in_form(placed: list[Placed]) -> Iterator[Problem]:
    """What only a form forbids: disabled parts, a required choice of nothing, a label said twice or not at all."""
    for component, at in placed:
        if component.get("disabled"):
            yield Problem((*at, "disabled"), "COMPONENT_DISABLED_IN_MODAL", "Components in modals cannot be disabled")
        if component.get("min_values") == 0 and component.get("required") is not False:
            yield Problem((*at, "min_values"), "COMPONENT_MIN_VALUES_REQUIRED", "min_values must be at least 1")
        if component["type"] == shapes.TEXT_INPUT:
            yield from _form_label(component, at)


def _form_label(component: JsonObject, at: Path) -> Iterator[Problem]:
    labelled = component.get("label") is not None
    if at[-1] == "component" and labelled:
        yield Problem((*at, "label"), "COMPONENT_LABEL_TWICE", "A text input inside a label has no label of its own")
    elif at[-1] != "component" and not labelled:
        yield Problem((*at, "label"), "BASE_TYPE_REQUIRED", "This field is required")


def misplaced(placed: list[Placed], *, form: bool) -> Iterator[Problem]:
    """Rows hold text inputs in forms and nothing but buttons and selects in messages."""
    for component, at in placed:
        if component["type"] != shapes.ROW:
            continue
        for index, child in enumerate(component["components"]):
            if (child["type"] == shapes.TEXT_INPUT) != form:
                listed = (shapes.TEXT_INPUT,) if form else tuple(sorted(shapes.IN_ROW))
                yield Problem(
                    (*at, "components", index, "type"),
                    "UNION_TYPE_CHOICES",
                    f'Value of field "type" must be one of {listed}.',
                )
