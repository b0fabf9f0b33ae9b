"""A model that makes pictures in the words of `/imagine`: which shapes and sizes it has."""

from collections.abc import Iterator

from bot.core.imagine.image_models import FOURTEEN_RATIOS, ImageModel
from bot.core.models.naming import Choice, choices_of, suffixes_for
from bot.core.models.provider import Dialect, Makes, Protocol, Provider, Tells

_EVERY_SIZE = ("1K", "2K", "4K")
_WITH_ORIGINAL = ("1K", "2K")


def image_models_of(provider: Provider) -> Iterator[ImageModel]:
    """By every name that they may have; those without a size in it first."""
    choices = [choice for choice in choices_of(provider) if choice.makes is Makes.IMAGE]
    yield from map(image_model_of, sorted(choices, key=lambda choice: size_in_name(choice) is not None))


def image_model_of(choice: Choice) -> ImageModel:
    """Its id is `provider/model`; a size that stands in the name is the only one."""
    return ImageModel(
        id=choice.name,
        sizes=_sizes(choice),
        ratios=choice.model.ratios or FOURTEEN_RATIOS,
        references=choice.model.references,
        provider=choice.provider.name,
        gives_original=gives_original(choice.provider),
    )


def gives_original(provider: Provider) -> bool:
    """2K is then the picture as the service keeps it."""
    return provider.parameter(Tells.SIZE) is None and provider.parameter(Tells.ORIGINAL) is not None


def size_in_name(choice: Choice) -> str | None:
    return next((suffix.sets[1] for suffix in choice.suffixes if suffix.sets and suffix.sets[0] is Tells.SIZE), None)


def _sizes(choice: Choice) -> tuple[str, ...]:
    named = size_in_name(choice)
    if named is not None:
        return (named,)
    parameter = choice.provider.parameter(Tells.SIZE)
    if parameter is not None:
        return parameter.values or _EVERY_SIZE
    if gives_original(choice.provider):
        return _WITH_ORIGINAL
    return _sizes_by_suffix(choice) or (_EVERY_SIZE if _may_name_any(choice) else ("1K",))


def _sizes_by_suffix(choice: Choice) -> tuple[str, ...]:
    mine = suffixes_for(choice.provider, choice.model)
    return tuple(suffix.sets[1] for suffix in mine if suffix.sets and suffix.sets[0] is Tells.SIZE)


def _may_name_any(choice: Choice) -> bool:
    """Where no table of sizes stands, but the wire has a place for one."""
    provider = choice.provider
    is_generate = Protocol.GENERATE in provider.endpoints and choice.model.makes is Makes.IMAGE
    return is_generate or provider.dialect is not Dialect.TOP_LEVEL
