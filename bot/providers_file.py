"""The endpoints whose models people may choose: presets that ship, and an operator's TOML file, read once at start."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError

from bot.core.errors import SettingsError
from bot.core.imagine.image_models import GOOGLE
from bot.core.models.naming import UnknownModel, choose
from bot.core.models.provider import Provider
from bot.core.supply_ports import Secrets
from bot.providers_tables import ProviderTable
from bot.variables import value_of

PRESETS = ("antigravity", "gemini_official")
_FOLDER = Path(__file__).parent / "providers" / "models" / "presets"
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_SECTIONS = ("endpoints", "models", "suffixes", "parameters")
_Raw = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Configured:
    """`key` is None where none is needed, and until the stored one named `secret` is read."""

    provider: Provider
    key: SecretStr | None = None
    secret: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """The address of a gateway with both platforms, and its one key."""

    base: str
    key: SecretStr

    def base_of(self, platform: str) -> str:
        return f"{self.base.rstrip('/')}/{platform}"


def read_providers(path: str, gateway: Gateway | None = None) -> dict[str, Configured]:
    """By name. Raises SettingsError with the place of what is missing or wrong, and never with a value."""
    written = {name: {"preset": name} for name in PRESETS} if gateway else {}
    tables = written | (_file(Path(path)) if path else {})
    return {name: _configured(name, table, gateway) for name, table in tables.items()}


def preset(name: str, *, base: str) -> Provider:
    """As it ships, without anything of an operator's."""
    return ProviderTable.model_validate(_preset(name) | {"base": base}).provider(name)


async def with_secrets(providers: Mapping[str, Configured], secrets: Secrets) -> dict[str, Configured]:
    """With their stored keys. Raises SettingsError with a line for each that is not stored."""
    keys = {one.secret: await secrets.get(one.secret) for one in providers.values() if one.secret}
    missing = [
        f"PROVIDERS: {name}: the secret {one.secret} is not stored: say `bot secret set {one.secret}`, "
        f"or write variable instead of secret where a process variable holds it."
        for name, one in providers.items()
        if one.secret and keys[one.secret] is None
    ]
    if missing:
        raise SettingsError("\n".join(missing))
    return {
        name: replace(one, key=SecretStr(keys[one.secret] or "")) if one.secret else one
        for name, one in providers.items()
    }


def check_model(name: str, providers: Mapping[str, Configured]) -> None:
    """Raises SettingsError where MODEL names none that is configured."""
    try:
        if name:
            choose({word: one.provider for word, one in providers.items()}, name)
    except UnknownModel:
        known = ", ".join(providers) or "none, for neither GATEWAY_BASE nor PROVIDERS is set"
        raise SettingsError(
            f"MODEL names no model that is configured. Write provider/model; the providers are: {known}."
        ) from None


def _file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"PROVIDERS: the file cannot be read ({type(error).__name__}).") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"PROVIDERS: the file is no TOML: {error}.") from None
    except (ValueError, RecursionError):  # a number of thousands of digits, lists in lists without end
        raise SettingsError("PROVIDERS: the file has a number too long, or is nested too deep, to be read.") from None


def _configured(name: str, raw: Any, gateway: Gateway | None) -> Configured:
    if not _NAME.fullmatch(name) or name == GOOGLE:
        raise SettingsError(
            f"PROVIDERS: {name} is no name: write lower case letters, digits, - and _, and not {GOOGLE}."
        )
    if not isinstance(raw, dict):
        raise SettingsError(
            f"PROVIDERS: {name} stands outside of a table: write [{name}] and what belongs to it below."
        )
    platform = raw.get("preset")
    is_ours = gateway is not None and platform is not None and "base" not in raw
    table = _table(name, _with_preset(name, raw, gateway if is_ours else None))
    key = gateway.key if gateway and is_ours else None
    if table.variable:
        key = value_of(table.variable, setting="PROVIDERS")
    return Configured(provider=table.provider(name), key=None if table.secret else key, secret=table.secret)


def _table(name: str, raw: _Raw) -> ProviderTable:
    try:
        return ProviderTable.model_validate(raw)
    except ValidationError as error:
        problems = error.errors(include_input=False, include_url=False, include_context=False)
        raise SettingsError("\n".join(_sentence(name, problem) for problem in problems)) from None


def _sentence(name: str, problem: Any) -> str:
    place = ".".join(map(str, (name, *problem["loc"])))
    return f"PROVIDERS: {place}: {problem['msg'].removeprefix('Value error, ')}."


# --- presets ---


@cache
def _shipped(name: str) -> str:
    return (_FOLDER / f"{name}.toml").read_text(encoding="utf-8")


def _preset(name: str) -> _Raw:
    return tomllib.loads(_shipped(name))


def _with_preset(name: str, raw: _Raw, gateway: Gateway | None) -> _Raw:
    """What the operator writes, over what the preset says: a table entry by entry, anything else as a whole."""
    own = {word: value for word, value in raw.items() if word not in ("preset", "without")}
    platform = raw.get("preset")
    if platform is None:
        return raw
    if platform not in PRESETS:
        raise SettingsError(f"PROVIDERS: {name}.preset: there are {' and '.join(PRESETS)}.")
    shipped = _preset(platform)
    for section in _dropped(name, raw):
        shipped[section] = {}
    if gateway is not None:
        shipped["base"] = gateway.base_of(platform)
    tables = {
        section: _merged(f"{name}.{section}", shipped.get(section, {}), own[section])
        for section in _SECTIONS
        if isinstance(own.get(section), dict)
    }
    return shipped | own | tables


def _dropped(name: str, raw: _Raw) -> list[str]:
    dropped = raw.get("without", [])
    if not isinstance(dropped, list) or not all(section in _SECTIONS for section in dropped):
        raise SettingsError(f"PROVIDERS: {name}.without: write a list of any of {', '.join(_SECTIONS)}.")
    return dropped


def _merged(place: str, shipped: _Raw, own: _Raw) -> _Raw:
    """An entry that is `false` is taken out."""
    for word, value in own.items():
        if value is False and word not in shipped:
            raise SettingsError(
                f"PROVIDERS: {place}.{word} is false, which takes out what the preset has; it has none."
            )
    both = {
        word: {**shipped[word], **value} if word in shipped and isinstance(value, dict) else value
        for word, value in own.items()
    }
    return {word: value for word, value in (shipped | both).items() if value is not False}
