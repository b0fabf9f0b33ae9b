"""Turns `attachment://` links inside embeds and components into addresses, and names the files they use."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from bot.playground.discord.wire.addresses import attachment_url
from bot.playground.discord.world.entities import Attachment, JsonObject, Message
from bot.playground.discord.world.state import World

SCHEME: Final = "attachment://"
_EMBED_PLACES: Final = (("image", "url"), ("thumbnail", "url"), ("author", "icon_url"), ("footer", "icon_url"))


def _embed_links(embeds: Iterable[JsonObject]) -> Iterator[str]:
    for embed in embeds:
        for place, key in _EMBED_PLACES:
            link = (embed.get(place) or {}).get(key)
            if isinstance(link, str) and link.startswith(SCHEME):
                yield link.removeprefix(SCHEME)


def embedded_names(embeds: Iterable[JsonObject]) -> frozenset[str]:
    return frozenset(_embed_links(embeds))


def component_names(value: Any) -> frozenset[str]:
    """The files that a component tree shows."""
    if isinstance(value, dict):
        link = value.get("url")
        own = {link.removeprefix(SCHEME)} if isinstance(link, str) and link.startswith(SCHEME) else set()
        return frozenset(own).union(*(component_names(inner) for inner in value.values()))
    if isinstance(value, list):
        return frozenset().union(*(component_names(inner) for inner in value))
    return frozenset()


def _by_name(message: Message) -> dict[str, Attachment]:
    return {attachment.filename: attachment for attachment in message.attachments}


def embeds_with_addresses(world: World, message: Message) -> list[JsonObject]:
    files = _by_name(message)

    def resolved(part: JsonObject, key: str) -> JsonObject:
        link = part.get(key)
        if not isinstance(link, str) or not link.startswith(SCHEME):
            return part
        attachment = files.get(link.removeprefix(SCHEME))
        if attachment is None:
            return part
        url = attachment_url(world, attachment)
        return part | {key: url, f"proxy_{key}": url} | _size_of(attachment, key)

    return [
        embed | {place: resolved(embed[place], key) for place, key in _EMBED_PLACES if embed.get(place)}
        for embed in message.embeds
    ]


def _size_of(attachment: Attachment, key: str) -> JsonObject:
    if key != "url" or attachment.width is None or attachment.height is None:
        return {}
    return {"width": attachment.width, "height": attachment.height}


def media_with_addresses(world: World, message: Message) -> list[JsonObject]:
    files = _by_name(message)

    def resolved(value: Any) -> Any:
        if isinstance(value, list):
            return [resolved(inner) for inner in value]
        if not isinstance(value, dict):
            return value
        link = value.get("url")
        if isinstance(link, str) and link.startswith(SCHEME) and link.removeprefix(SCHEME) in files:
            return value | _unfurled(world, files[link.removeprefix(SCHEME)])
        return {key: resolved(inner) for key, inner in value.items()}

    return [resolved(component) for component in message.components]


def _unfurled(world: World, attachment: Attachment) -> JsonObject:
    url = attachment_url(world, attachment)
    return {
        "id": str(attachment.id),
        "url": url,
        "proxy_url": url,
        "width": attachment.width,
        "height": attachment.height,
        "content_type": attachment.content_type,
        "attachment_id": str(attachment.id),
    }
