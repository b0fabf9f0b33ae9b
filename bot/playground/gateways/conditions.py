"""How an installation of the gateway differs from the next, or what nobody knows of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from bot.playground.gateways.errors import ALL_SHAPES
from bot.playground.gateways.platforms import ANTIGRAVITY, ENDPOINTS, ERAS, GEMINI_OFFICIAL, PLATFORMS, Era, Platform

PICTURE_FORMS = (
    "usual",
    "markdown_url",
    "markdown_relative",
    "markdown_data",
    "markdown_data_split",
    "link",
    "bare_url",
    "bare_base64",
    "image_b64_json",
    "images",
    "images_string",
    "images_url",
    "images_b64",
    "images_index",
    "parts",
    "parts_output",
    "parts_image",
    "data",
    "everywhere",
    "file_data",
    "none",
)
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "era": ERAS,
    "picture_form": PICTURE_FORMS,
    "video_form": ("link", "data_link", "bare_data"),
    "b64_json": ("era", "raw", "prefixed"),
    "url": ("address", "data", "relative"),
    "models_listing": ("404", "405", "html", "list"),
    "error_shape": ("own", *ALL_SHAPES),
    "reasoning": ("documented", "reasoning_content", "reasoning", "think", "quote", "nowhere"),
    "language": ("era", "zh", "en", "header"),
}


def _everything() -> Mapping[str, frozenset[str]]:
    return {ANTIGRAVITY: frozenset(ENDPOINTS), GEMINI_OFFICIAL: frozenset(ENDPOINTS)}


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """`kept_s`: seconds of the playground's clock before a stored file is gone. `licensed`: endpoints per platform."""

    era: Era = "2026-02"
    picture_form: str = "usual"
    video_form: str = "link"
    b64_json: str = "era"
    url: str = "address"
    models_listing: str = "404"
    error_shape: str = "own"
    reasoning: str = "documented"
    language: str = "era"
    kept_s: float = 3600.0
    licensed: Mapping[str, frozenset[str]] = field(default_factory=_everything)

    def platform(self, name: str) -> Platform:
        return PLATFORMS[self.era][name]

    @property
    def prefixed(self) -> bool:
        """Whether b64_json begins with `data:`, as it did in the earlier era."""
        return self.b64_json == "prefixed" or (self.b64_json == "era" and self.era == "2026-02")

    def is_chinese(self, accept_language: str) -> bool:
        follows = self.language == "header" or (self.language == "era" and self.era == "2026-08")
        return not accept_language.lower().startswith("en") if follows else self.language != "en"

    def changed(self, asked: Any) -> "Conditions":
        """Raises ValueError with a sentence for what it does not know."""
        if not isinstance(asked, dict):
            raise ValueError("Send an object with what is to change.")  # noqa: TRY004 - one kind of refusal
        return replace(self, **{name: self._checked(name, value) for name, value in asked.items()})

    def _checked(self, name: str, value: Any) -> Any:
        if name == "licensed":
            return self._licensed(value)
        if name == "kept_s":
            return _seconds(value)
        if name not in _CHOICES:
            raise ValueError(f"{name} is not known; there are {', '.join(one.name for one in fields(self))}.")
        if value not in _CHOICES[name]:
            raise ValueError(f"{name} is one of {', '.join(_CHOICES[name])}.")
        return value

    def _licensed(self, asked: Any) -> Mapping[str, frozenset[str]]:
        changes = _switches(asked)
        return {
            name: frozenset(one for one in ENDPOINTS if changes.get((name, one), one in now))
            for name, now in self.licensed.items()
        }

    def as_json(self) -> dict[str, Any]:
        shown = {one.name: getattr(self, one.name) for one in fields(self)}
        switches = {name: {one: one in now for one in ENDPOINTS} for name, now in self.licensed.items()}
        return shown | {"licensed": switches}


def _switches(asked: Any) -> dict[tuple[str, str], bool]:
    platforms = asked if isinstance(asked, dict) else {"": {}}
    found = {}
    for name, endpoints in platforms.items():
        known = name in (ANTIGRAVITY, GEMINI_OFFICIAL) and isinstance(endpoints, dict)
        for endpoint, value in endpoints.items() if known else [("", None)]:
            if endpoint not in ENDPOINTS or not isinstance(value, bool):
                raise ValueError(f'licensed is {{"antigravity": {{"images": false}}}}; of {", ".join(ENDPOINTS)}.')
            if endpoint == "chat" and not value:
                raise ValueError("chat is part of every licence.")
            found[name, endpoint] = value
    return found


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise ValueError("kept_s is a number of at least 0.")
    return float(value)
