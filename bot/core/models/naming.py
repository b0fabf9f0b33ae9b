"""`provider/model-suffix-suffix`: how people and the database name a model, read without guessing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from bot.core.models.provider import Makes, Model, Provider, Suffix

SEPARATOR = "/"


class UnknownModel(ValueError):
    """No provider has it; the text is the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A model as it was named: with its provider, and the suffixes of its name in their order."""

    provider: Provider
    model: Model
    suffixes: tuple[Suffix, ...] = ()
    group: str = ""
    """`|[a,b]` as it stood at the end of the name: which accounts a gateway may use."""

    @property
    def name(self) -> str:
        return f"{self.provider.name}{SEPARATOR}{self.wire_name}"

    @property
    def wire_name(self) -> str:
        """As the provider is asked for it."""
        return "-".join((self.model.id, *(suffix.word for suffix in self.suffixes))) + self.group

    @property
    def makes(self) -> Makes:
        return next((suffix.makes for suffix in self.suffixes if suffix.makes), self.model.makes)

    def with_suffix(self, suffix: Suffix) -> "Choice":
        others = tuple(one for one in self.suffixes if one.family != suffix.family)
        return replace(self, suffixes=(*others, suffix))


def choose(providers: Mapping[str, Provider], name: str) -> Choice:
    """Raises UnknownModel. A suffix counts only if the provider declares it and the rest is a known model."""
    owner, separator, rest = name.strip().partition(SEPARATOR)
    provider = providers.get(owner)
    if provider is None or not separator or not rest:
        raise UnknownModel(name)
    bare, bar, groups = rest.partition("|")
    group = bar + groups
    if group and not (groups.startswith("[") and groups.endswith("]")):
        raise UnknownModel(name)
    found = _read(provider, bare)
    if found is None:
        if not provider.takes_any:
            raise UnknownModel(name)
        found = Model(id=bare), ()
    model, suffixes = found
    return Choice(provider=provider, model=model, suffixes=suffixes, group=group)


def _read(provider: Provider, name: str) -> tuple[Model, tuple[Suffix, ...]] | None:
    """The longest known model that the name begins with, when all that follows are suffixes it may have."""
    words = name.split("-")
    for cut in range(len(words), 0, -1):
        model = provider.models.get("-".join(words[:cut]))
        if model is None:
            continue
        suffixes = _suffixes(provider, model, words[cut:])
        if suffixes is not None:
            return model, suffixes
    return None


def _suffixes(provider: Provider, model: Model, words: list[str]) -> tuple[Suffix, ...] | None:
    known = {suffix.word: suffix for suffix in suffixes_for(provider, model)}
    if not all(word in known for word in words):
        return None
    found = tuple(known[word] for word in words)
    return found if len({suffix.family for suffix in found}) == len(found) else None


def suffixes_for(provider: Provider, model: Model) -> tuple[Suffix, ...]:
    return tuple(suffix for suffix in provider.suffixes if suffix.models is None or model.id in suffix.models)


def choices_of(provider: Provider) -> Iterator[Choice]:
    """Every model alone, then with each combination of suffixes that it may have; for lists and tests."""
    for model in provider.models.values():
        mine = suffixes_for(provider, model)
        for count in range(len({suffix.family for suffix in mine}) + 1):
            for some in combinations(mine, count):
                if len({suffix.family for suffix in some}) == count:
                    yield Choice(provider=provider, model=model, suffixes=some)
