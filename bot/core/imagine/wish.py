"""What somebody asks of an image model, made fit for that model, or refused with a sentence."""

import re
from dataclasses import dataclass

from bot.core.catalogue import say
from bot.core.imagine.image_models import SIZES, ImageModel, ImageModels, number_of

MOST_PICTURES = 4
_RATIO = re.compile(r"\s*(\d{1,5})\s*[:x×/]\s*(\d{1,5})\s*", re.IGNORECASE)  # noqa: RUF001 - people type this sign
_MOST_STRETCHED = 100


class WishError(ValueError):
    """What was asked for cannot be had; the text is the sentence for the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Everything in it is what the model has. `asked_ratio` is what the person wrote, where it had to be changed."""

    model: ImageModel
    ratio: str | None = None
    size: str | None = None
    asked_ratio: str = ""


def require_words(prompt: str) -> None:
    """Raises WishError."""
    if not prompt.strip():
        raise WishError(say("imagine.no_words"))


def wished(models: ImageModels, *, model: str = "", ratio: str = "", size: str = "", references: int = 0) -> Wish:
    """`model`: empty for the usual one. Raises WishError."""
    if not models:
        raise WishError(say("imagine.no_models"))
    found = models.get(model.strip() or models.usual)
    if found is None:
        offered = ", ".join(_code(one.id) for one in models)
        raise WishError(say("imagine.unknown_model", model=_code(model), models=offered))
    if references > found.references:
        raise WishError(say("imagine.references", model=_code(found.id), most=found.references, count=references))
    snapped, asked = _snapped(found, ratio)
    return Wish(model=found, ratio=snapped, size=_sized(found, size), asked_ratio=asked)


def _snapped(model: ImageModel, ratio: str) -> tuple[str | None, str]:
    """The model's nearest ratio, and what was asked for where that is another shape: `1920x1080` is `16:9`."""
    if not ratio.strip():
        return None, ""
    width, height = _sides(ratio)
    nearest = model.nearest_ratio(width, height)
    is_same = number_of(nearest) == width / height
    return nearest, "" if is_same else f"{width}:{height}"


def _sides(ratio: str) -> tuple[int, int]:
    match = _RATIO.fullmatch(ratio)
    width, height = (int(match[1]), int(match[2])) if match else (0, 0)
    if not width or not height or not 1 / _MOST_STRETCHED <= width / height <= _MOST_STRETCHED:
        raise WishError(say("imagine.ratio", ratio=_code(ratio)))
    return width, height


def _sized(model: ImageModel, size: str) -> str | None:
    word = size.strip().upper()
    if not word:
        return None
    if word not in model.sizes:
        sizes = ", ".join(map(_code, model.sizes))
        key = "imagine.size" if word in SIZES else "imagine.size_unknown"
        raise WishError(say(key, size=_code(size), model=_code(model.id), sizes=sizes))
    return word


def _code(text: str) -> str:
    shown = "".join(char for char in text if char.isprintable() and char != "`").strip()[:60]
    return f"`{shown or '?'}`"
