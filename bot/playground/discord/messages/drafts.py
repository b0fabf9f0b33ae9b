"""A message that somebody wants sent or changed: every field checked for itself, nothing done yet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.playground.body import Part
from bot.playground.discord import limits
from bot.playground.discord.errors import FormErrors, NotServedError
from bot.playground.discord.messages.embeds import completed_embeds, embed_list
from bot.playground.discord.messages.mentions import allowed_mentions
from bot.playground.discord.messages.uploads import Upload, uploads_of
from bot.playground.discord.rules import (
    Path,
    Problem,
    Rule,
    choice,
    flag,
    many,
    number,
    record,
    snowflake,
    text,
)
from bot.playground.discord.world.entities import JsonObject
from bot.playground.discord.world.flags import MessageFlag


def _nonce(value: Any, at: Path) -> Iterator[Problem]:
    if isinstance(value, bool) or not isinstance(value, int | str):
        yield Problem(at, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
    elif len(str(value)) > limits.NONCE:
        yield Problem(at, "BASE_TYPE_MAX_LENGTH", f"Must be {limits.NONCE} or fewer in length.")


def _anything(_value: Any, _at: Path) -> Iterator[Problem]:
    """For what is checked later, when the message's flags are known."""
    yield from ()


_ATTACHMENT: Final = record(
    {
        "id": snowflake,
        "filename": text(1, limits.FILENAME),
        "description": text(0, limits.FILE_DESCRIPTION),
        "title": text(0, limits.FILENAME),
        "is_spoiler": flag,
        # what a client copies from an answer when it keeps a file
        **dict.fromkeys(
            ("size", "spoiler", "url", "proxy_url", "content_type", "width", "height", "ephemeral", "flags"), _anything
        ),
    },
    "id",
)
EDIT: Final[dict[str, Rule]] = {
    "content": text(0, limits.CONTENT),
    "embeds": embed_list,
    "allowed_mentions": allowed_mentions,
    "components": _anything,
    "flags": number(0, 2**31),
    "attachments": many(_ATTACHMENT, 0, limits.FILES),
}
FOLLOWUP: Final[dict[str, Rule]] = EDIT | {"tts": flag}
CREATE: Final[dict[str, Rule]] = FOLLOWUP | {
    "nonce": _nonce,
    "enforce_nonce": flag,
    "message_reference": record(
        {
            "type": choice(0),
            "message_id": snowflake,
            "channel_id": snowflake,
            "guild_id": snowflake,
            "fail_if_not_exists": flag,
        },
        "message_id",
    ),
}
# Discord knows these, the playground not yet; empty they mean nothing.
_EMPTY: Final[tuple[Any, ...]] = (None, [], "", False)


@dataclass(frozen=True)
class Draft:
    """The checked fields as sent (absent and null differ for edits) and the uploaded files."""

    fields: JsonObject
    files: tuple[Upload, ...] = ()

    @property
    def content(self) -> str:
        return str(self.fields.get("content") or "").strip()

    @property
    def embeds(self) -> list[JsonObject]:
        return completed_embeds(self.fields.get("embeds") or [])

    @property
    def components(self) -> list[JsonObject]:
        components: list[JsonObject] = self.fields.get("components") or []
        return components

    @property
    def flags(self) -> int:
        return int(self.fields.get("flags") or 0)

    @property
    def components_v2(self) -> bool:
        return bool(self.flags & MessageFlag.IS_COMPONENTS_V2)

    @property
    def nonce(self) -> str | int | None:
        nonce: str | int | None = self.fields.get("nonce")
        return nonce

    @property
    def attachments(self) -> list[JsonObject] | None:
        """What is said of files, new and kept; None where nothing was said."""
        attachments: list[JsonObject] | None = self.fields.get("attachments")
        return attachments

    def has(self, name: str) -> bool:
        return name in self.fields


def checked_fields(payload: Mapping[str, Any], shape: Mapping[str, Rule], *required: str) -> JsonObject:
    """The payload, when every field is known and fits; 501 for an unknown one, 50035 for one that does not fit."""
    unknown = [name for name in payload if name not in shape and payload[name] not in _EMPTY]
    if unknown:
        raise NotServedError("unknown-field", f"body field {', '.join(unknown)}")
    known = {name: value for name, value in payload.items() if name in shape}
    errors = FormErrors()
    for problem in record(shape, *required)(known, ()):
        errors.add(problem.path, problem.code, problem.message)
    errors.raise_if_any()
    return known


def draft_of(payload: Mapping[str, Any], parts: Sequence[Part], shape: Mapping[str, Rule], *, largest: int) -> Draft:
    """`shape` is CREATE, FOLLOWUP or EDIT; `largest` the most bytes of one file."""
    files = uploads_of(parts, largest)
    fields = checked_fields(payload, shape)
    _check_numbers(fields, files)
    return Draft(fields, files)


def _check_numbers(fields: JsonObject, files: tuple[Upload, ...]) -> None:
    """Files and what is said of them: no number twice, not more than ten in all."""
    numbers = [upload.number for upload in files]
    said = {int(about["id"]) for about in fields.get("attachments") or []}
    errors = FormErrors()
    if len(set(numbers)) < len(numbers):
        errors.add(("files",), "FILES_NOT_UNIQUE", "Two files have the same number.")
    if len(said | set(numbers)) > limits.FILES:
        errors.add(("attachments",), "BASE_TYPE_MAX_LENGTH", f"Must be {limits.FILES} or fewer in length.")
    errors.raise_if_any()
