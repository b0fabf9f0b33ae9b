"""Files on their way in: how many, how big, and their place at the local CDN."""

import mimetypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.playground.body import Part
from bot.playground.discord import limits
from bot.playground.discord.errors import DiscordError, form_error
from bot.playground.discord.messages.pictures import picture_of
from bot.playground.discord.world.entities import Attachment, Channel
from bot.playground.discord.world.state import World

_FIELD = re.compile(r"files?\[(\d+)\]")


@dataclass(frozen=True)
class Upload:
    """One file of a form; `number` is the n of `files[n]`."""

    number: int
    filename: str
    content: bytes


def file_limit(world: World, channel: Channel) -> int:
    """The most bytes one file may have here."""
    guild = world.guild_of(channel)
    return limits.FILE_BYTES[0 if guild is None else guild.premium_tier]


def uploads_of(parts: Sequence[Part], largest: int) -> tuple[Upload, ...]:
    """The files of a request, refused with 40005 where too big and with 50035 where too many."""
    files = [part for part in parts if part.filename is not None]
    if len(files) > limits.FILES:
        raise form_error(("files",), "BASE_TYPE_MAX_LENGTH", f"Must be {limits.FILES} or fewer in length.")
    whole = sum(len(part.data) for part in files)
    if any(len(part.data) > largest for part in files) or whole > max(largest, limits.REQUEST_BYTES):
        raise DiscordError(413, 40005, "Request entity too large")
    return tuple(_upload(part) for part in files)


def _upload(part: Part) -> Upload:
    field = _FIELD.fullmatch(part.name)
    if field is None:
        raise form_error((part.name,), "UNKNOWN_FILE_FIELD", "Files are named files[n].")
    return Upload(int(field.group(1)), part.filename or "unknown", part.data)


def name_of(upload: Upload, about: dict[str, Any]) -> str:
    """The name a file gets: what `attachments` calls it, without what has no place in an address."""
    return re.sub(r"[^\w.\-]", "_", str(about.get("filename") or upload.filename))


def store(
    world: World, channel_id: int, upload: Upload, about: dict[str, Any], *, ephemeral: bool = False
) -> Attachment:
    """Keep the bytes; `about` is the upload's own entry of `attachments` (filename, description)."""
    filename = name_of(upload, about)
    picture = picture_of(upload.content)
    attachment = Attachment(
        id=world.snowflake(),
        channel_id=channel_id,
        filename=filename,
        content=upload.content,
        content_type=picture.content_type if picture else mimetypes.guess_type(filename)[0],
        description=about.get("description"),
        width=picture.width if picture else None,
        height=picture.height if picture else None,
        ephemeral=ephemeral,
        spoiler=filename.startswith("SPOILER_") or bool(about.get("is_spoiler")),
    )
    world.attachments[attachment.id] = attachment
    return attachment
