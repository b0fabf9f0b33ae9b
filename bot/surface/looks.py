"""A page as discord.py wants it: text, a Components V2 card, buttons, a file."""

from io import BytesIO
from typing import Any

import discord

from bot.core.ids import Snowflake
from bot.core.patches import Button, Card, Page, Upload

NOBODY = discord.AllowedMentions.none()


async def say_privately(itx: discord.Interaction, sentence: str) -> None:
    """Say it to this person alone."""
    await itx.response.send_message(sentence, ephemeral=True, allowed_mentions=NOBODY)


def fields_of_send(page: Page, *, channel: Snowflake) -> dict[str, Any]:
    """Keyword arguments of `send`; the only mention ever allowed is the page's own ping."""
    fields: dict[str, Any] = {
        "allowed_mentions": allowed(page),
        "silent": page.silent,
        **_view_of(page),
    }
    if page.card is None:
        fields["content"] = page.content
    if page.files:
        fields["files"] = [file_of(upload) for upload in page.files]
    if page.reply_to is not None:
        fields["reference"] = discord.MessageReference(
            message_id=page.reply_to, channel_id=channel, fail_if_not_exists=False
        )
    return fields


def fields_of_edit(page: Page) -> dict[str, Any]:
    """Keyword arguments of `edit`, which replaces all that the page has."""
    fields: dict[str, Any] = {"allowed_mentions": NOBODY, **_view_of(page)}
    if page.card is None:
        fields |= {"content": page.content, "attachments": [file_of(upload) for upload in page.files]}
        fields.setdefault("view", None)
    return fields


def allowed(page: Page) -> discord.AllowedMentions:
    if page.ping is None:
        return NOBODY
    return discord.AllowedMentions(
        everyone=False, roles=False, replied_user=False, users=[discord.Object(page.ping, type=discord.User)]
    )


def file_of(upload: Upload) -> discord.File:
    return discord.File(BytesIO(upload.data), filename=upload.name)


def _view_of(page: Page) -> dict[str, Any]:
    if page.card is not None:
        return {"view": card_view(page.card, page.buttons)}
    return {"view": buttons_view(page.buttons)} if page.buttons else {}


def card_view(card: Card, buttons: tuple[Button, ...]) -> discord.ui.LayoutView:
    """A stopped view: discord.py does not keep it, for our buttons are answered from their custom ids."""
    view = discord.ui.LayoutView(timeout=None)
    container: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(accent_colour=card.accent)
    container.add_item(discord.ui.TextDisplay("\n".join(card.lines)))
    if buttons:
        container.add_item(discord.ui.ActionRow(*map(button_of, buttons)))
    view.add_item(container)
    view.stop()
    return view


def buttons_view(buttons: tuple[Button, ...]) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for button in buttons:
        view.add_item(button_of(button))
    view.stop()
    return view


def button_of(button: Button) -> discord.ui.Button[Any]:
    style = discord.ButtonStyle.danger if button.danger else discord.ButtonStyle.secondary
    return discord.ui.Button(label=button.label, custom_id=button.action, style=style)
