"""The menu "Ask about this" on anybody's message: a form asks what, and the message goes along as data."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any, Final

import discord
from discord import app_commands

from bot.core.catalogue import say
from bot.core.errors import DeliveryError
from bot.core.links import link_to
from bot.core.quotation import Quotation
from bot.surface.ask import Ask
from bot.surface.asking.refusal import NotTaken
from bot.surface.canvas import told_plainly
from bot.surface.looks import say_privately
from bot.surface.reply_form import WORDS, WORDS_LIMIT, read_form

ABOUT: Final = "about:"
"""How the form's custom id begins; the channel and the message follow."""
_MOST_REMEMBERED: Final = 500
_MOST_QUOTED: Final = 8_000


@dataclass(slots=True)
class About:
    """Without message content Discord hands a message's words out with the menu alone, so the newest are kept."""

    ask: Ask
    _seen: OrderedDict[int, discord.Message] = field(default_factory=OrderedDict)

    def menu(self) -> app_commands.ContextMenu:
        async def ask_about(itx: discord.Interaction, message: discord.Message) -> None:
            await self.open_form(itx, message)

        menu = app_commands.ContextMenu(name="Ask about this", callback=ask_about)
        return app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)(menu)

    async def open_form(self, itx: discord.Interaction, message: discord.Message) -> None:
        try:
            self.ask.require_place(itx)
            _require_content(message)
        except NotTaken as refusal:
            await say_privately(itx, str(refusal))
            return
        self._seen[message.id] = message
        if len(self._seen) > _MOST_REMEMBERED:
            self._seen.popitem(last=False)
        await itx.response.send_modal(about_form(f"{ABOUT}{message.channel.id}.{message.id}"))

    async def submitted(self, itx: discord.Interaction, custom_id: str) -> None:
        """Everything is judged again, for whoever sends a form need not have been shown it."""
        words, _ = read_form(itx)
        try:
            self.ask.require_place(itx)
            _require_words(words)
            found = await self._message(itx, custom_id.removeprefix(ABOUT))
            _require_content(found)
        except NotTaken as refusal:
            await say_privately(itx, str(refusal))
            return
        await self.ask.about(itx, words, quotation_of(found, guild=itx.guild_id), found)

    async def _message(self, itx: discord.Interaction, name: str) -> discord.Message:
        """As it stands now. Raises NotTaken where this person cannot read it here."""
        channel, _, number = name.partition(".")
        is_named = channel.isdecimal() and number.isdecimal() and int(channel) == itx.channel_id
        seen = self._seen.get(int(number)) if is_named else None
        may_read = itx.guild_id is None or itx.permissions.read_message_history or seen is not None
        if not is_named or not may_read:
            raise NotTaken(say("about.gone"))
        try:
            with told_plainly():
                found = await itx.client.get_partial_messageable(int(channel)).fetch_message(int(number))
        except DeliveryError:
            raise NotTaken(say("about.gone")) from None
        return found if _has_content(found) or seen is None else seen


def about_form(custom_id: str) -> discord.ui.Modal:
    form = discord.ui.Modal(title=say("about.title"), custom_id=custom_id, timeout=None)
    words: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=WORDS,
        style=discord.TextStyle.paragraph,
        max_length=WORDS_LIMIT,
        placeholder=say("about.hint"),
    )
    form.add_item(discord.ui.Label(text=say("about.words"), component=words))
    form.stop()
    return form


def quotation_of(message: discord.Message, *, guild: int | None) -> Quotation:
    link = link_to(guild, message.channel.id, message.id)
    return Quotation(author=message.author.display_name, words=_words(message)[:_MOST_QUOTED], link=link)


def _require_words(words: str) -> None:
    if not words.strip():
        raise NotTaken(say("about.empty"))


def _require_content(message: discord.Message) -> None:
    """Raises NotTaken for a message that shows nothing to ask about."""
    if not _has_content(message):
        raise NotTaken(say("about.nothing"))


def _has_content(message: discord.Message) -> bool:
    return bool(message.attachments or _words(message))


def _words(message: discord.Message) -> str:
    """What is read in it, also where it was forwarded, drawn as a card, or unfolded from a link."""
    said = [message.clean_content if message.content else ""]
    said += [snapshot.content for snapshot in message.message_snapshots]
    for embed in message.embeds:
        said += [embed.title or "", embed.description or "", *(f"{one.name}: {one.value}" for one in embed.fields)]
    said += [text for component in message.components for text in _texts(component)]
    return "\n".join(one for one in said if one.strip())


def _texts(component: object) -> list[str]:
    """All that a component shows as text, what stands in it too."""
    content = getattr(component, "content", None)
    inner = getattr(component, "children", None) or []
    return [*([content] if isinstance(content, str) else []), *(text for one in inner for text in _texts(one))]
