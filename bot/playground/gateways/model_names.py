"""Takes a model's name apart: `<model>-<parameter>-<parameter>|[group,group]`."""

import re
from dataclasses import dataclass

from bot.playground.gateways.errors import GatewayError
from bot.playground.gateways.platforms import RESOLUTIONS, Platform

_NAME = re.compile(r"(?P<name>[A-Za-z0-9._:/-]+)(\|\[(?P<groups>[A-Za-z0-9_-]+(,[A-Za-z0-9_-]+)*)\])?")


@dataclass(frozen=True, kw_only=True)
class Model:
    """`name` as it was asked for; `base` and `suffixes` are what it consists of."""

    name: str
    base: str
    suffixes: frozenset[str] = frozenset()
    groups: tuple[str, ...] = ()
    draws: bool = False

    @property
    def resolution(self) -> str | None:
        return next((one for one in RESOLUTIONS if one in self.suffixes), None)

    @property
    def ability(self) -> str | None:
        """Of gemini_official: what else than an answer in text is wanted."""
        wanted = self.suffixes & {"imagen", "video", "canvas", "deepsearch", "storybook"}
        return next(iter(wanted), None)


def parsed(platform: Platform, name: object) -> Model:
    """Raises GatewayError for what the platform does not declare, or declares for other models."""
    found = _NAME.fullmatch(name) if isinstance(name, str) else None
    if found is None:
        raise GatewayError("unknown_model", repr(name))
    base = _base(platform, found["name"])
    suffixes = found["name"][len(base) :].split("-")[1:]
    _check(platform, base, suffixes)
    return Model(
        name=found[0],
        base=base,
        suffixes=frozenset(suffixes),
        groups=tuple(found["groups"].split(",")) if found["groups"] else (),
        draws=base in platform.image_models or "imagen" in suffixes,
    )


def _base(platform: Platform, name: str) -> str:
    """The longest model that the name begins with: some models look like another one with a suffix."""
    fitting = [one for one in platform.models if name == one or name.startswith(f"{one}-")]
    if not fitting:
        raise GatewayError("unknown_model", name)
    return max(fitting, key=len)


def _check(platform: Platform, base: str, suffixes: list[str]) -> None:
    families: dict[str, str] = {}
    for name in suffixes:
        suffix = platform.suffixes.get(name)
        if suffix is None:
            raise GatewayError("unknown_suffix", name)
        if suffix.models is not None and base not in suffix.models:
            raise GatewayError("suffix_not_here", f"{base}, {name}")
        if suffix.family in families:
            raise GatewayError("clashing_suffixes", f"{families[suffix.family]}, {name}")
        families[suffix.family] = name
