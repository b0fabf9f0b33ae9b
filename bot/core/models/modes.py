"""Which model makes what, and which are likely meant while somebody still writes a name."""

from collections.abc import Iterator, Mapping

from bot.core.models.naming import Choice, UnknownModel, choices_of, choose, suffixes_for
from bot.core.models.provider import Makes, Protocol, Provider

MODES = tuple(makes for makes in Makes if makes is not Makes.TEXT)
"""What one may ask a model for besides an answer."""


def makes_of(providers: Mapping[str, Provider], name: str) -> Makes:
    """Text, where no provider has the model."""
    try:
        return choose(providers, name).makes
    except UnknownModel:
        return Makes.TEXT


def sees(providers: Mapping[str, Provider], name: str) -> bool:
    """Whether the model looks at pictures."""
    try:
        return choose(providers, name).model.sees
    except UnknownModel:
        return False


def in_mode(choice: Choice, makes: Makes) -> Choice | None:
    """The same model, with the suffix for it; None where it cannot make that."""
    if choice.makes is makes:
        return choice
    suffix = next((one for one in suffixes_for(choice.provider, choice.model) if one.makes is makes), None)
    return choice.with_suffix(suffix) if suffix else None


def having(providers: Mapping[str, Provider], makes: Makes) -> tuple[Choice, ...]:
    """Of each provider that has it, the first model that makes it."""
    found = (next(makers_of(provider, makes), None) for provider in providers.values())
    return tuple(choice for choice in found if choice is not None)


def makers_of(provider: Provider, makes: Makes) -> Iterator[Choice]:
    for model in provider.models.values():
        if (choice := in_mode(Choice(provider=provider, model=model), makes)) is not None:
            yield choice


def takes_functions(choice: Choice) -> bool:
    """What makes more than text is asked for that alone; of endpoints, images know no functions."""
    speaking = [end for protocol, end in choice.provider.endpoints.items() if protocol is not Protocol.IMAGES]
    return choice.makes is Makes.TEXT and any(endpoint.tools for endpoint in speaking)


def suggested(
    providers: Mapping[str, Provider], typed: str, *, usual: str = "", makes: Makes | None = None
) -> list[Choice]:
    """Those in which every word of `typed` stands, by id, provider or title, the likely ones first.

    Suffixes are offered once a model's whole id is there. `makes`: only what makes this, with its suffix.
    """
    words = typed.casefold().split()
    found = [choice for provider in providers.values() for choice in _fitting(provider, words, makes)]
    return sorted(found, key=lambda choice: _distance(choice, words, usual))


def _fitting(provider: Provider, words: list[str], makes: Makes | None) -> Iterator[Choice]:
    for choice in choices_of(provider) if makes is None else makers_of(provider, makes):
        is_named = makes or not choice.suffixes or any(choice.model.id.casefold() in word for word in words)
        shown = f"{choice.name} {provider.title} {choice.makes}".casefold()
        if is_named and all(word in shown for word in words):
            yield choice


def _distance(choice: Choice, words: list[str], usual: str) -> tuple[bool, ...]:
    """Sorting is stable, so that equals stay in the provider's own order."""
    name, wire_name = choice.name.casefold(), choice.wire_name.casefold()
    begins = any(name.startswith(word) or wire_name.startswith(word) for word in words)
    return choice.name != usual, bool(words) and not begins, len(choice.suffixes) > 1, choice.makes is not Makes.TEXT
