"""A page as discord.py wants it: text, a Components V2 card, buttons, a file."""

from io import BytesIO
from typing import Any

import discord

from bot.core.ids import Snowflake
from bot.core.patches import Button, Card, Menu, Page, Upload

NOBODY = discord.AllowedMentions.none()
_IS_V2 = 1 << 15
_MOST_IN_A_ROW = 5


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
        fields["content"] = page.content
        fields.setdefault("view", None)
    if page.card is None or page.files:
        fields["attachments"] = [file_of(upload) for upload in page.files]
    return fields


def body_of(page: Page) -> dict[str, Any]:
    """A page without files as the body of a plain HTTP request."""
    body: dict[str, Any] = {"allowed_mentions": {"parse": []}}
    if page.card is None:
        return body | {"content": page.content}
    return body | {"flags": _IS_V2, "components": _components(page)}


def _components(page: Page) -> list[dict[str, Any]]:
    shown = card_view(page.card, page.buttons, page.menu) if page.card is not None else buttons_view(page.buttons)
    components: list[dict[str, Any]] = shown.to_components()
    return components


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
        return {"view": card_view(page.card, page.buttons, page.menu)}
    return {"view": buttons_view(page.buttons)} if page.buttons else {}


def card_view(card: Card, buttons: tuple[Button, ...], menu: Menu | None = None) -> discord.ui.LayoutView:
    """A stopped view: discord.py does not keep it, for our buttons are answered from their custom ids."""
    view = discord.ui.LayoutView(timeout=None)
    container: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(accent_colour=card.accent)
    if card.lines:
        container.add_item(discord.ui.TextDisplay("\n".join(card.lines)))
    if card.gallery:
        container.add_item(discord.ui.MediaGallery(*(_shown(name, card) for name in card.gallery)))
    for panel in card.panels:
        if panel.gallery:
            container.add_item(discord.ui.MediaGallery(*(_shown(name, card) for name in panel.gallery)))
        if panel.text:
            container.add_item(discord.ui.TextDisplay(panel.text))
    if card.below:
        container.add_item(discord.ui.TextDisplay("\n".join(card.below)))
    for row in rows_of(buttons):
        container.add_item(discord.ui.ActionRow(*map(button_of, row)))
    if menu is not None:
        container.add_item(discord.ui.ActionRow(menu_of(menu)))
    view.add_item(container)
    view.stop()
    return view


def _shown(name: str, card: Card) -> discord.MediaGalleryItem:
    return discord.MediaGalleryItem(f"attachment://{name}", spoiler=card.is_spoiler)


def rows_of(buttons: tuple[Button, ...]) -> list[list[Button]]:
    """A new row where a button asks for it, and where Discord's five are full."""
    rows: list[list[Button]] = []
    for button in buttons:
        if not rows or button.starts_row or len(rows[-1]) == _MOST_IN_A_ROW:
            rows.append([])
        rows[-1].append(button)
    return rows


def buttons_view(buttons: tuple[Button, ...]) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for number, row in enumerate(rows_of(buttons)):
        for button in row:
            view.add_item(button_of(button, row=number))
    view.stop()
    return view


def menu_of(menu: Menu) -> discord.ui.Select[Any]:
    options = [discord.SelectOption(label=label, value=str(place)) for place, label in enumerate(menu.labels)]
    return discord.ui.Select(custom_id=menu.action, placeholder=menu.placeholder, options=options)


def button_of(button: Button, *, row: int | None = None) -> discord.ui.Button[Any]:
    style = discord.ButtonStyle.danger if button.danger else discord.ButtonStyle.secondary
    return discord.ui.Button(label=button.label, custom_id=button.action, style=style, row=row)
