"""The form in which an answer, or the reason of a refusal, is written; read back from Discord's own shape."""

from collections.abc import Iterator, Sequence
from typing import Any

import discord

from bot.core.catalogue import say

WORDS = "words"
WORDS_LIMIT = 1_200


def answer_form(custom_id: str) -> discord.ui.Modal:
    return _form(custom_id, say("answer.title"), say("answer.words"), is_required=True)


def reason_form(custom_id: str) -> discord.ui.Modal:
    return _form(custom_id, say("answer.refuse_title"), say("answer.reason"), is_required=False)


def _form(custom_id: str, title: str, label: str, *, is_required: bool) -> discord.ui.Modal:
    form = discord.ui.Modal(title=title, custom_id=custom_id, timeout=None)
    words: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=WORDS, style=discord.TextStyle.paragraph, max_length=WORDS_LIMIT, required=is_required
    )
    form.add_item(discord.ui.Label(text=label, component=words))
    form.stop()
    return form


def words_of(itx: discord.Interaction) -> str:
    """What was written; discord.py forgets forms with their process, so this reads what Discord sent."""
    data: dict[str, Any] = dict(itx.data or {})
    fields = _fields(data.get("components", []))
    return next((str(field.get("value") or "") for field in fields if field.get("custom_id") == WORDS), "")


def _fields(components: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        inner = component.get("component")
        yield from _fields([inner] if inner else component.get("components", []))
        yield component
