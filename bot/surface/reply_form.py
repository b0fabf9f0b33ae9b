"""The button Reply and its form, for threads whose plain messages do not reach us: what is written is the next turn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import discord

from bot.core.catalogue import say
from bot.core.replying import REPLY
from bot.core.session import Session, Turn
from bot.surface.ask import Ask
from bot.surface.looks import say_privately
from bot.surface.people import scene_of
from bot.surface.tools.answers import Answers

WORDS, FILES = "words", "files"
WORDS_LIMIT: Final = 4_000
"""Discord's most for a text field."""
MOST_FILES: Final = 10


@dataclass(slots=True)
class ReplyForm:
    ask: Ask
    answers: Answers

    async def answer(self, itx: discord.Interaction, turn: Turn, _: str) -> None:
        """The click opens the form; the form is judged again, for whoever sends one need not have been shown it."""
        session = await self.ask.desk.store.session(turn.session)
        scene = scene_of(itx)
        if session is None or not self.ask.desk.may_speak(scene, session):
            await say_privately(itx, self.ask.desk.refusal_to_speak(scene))
        elif itx.type is discord.InteractionType.modal_submit:
            await self._take(itx, session)
        else:
            await itx.response.send_modal(reply_form(f"{REPLY}:{turn.id}"))

    async def _take(self, itx: discord.Interaction, session: Session) -> None:
        """As a message in the thread: it may answer what the agent asks, or else it is the next request."""
        words, files = read_form(itx)
        if not words.strip() and not files:
            await say_privately(itx, say("reply.empty"))
        elif not files and await self.answers.spoken(session, by=itx.user.id, words=words):
            await itx.response.defer()
        else:
            await self.ask.reply(itx, session, words, files)


def reply_form(custom_id: str) -> discord.ui.Modal:
    form = discord.ui.Modal(title=say("reply.title"), custom_id=custom_id, timeout=None)
    words: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=WORDS, style=discord.TextStyle.paragraph, max_length=WORDS_LIMIT, required=False
    )
    files: discord.ui.FileUpload[Any] = discord.ui.FileUpload(
        custom_id=FILES, required=False, min_values=0, max_values=MOST_FILES
    )
    form.add_item(discord.ui.Label(text=say("reply.words"), component=words))
    form.add_item(discord.ui.Label(text=say("reply.files"), component=files))
    form.stop()
    return form


def read_form(itx: discord.Interaction) -> tuple[str, list[discord.Attachment]]:
    """discord.py forgets forms with their process, so this reads what Discord sent."""
    data: dict[str, Any] = dict(itx.data or {})
    fields = {str(field.get("custom_id")): field for field in _fields(data.get("components", []))}
    resolved = data.get("resolved", {}).get("attachments", {})
    chosen = fields.get(FILES, {}).get("values") or []
    files = [
        discord.Attachment(data=resolved[file], state=itx._state)  # noqa: SLF001 - there is no public way
        for file in chosen
        if file in resolved
    ]
    return str(fields.get(WORDS, {}).get("value") or ""), files


def _fields(components: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        inner = component.get("component")
        yield from _fields([inner] if inner else component.get("components", []))
        yield component
