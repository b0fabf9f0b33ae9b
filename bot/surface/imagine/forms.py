"""The form under Edit: built for a picture, and read back from Discord's own shape, also after a restart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.core.catalogue import say

WORDS, WHICH, MORE = "words", "which", "more"
_WORDS_LIMIT = 2_000
MOST_FILES = 3


@dataclass(frozen=True, slots=True)
class Edited:
    """What was filled in. `which`: the value of the chosen picture, empty where there was nothing to choose."""

    words: str
    which: str
    files: tuple[discord.Attachment, ...]


def edit_form(custom_id: str, pictures: Sequence[str]) -> discord.ui.Modal:
    """`pictures`: a value for each that may be meant, in their order; one needs no choice."""
    form = discord.ui.Modal(title=say("imagine.edit_title"), custom_id=custom_id, timeout=None)
    words: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=WORDS, style=discord.TextStyle.paragraph, max_length=_WORDS_LIMIT
    )
    form.add_item(discord.ui.Label(text=say("imagine.edit_words"), component=words))
    if len(pictures) > 1:
        form.add_item(discord.ui.Label(text=say("imagine.edit_which"), component=_choice(pictures)))
    more: discord.ui.FileUpload[Any] = discord.ui.FileUpload(
        custom_id=MORE, required=False, min_values=0, max_values=MOST_FILES
    )
    form.add_item(discord.ui.Label(text=say("imagine.edit_more"), component=more))
    form.stop()
    return form


def _choice(pictures: Sequence[str]) -> discord.ui.Select[Any]:
    options = [
        discord.SelectOption(label=say("imagine.picture_number", number=place + 1), value=value, default=place == 0)
        for place, value in enumerate(pictures)
    ]
    return discord.ui.Select(custom_id=WHICH, options=options)


def read_form(itx: discord.Interaction) -> Edited:
    """discord.py forgets forms with their process, so this reads what Discord sent."""
    data: dict[str, Any] = dict(itx.data or {})
    fields = {str(field.get("custom_id")): field for field in _fields(data.get("components", []))}
    chosen = fields.get(WHICH, {}).get("values") or [""]
    files = fields.get(MORE, {}).get("values") or []
    resolved = data.get("resolved", {}).get("attachments", {})
    return Edited(
        words=str(fields.get(WORDS, {}).get("value", "")),
        which=str(chosen[0]),
        files=tuple(
            discord.Attachment(data=resolved[file], state=itx._state)  # noqa: SLF001 - there is no public way
            for file in files
            if file in resolved
        ),
    )


def _fields(components: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        inner = component.get("component")
        yield from _fields([inner] if inner else component.get("components", []))
        yield component
