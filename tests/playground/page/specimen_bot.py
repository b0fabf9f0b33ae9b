"""The specimen as a process of its own: `python -m tests.playground.page.specimen_bot ORIGIN TOKEN`."""

import asyncio
import io
import sys
from typing import Any

import discord
import yarl
from discord import app_commands, ui
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.playground.discord.gallery import add_painting, picture
from tests.playground.discord.specimen import Specimen, every_intent

Itx = discord.Interaction["Specimen"]


def files() -> list[discord.File]:
    colors = {"sea.png": (40, 120, 220), "wood.png": (40, 170, 90), "sand.png": (230, 180, 80)}
    pictures = [discord.File(io.BytesIO(picture(480, 300, color)), name) for name, color in colors.items()]
    return [*pictures, discord.File(io.BytesIO(b"name,size\nsea,1\n"), "table.csv")]


class Everything(ui.LayoutView):
    """A V2 message with every kind of component that a message may have."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        box: ui.Container[Any] = ui.Container(accent_colour=0xE08A2E)
        box.add_item(ui.TextDisplay("## Everything\nA **V2** message with `all` its parts."))
        box.add_item(ui.Section("Beside this stands a thumbnail.", accessory=ui.Thumbnail("attachment://sea.png")))
        box.add_item(ui.Separator(spacing=discord.SeparatorSpacing.large))
        box.add_item(
            ui.MediaGallery(*(discord.MediaGalleryItem(f"attachment://{n}.png") for n in ("sea", "wood", "sand")))
        )
        box.add_item(ui.File("attachment://table.csv"))
        box.add_item(ui.ActionRow(ui.Button(label="Out", url="https://example.org/"), _picker()))
        self.add_item(box)


def _picker() -> ui.Button[Any]:
    return ui.Button(label="Nobody hears this", custom_id="unheard", style=discord.ButtonStyle.success)


def embed() -> discord.Embed:
    made = discord.Embed(title="An embed", url="https://example.org/", description="with *words*", colour=0x2E8AE0)
    made.set_author(name="Author").set_footer(text="Foot").set_image(url="attachment://sea.png")
    return made.add_field(name="One", value="1", inline=True).add_field(name="Two", value="2", inline=True)


def add_showing(tree: app_commands.CommandTree[Specimen]) -> None:
    @tree.command(description="Shows every component a message may have")
    async def layout(itx: Itx) -> None:
        await itx.response.send_message(view=Everything(), files=files())

    @tree.command(description="Shows an embed")
    async def embedded(itx: Itx) -> None:
        await itx.response.send_message(embed=embed(), file=files()[0])

    @tree.command(description="Writes to whoever asked, in their direct messages")
    async def write(itx: Itx) -> None:
        try:
            await itx.user.send("hello from the bot")
        except discord.Forbidden as refusal:
            await itx.response.send_message(f"refused with {refusal.code}", ephemeral=True)
        else:
            await itx.response.send_message("written", ephemeral=True)

    @tree.command(description="Says which language it was asked in")
    async def language(itx: Itx) -> None:
        await itx.response.send_message(f"asked in {itx.locale}")

    @tree.command(description="Mentions whoever asked, aloud or silently")
    async def ping(itx: Itx, silent: bool = False) -> None:
        await itx.response.send_message(f"{itx.user.mention} here I am", silent=silent)


async def main(origin: str, token: str) -> None:
    Route.BASE = f"{origin}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"{origin.replace('http', 'ws', 1)}/gateway/")
    bot = Specimen(every_intent())
    add_showing(bot.tree)
    add_painting(bot)
    running = asyncio.create_task(bot.start(token))
    while not bot.is_ready() and not running.done():  # noqa: ASYNC110 - discord.py's wait_until_ready needs the login first
        await asyncio.sleep(0.02)
    print("ready", flush=True)
    await running


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
