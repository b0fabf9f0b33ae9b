"""Rich embeds: their limits, and how an answer completes them."""

from collections.abc import Iterator
from typing import Any, Final

from bot.playground.discord import limits
from bot.playground.discord.rules import Path, Problem, Rule, flag, number, record, text
from bot.playground.discord.wire.media import SCHEME
from bot.playground.discord.world.entities import JsonObject


def link(value: Any, at: Path) -> Iterator[Problem]:
    """A web address, or a file of the same message."""
    if not isinstance(value, str):
        yield Problem(at, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
    elif not value.startswith(("http://", "https://", SCHEME)):
        yield Problem(at, "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https').")
    elif len(value) > limits.EMBED_URL:
        yield Problem(at, "BASE_TYPE_MAX_LENGTH", f"Must be {limits.EMBED_URL} or fewer in length.")


def _any(_value: Any, _at: Path) -> Iterator[Problem]:
    yield from ()


def _fields(value: Any, at: Path) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield Problem(at, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    elif len(value) > limits.EMBED_FIELDS:
        yield Problem(at, "BASE_TYPE_MAX_LENGTH", f"Must be {limits.EMBED_FIELDS} or fewer in length.")
    else:
        for index, item in enumerate(value):
            yield from _FIELD(item, (*at, index))


_FIELD: Final = record(
    {"name": text(1, limits.EMBED_FIELD_NAME), "value": text(1, limits.EMBED_FIELD_VALUE), "inline": flag},
    "name",
    "value",
)
_PICTURE: Final = record({"url": link, "proxy_url": link, "width": number(0, 2**31), "height": number(0, 2**31)}, "url")
# What a client copies from an answer and sends back is taken and ignored, as Discord does.
_SHAPE: Final[dict[str, Rule]] = {
    "type": text(0, 32),
    "title": text(0, limits.EMBED_TITLE),
    "description": text(0, limits.EMBED_DESCRIPTION),
    "url": link,
    "timestamp": text(10, 40),
    "color": number(0, 0xFFFFFF),
    "footer": record({"text": text(1, limits.EMBED_FOOTER), "icon_url": link, "proxy_icon_url": link}, "text"),
    "author": record(
        {"name": text(1, limits.EMBED_AUTHOR), "url": link, "icon_url": link, "proxy_icon_url": link}, "name"
    ),
    "image": _PICTURE,
    "thumbnail": _PICTURE,
    "fields": _fields,
    "flags": number(0, 2**31),
    "video": _any,
    "provider": _any,
}
_EMBED: Final = record(_SHAPE)


def embed_list(value: Any, at: Path) -> Iterator[Problem]:
    """The rule for a message's embeds, the 6000 characters over all of them included."""
    if not isinstance(value, list):
        yield Problem(at, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return
    if len(value) > limits.EMBEDS:
        yield Problem(at, "BASE_TYPE_MAX_LENGTH", f"Must be {limits.EMBEDS} or fewer in length.")
    problems = [problem for index, embed in enumerate(value) for problem in _EMBED(embed, (*at, index))]
    yield from problems
    if not problems and sum(map(characters, value)) > limits.EMBED_CHARACTERS:
        yield Problem(at, "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {limits.EMBED_CHARACTERS}")


def characters(embed: JsonObject) -> int:
    """What an embed counts towards the 6000."""
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for field in embed.get("fields") or []:
        texts += [field["name"], field["value"]]
    return sum(len(text) for text in texts if text)


def completed_embeds(embeds: list[JsonObject]) -> list[JsonObject]:
    """As answers spell them: without nulls, typed, every field with `inline`; an empty one vanishes."""
    answer = []
    for embed in embeds:
        kept = {key: value for key, value in embed.items() if value not in (None, "", []) and key != "type"}
        if "fields" in kept:
            kept["fields"] = [field | {"inline": bool(field.get("inline"))} for field in kept["fields"]]
        if kept.keys() - {"flags", "color"}:
            answer.append({"type": "rich", **kept})
    return answer
