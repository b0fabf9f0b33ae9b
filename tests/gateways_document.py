"""Writes the tables of docs/gateways.md from the presets: `uv run python -m tests.gateways_document`."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.core.models.naming import suffixes_for
from bot.core.models.provider import Makes, Model, Parameter, Protocol, Provider, Suffix, Tells
from bot.providers_file import PRESETS, preset
from tests.models_matrix import ALL, NOWHERE, Case

DOCUMENT = Path(__file__).parents[1] / "docs" / "gateways.md"
BEGIN, END = "<!-- tables: begin -->\n", "<!-- tables: end -->\n"
PATHS = {
    Protocol.CHAT: "`/v1/chat/completions`",
    Protocol.MESSAGES: "`/v1/messages`",
    Protocol.GENERATE: "`/v1beta/models/{model}:generateContent`, `:streamGenerateContent`",
    Protocol.IMAGES: "`/v1/images/generations`, `/v1/images/edits`",
}
NONE = "none"
EXAMPLES = {Tells.RATIO: "16:9", Tells.PIXELS: "1376x768"}
_MEANT = {
    Tells.RATIO: "the shape",
    Tells.SIZE: "the size",
    Tells.PIXELS: "the size in pixels, which also tells the shape",
    Tells.ORIGINAL: "the picture as the service keeps it (2K; watermarked, but for its highest tier)",
}


def tables() -> str:
    platforms = [preset(name, base=NOWHERE) for name in PRESETS]
    return "\n".join(line for provider in platforms for line in _of(provider))


def _of(provider: Provider) -> Iterator[str]:
    yield f"### `{provider.name}`\n"
    yield from _table(("Endpoint", "Path after the base", "Tools", "Key as"), _endpoints(provider))
    yield from _table(
        ("Model", "Makes", "Looks at", "Tokens of a talk", "Shapes"), map(_model, provider.models.values())
    )
    yield from _table(("Suffix", "For", "Then it makes"), (_suffix(provider, one) for one in provider.suffixes))
    yield from _table(("Parameter", "Says", "Values", "Default", "Endpoints"), map(_parameter, provider.parameters))
    yield from _table(("Endpoint", "Models", "A wish for a picture goes into", "Key as"), _requests(provider))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield _row(head)
    yield _row(("---",) * len(head))
    yield from map(_row, rows)
    yield ""


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _code(words: Iterable[object]) -> str:
    return " ".join(f"`{word}`" for word in words)


def _endpoints(provider: Provider) -> Iterator[tuple[str, ...]]:
    for protocol, endpoint in provider.endpoints.items():
        tools = "offered" if endpoint.tools else "none"
        yield f"`{protocol}`", PATHS[protocol], tools, _code(endpoint.auth)


def _model(model: Model) -> tuple[str, ...]:
    sight = f"pictures, {model.references} when it makes one" if model.makes is Makes.IMAGE else "pictures"
    return (
        f"`{model.id}`",
        model.makes,
        sight if model.sees else "text",
        f"{model.window:,}",
        " ".join(model.ratios) or NONE,
    )


def _suffix(provider: Provider, suffix: Suffix) -> tuple[str, ...]:
    models = [model.id for model in provider.models.values() if suffix in suffixes_for(provider, model)]
    made = suffix.makes or f"pictures of size {suffix.sets[1] if suffix.sets else ''}"
    return f"`-{suffix.word}`", "all" if suffix.models is None else _code(models), made


def _parameter(one: Parameter) -> tuple[str, ...]:
    values = _code(one.values) if one.values else f"any such as `{EXAMPLES[one.tells]}`"
    ends = [protocol for protocol in Protocol if protocol in one.protocols]
    default = f"`{one.default}`" if one.default else NONE
    return (
        _code(one.names),
        f"`{one.tells}`: {_MEANT[one.tells]}",
        values,
        default,
        _code(ends),
    )


def _requests(provider: Provider) -> Iterator[tuple[str, ...]]:
    """Every combination that a test asks for, with the models that share it in one row."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for protocol in provider.endpoints:
        for name in dict.fromkeys(case.name for case in ALL if _is_of(case, provider, protocol)):
            cases = [case for case in ALL if _is_of(case, provider, protocol) and case.name == name]
            auth = _code(dict.fromkeys(case.auth for case in cases))
            groups.setdefault((f"`{protocol}`", _places(cases), auth), []).append(name)
    for (protocol_name, places, auth), names in groups.items():
        yield protocol_name, _code(names), places, auth


def _is_of(case: Case, provider: Provider, protocol: Protocol) -> bool:
    return (case.platform, case.protocol) == (provider.name, protocol)


def _places(cases: list[Case]) -> str:
    keys = dict.fromkeys(key for case in cases for key in case.extra)
    config = dict.fromkeys(f"imageConfig.{key}" for case in cases for key, _ in case.image_config)
    names = dict.fromkeys(case.wire_name.removeprefix(case.name) for case in cases if case.wire_name != case.name)
    return _code([*keys, *config, *names]) or NONE


def written(text: str) -> str:
    """The document with the tables as they are now."""
    before, _, rest = text.partition(BEGIN)
    return before + BEGIN + tables() + END + rest.partition(END)[2]


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text()))
