"""A small grammar for Discord's shapes of components: a rule looks at a value and names every problem."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """One leaf of the `errors` tree of a 50035: where, Discord's code for it, its sentence."""

    path: Path
    code: str
    message: str


Rule = Callable[[Any, Path], Iterator[Problem]]


def text(low: int, high: int) -> Rule:
    def check(value: Any, at: Path) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem(at, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
        elif len(value) > high and low == 0:
            yield Problem(at, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
        elif not low <= len(value) <= high:
            yield Problem(at, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")

    return check


def number(low: int, high: int) -> Rule:
    def check(value: Any, at: Path) -> Iterator[Problem]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield Problem(at, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        elif value < low:
            yield Problem(at, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {low}.")
        elif value > high:
            yield Problem(at, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {high}.")

    return check


def flag(value: Any, at: Path) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield Problem(at, "BOOLEAN_TYPE_PARSE", "Must be either true or false.")


def choice(*known: str | int) -> Rule:
    def check(value: Any, at: Path) -> Iterator[Problem]:
        if isinstance(value, bool) or value not in known:
            yield Problem(at, "BASE_TYPE_CHOICES", f"Value must be one of {{{', '.join(map(repr, known))}}}.")

    return check


def snowflake(value: Any, at: Path) -> Iterator[Problem]:
    if isinstance(value, bool) or not str(value).isdigit():
        yield Problem(at, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')


def web_address(value: Any, at: Path) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield Problem(at, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
        return
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https", "discord"}:
        yield Problem(
            at, "URL_TYPE_INVALID_SCHEME", f"Scheme \"{parts.scheme}\" must be one of ('http', 'https', 'discord')."
        )
    elif not parts.netloc or " " in value:
        yield Problem(at, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
    elif len(value) > 512:
        yield Problem(at, "BASE_TYPE_MAX_LENGTH", "Must be 512 or fewer in length.")


def many(rule: Rule, low: int, high: int) -> Rule:
    """A list of `low` to `high` values, each by `rule`."""

    def check(value: Any, at: Path) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem(at, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return
        if not low <= len(value) <= high:
            yield Problem(at, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
        for index, item in enumerate(value):
            yield from rule(item, (*at, index))

    return check


def record(fields: Mapping[str, Rule], *required: str) -> Rule:
    """An object with these fields; null counts as absent, a name that is not listed is a mistake of the sender."""

    def check(value: Any, at: Path) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(at, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            return
        for name in required:
            if value.get(name) is None:
                yield Problem((*at, name), "BASE_TYPE_REQUIRED", "This field is required")
        for name, item in value.items():
            if name not in fields:
                yield Problem((*at, name), "BASE_TYPE_UNKNOWN_FIELD", f'There is no field "{name}" here.')
            elif item is not None:
                yield from fields[name](item, (*at, name))

    return check
