"""What is sent for a wished shape and size: in the model's name or in the body, never in both, or refused in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bot.core.catalogue import say
from bot.core.events import JsonValue
from bot.core.models.naming import Choice, suffixes_for
from bot.core.models.painting import gives_original, image_model_of, size_in_name
from bot.core.models.provider import Dialect, Makes, Parameter, Protocol, Suffix, Tells

_USUAL = "1K"
_ORIGINAL = "2K"
_SQUARE = "1:1"
Told: TypeAlias = Mapping[Tells, str]
"""What is to be said of the picture, and by which parameter."""


class NotHad(ValueError):
    """It cannot be had of this model, or not over this endpoint; the text is the sentence for the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """`ratio`: as 16:9. `size`: 1K, 2K, 4K; empty for the platform's own. `is_original`: as the service keeps it."""

    ratio: str = ""
    size: str = ""
    is_original: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested:
    """`name`: the model's on the wire. `extra`: keys at the top of the body. `query`: of the address.

    `ratio` and `size` travel as imageConfig on generateContent, and are None elsewhere.
    """

    name: str
    extra: Mapping[str, JsonValue] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    ratio: str | None = None
    size: str | None = None


def asked_for(choice: Choice, protocol: Protocol, wants: Wants) -> Requested:
    """Raises NotHad. A size that is wished takes the place of one that stands in the model's name."""
    if choice.makes is not Makes.IMAGE:
        if wants != Wants() or protocol is Protocol.IMAGES:
            raise NotHad(say("models.no_pictures", model=_code(choice.name)))
        return Requested(name=choice.wire_name)
    _check(choice, wants)
    if protocol is Protocol.GENERATE and choice.model.makes is Makes.IMAGE:
        return _in_image_config(choice, wants)
    if protocol in (Protocol.CHAT, Protocol.MESSAGES) and choice.provider.dialect is Dialect.SUFFIX:
        return _in_name(choice, wants)
    if protocol is Protocol.CHAT and choice.provider.dialect is not Dialect.TOP_LEVEL:
        return _in_dialect(choice, wants)
    return _in_parameters(choice, protocol, wants)


# --- may it be asked at all ---


def _check(choice: Choice, wants: Wants) -> None:
    model = image_model_of(_without_size(choice))
    ratios = choice.model.ratios
    if wants.ratio and ratios and wants.ratio not in ratios:
        shapes = ", ".join(map(_code, ratios))
        raise NotHad(say("models.ratio", model=_code(choice.name), ratio=_code(wants.ratio), ratios=shapes))
    if wants.size and wants.size not in model.sizes:
        sizes = ", ".join(map(_code, model.sizes))
        raise NotHad(say("models.size", model=_code(choice.name), size=_code(wants.size), sizes=sizes))
    if wants.is_original and not choice.provider.parameter(Tells.ORIGINAL):
        raise NotHad(say("models.no_original", model=_code(choice.name)))


# --- the platform's own parameters, and suffixes that stand for them ---


def _in_parameters(choice: Choice, protocol: Protocol, wants: Wants) -> Requested:
    named, told = _said_by_suffix(choice, protocol, _told(choice, wants))
    sent = {name: value for tells, value in told.items() for name in _places(choice, protocol, tells, value)}
    typed: dict[str, JsonValue] = {name: _typed(choice, name, value) for name, value in sent.items()}
    if choice.provider.in_query:
        return Requested(name=named.wire_name, query=sent)
    return Requested(name=named.wire_name, extra=typed)


def _told(choice: Choice, wants: Wants) -> dict[Tells, str]:
    told: dict[Tells, str] = {}
    is_original = wants.is_original or (gives_original(choice.provider) and wants.size == _ORIGINAL)
    if wants.ratio:
        told |= _shape(choice, wants.ratio, size=_ORIGINAL if is_original else wants.size or _USUAL)
    if wants.size and not gives_original(choice.provider):
        told[Tells.SIZE] = wants.size
    if is_original:
        told[Tells.ORIGINAL] = "true"
    return told


def _shape(choice: Choice, ratio: str, *, size: str) -> dict[Tells, str]:
    """As a ratio, or in pixels where the platform knows only these."""
    provider = choice.provider
    if provider.parameter(Tells.RATIO) or not provider.parameter(Tells.PIXELS):
        return {Tells.RATIO: ratio}
    width, height = image_model_of(choice).pixels_of(ratio, size)
    return {Tells.PIXELS: f"{width}x{height}"}


def _said_by_suffix(choice: Choice, protocol: Protocol, told: Told) -> tuple[Choice, Told]:
    """A name with a size keeps a suffix for it; a name without one gets it only where the body has no place for it."""
    size = told.get(Tells.SIZE)
    if size is None or size == size_in_name(choice):
        return choice, _without(told, Tells.SIZE)
    suffix = _suffix(choice, size)
    has_place = _parameter(choice, protocol, Tells.SIZE) is not None
    if suffix is None or (has_place and size_in_name(choice) is None):
        return _without_size(choice), told
    return choice.with_suffix(suffix), _without(told, Tells.SIZE)


def _suffix(choice: Choice, size: str) -> Suffix | None:
    mine = suffixes_for(choice.provider, choice.model)
    return next((suffix for suffix in mine if suffix.sets == (Tells.SIZE, size)), None)


def _without_size(choice: Choice) -> Choice:
    kept = (suffix for suffix in choice.suffixes if not (suffix.sets and suffix.sets[0] is Tells.SIZE))
    return replace(choice, suffixes=tuple(kept))


def _without(told: Told, gone: Tells) -> Told:
    return {tells: value for tells, value in told.items() if tells is not gone}


def _parameter(choice: Choice, protocol: Protocol, tells: Tells) -> Parameter | None:
    parameter = choice.provider.parameter(tells)
    return parameter if parameter and protocol in parameter.protocols else None


def _places(choice: Choice, protocol: Protocol, tells: Tells, value: str) -> tuple[str, ...]:
    parameter = _parameter(choice, protocol, tells)
    if parameter is None:
        key = "models.no_ratio_here" if tells in (Tells.RATIO, Tells.PIXELS) else "models.no_size_here"
        raise NotHad(say(key, model=_code(choice.name), endpoint=protocol))
    if not parameter.takes(value):
        raise NotHad(_not_taken(choice, tells, value))
    return parameter.names


def _not_taken(choice: Choice, tells: Tells, value: str) -> str:
    parameter = choice.provider.parameter(tells)
    words = ", ".join(map(_code, parameter.values if parameter else ())) or "others"
    if tells in (Tells.RATIO, Tells.PIXELS):
        return say("models.ratio", model=_code(choice.name), ratio=_code(value), ratios=words)
    return say("models.size", model=_code(choice.name), size=_code(value), sizes=words)


def _typed(choice: Choice, name: str, value: str) -> JsonValue:
    """A parameter of yes and no is a boolean in a body."""
    original = choice.provider.parameter(Tells.ORIGINAL)
    return value == "true" if original and name in original.names else value


# --- other vendors' ways ---


def _in_image_config(choice: Choice, wants: Wants) -> Requested:
    if wants.is_original:
        raise NotHad(say("models.no_size_here", model=_code(choice.name), endpoint=Protocol.GENERATE))
    named, told = _said_by_suffix(choice, Protocol.CHAT, {Tells.SIZE: wants.size} if wants.size else {})
    return Requested(name=named.wire_name, ratio=wants.ratio or None, size=told.get(Tells.SIZE))


def _in_dialect(choice: Choice, wants: Wants) -> Requested:
    config = {"aspect_ratio": wants.ratio, "image_size": wants.size}
    asked: JsonValue = {name: value for name, value in config.items() if value}
    if choice.provider.dialect is Dialect.NEW_API:
        return Requested(
            name=choice.wire_name, extra={"extra_body": {"google": {"image_config": asked}}} if asked else {}
        )
    extra: dict[str, JsonValue] = {"modalities": ["image", "text"]}
    return Requested(name=choice.wire_name, extra=extra | ({"image_config": asked} if asked else {}))


def _in_name(choice: Choice, wants: Wants) -> Requested:
    """`-16x9-4k`, before the group."""
    words = (wants.ratio.replace(":", "x"), wants.size.lower())
    bare = replace(choice, group="").wire_name
    return Requested(name="-".join((bare, *filter(None, words))) + choice.group)


def _code(text: str) -> str:
    shown = "".join(char for char in text if char.isprintable() and char != "`").strip()[:80]
    return f"`{shown or '?'}`"
