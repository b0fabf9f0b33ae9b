"""What each platform's documentation lists: models, suffixes, parameters, keys, tools. Everything else asks here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Era = Literal["2026-02", "2026-08"]
Endpoint = Literal["chat", "messages", "v1beta", "images"]
KeyPlace = Literal["bearer", "x-api-key", "x-goog-api-key", "query"]
ERAS: tuple[Era, ...] = ("2026-02", "2026-08")
ENDPOINTS: tuple[Endpoint, ...] = ("chat", "messages", "v1beta", "images")
ANTIGRAVITY = "antigravity"
GEMINI_OFFICIAL = "gemini_official"


@dataclass(frozen=True, kw_only=True)
class Suffix:
    """A model name takes one of a family at most. `models` None: every model of the platform."""

    family: str
    models: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Platform:
    """`parameters` are the extra ones for pictures. `image_models` draw by themselves, others need a suffix."""

    name: str
    models: tuple[str, ...]
    image_models: tuple[str, ...]
    suffixes: Mapping[str, Suffix]
    parameters: tuple[str, ...]
    keys: Mapping[Endpoint, tuple[KeyPlace, ...]]
    tools: bool


_RESOLUTIONS = ("1K", "2K", "4K")
_ABILITIES = ("imagen", "video", "canvas", "deepsearch", "storybook")
_EFFORTS = ("thinking", "low", "medium", "high")
_MANY_KEYS: Mapping[Endpoint, tuple[KeyPlace, ...]] = {
    "chat": ("bearer",),
    "messages": ("bearer", "x-api-key"),
    "v1beta": ("bearer", "x-goog-api-key", "query"),
    "images": ("bearer",),
}
_BEARER_ALONE: Mapping[Endpoint, tuple[KeyPlace, ...]] = dict.fromkeys(ENDPOINTS, ("bearer",))
_IMAGE_MODELS = ("gemini-2.5-flash-image", "gemini-3-pro-image")
_LATER_IMAGE_MODELS = ("gemini-3.1-flash-image",)


def _antigravity(
    models: tuple[str, ...], images: tuple[str, ...], resolution: str, more: Mapping[str, Suffix]
) -> Platform:
    return Platform(
        name=ANTIGRAVITY,
        models=models,
        image_models=images,
        suffixes={name: Suffix(family="resolution", models=images) for name in _RESOLUTIONS} | dict(more),
        parameters=("aspect_ratio", resolution),
        keys=_MANY_KEYS,
        tools=True,
    )


def _gemini_official(models: tuple[str, ...], more: Mapping[str, Suffix]) -> Platform:
    return Platform(
        name=GEMINI_OFFICIAL,
        models=models,
        image_models=(),
        suffixes={name: Suffix(family="ability") for name in _ABILITIES} | dict(more),
        parameters=("return_origin_image", "size"),
        keys=_BEARER_ALONE,
        tools=False,
    )


_DOCUMENTED = (
    "gemini-2.5-flash",
    "gemini-2.5-flash-image",
    "gemini-2.5-flash-lite",
    "gemini-2.5-flash-thinking",
    "gemini-2.5-pro",
    "gemini-3-pro-image",
    "gemini-3-pro-low",
    "gemini-3-pro-high",
    "claude-sonnet-4-5",
    "claude-sonnet-4-5-thinking",
    "claude-opus-4-5-thinking",
    "gpt-oss-120b-medium",
    "gemini-3-flash",
    "claude-opus-4-6-thinking",
)
# The later list is known in part only: one image model, and what were variants of a name became suffixes.
_LATER_TEXT_MODELS = (
    "gemini-2.5-flash",
    "gemini-2.5-flash-lite",
    "gemini-2.5-pro",
    "gemini-3-pro",
    "gemini-3-flash",
    "claude-sonnet-4-5",
    "claude-opus-4-5",
    "claude-opus-4-6",
    "gpt-oss-120b",
)
_EARLY = (
    _antigravity(_DOCUMENTED, _IMAGE_MODELS, "image_size", {}),
    _gemini_official(("gemini-3-fast", "gemini-3-thinking", "gemini-3-pro"), {}),
)
_LATE = (
    _antigravity(
        (*_LATER_TEXT_MODELS, *_LATER_IMAGE_MODELS),
        _LATER_IMAGE_MODELS,
        "resolution",
        {name: Suffix(family="effort", models=_LATER_TEXT_MODELS) for name in _EFFORTS},
    ),
    _gemini_official(
        ("gemini-3.5-flash-lite", "gemini-3.5-flash", "gemini-3.6-flash", "gemini-3.1-pro"),
        {"extended": Suffix(family="effort")},
    ),
)
PLATFORMS: Mapping[Era, Mapping[str, Platform]] = {
    "2026-02": {one.name: one for one in _EARLY},
    "2026-08": {one.name: one for one in _LATE},
}
RESOLUTIONS = _RESOLUTIONS
RESOLUTION_KEYS = ("image_size", "resolution")  # of the earlier and of the later era
