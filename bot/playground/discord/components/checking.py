"""Components as Discord takes them: refused with the nested 50035 where a rule is broken, completed as it completes."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, Final

from bot.playground.discord import limits
from bot.playground.discord.components import layout, shapes
from bot.playground.discord.errors import FormErrors
from bot.playground.discord.rules import Path, Problem, many, record, text
from bot.playground.discord.world.entities import JsonObject

_DEFAULTS: Final[dict[int, JsonObject]] = {
    shapes.THUMBNAIL: {"description": None, "spoiler": False},
    shapes.FILE: {"spoiler": False},
    shapes.SEPARATOR: {"spacing": 1, "divider": True},
    shapes.CONTAINER: {"accent_color": None, "spoiler": False},
    shapes.TEXT_INPUT: {"label": None, "min_length": None, "max_length": None, "required": True},
    shapes.CHECKBOX: {"default": False},
    **{kind: {"min_values": 1, "max_values": 1} for kind in shapes.SELECTS},
}
_FORM: Final = {"custom_id": text(1, limits.CUSTOM_ID), "title": text(1, limits.MODAL_TITLE)}


def _raise(problems: Iterable[Problem]) -> None:
    found = FormErrors()
    for problem in problems:
        found.add(problem.path, problem.code, problem.message)
    found.raise_if_any()


def check_message(components: Any, *, v2: bool, files: Collection[str] = (), at: Path = ("components",)) -> None:
    """Raise the 50035 that Discord would answer. `files` are the names that attachment:// may refer to."""
    if v2:
        _raise(many(shapes.one_of(shapes.TOP_V2), 0, limits.COMPONENTS)(components, at))
    else:
        _raise(many(shapes.one_of(shapes.TOP_CLASSIC), 0, limits.ROWS)(components, at))
    placed = list(layout.walk(components, at))
    _raise(_in_message(placed, files, at))


def _in_message(placed: list[layout.Placed], files: Collection[str], at: Path) -> Iterator[Problem]:
    yield from layout.misplaced(placed, form=False)
    yield from layout.together(placed)
    yield from layout.media(placed, files)
    yield from layout.totals(placed, at)


def check_form(data: Any, at: Path = ("data",)) -> None:
    """Raise the 50035 of a modal that Discord would not open; `data` is what callback type 9 carries."""
    top = many(shapes.one_of(shapes.TOP_MODAL), 1, limits.MODAL_COMPONENTS)
    _raise(record(_FORM | {"components": top}, *_FORM, "components")(data, at))
    placed = list(layout.walk(data["components"], (*at, "components")))
    _raise(_in_form(placed))


def _in_form(placed: list[layout.Placed]) -> Iterator[Problem]:
    yield from layout.misplaced(placed, form=True)
    yield from layout.together(placed)
    yield from layout.in_form(placed)


def references(components: list[JsonObject]) -> set[str]:
    """The names of attached files that the components show."""
    urls = [item["url"] for c, _ in layout.walk(components, ()) for item, _ in layout.media_of(c)]
    return {url.removeprefix(layout.ATTACHED) for url in urls if url.startswith(layout.ATTACHED)}


def completed(components: list[JsonObject], unfurl: Callable[[str], JsonObject]) -> list[JsonObject]:
    """Checked components as they are stored and answered: numbered, with defaults, media unfurled by their url.

    `unfurl` answers what a media object has besides its url; of a file also "name" and "size", which only a file shows.
    """
    answer: list[JsonObject] = _without_nulls(components)
    placed = [component for component, _ in layout.walk(answer, ())]
    taken = {component["id"] for component in placed if component.get("id")}
    free = (number for number in range(1, 10_000) if number not in taken)
    for component in placed:
        component["id"] = component.get("id") or next(free)
        for name, value in _DEFAULTS.get(component["type"], {}).items():
            component.setdefault(name, value)
        for item in component.get("items", []):
            item.setdefault("description", None)
            item.setdefault("spoiler", False)
        _unfurl(component, unfurl)
    return answer


def _unfurl(component: JsonObject, unfurl: Callable[[str], JsonObject]) -> None:
    for item, _ in layout.media_of(component):
        found = unfurl(item["url"])
        about = {name: found.pop(name, None) for name in ("name", "size")}
        item.update(found)
        if component["type"] == shapes.FILE:
            component.update(about)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    return value


def find(components: list[JsonObject], custom_id: str) -> JsonObject | None:
    """The interactive component with this custom_id, wherever it is nested."""
    for component, _ in layout.walk(components, ()):
        if component.get("custom_id") == custom_id:
            return component
    return None
