"""What a bot that paints uses of Discord, on the real discord.py: galleries with buttons, files in and out, a form."""

import io
import struct
import zlib
from typing import Any, Final

import discord
from discord import app_commands, ui
from discord.app_commands import Choice

from tests.playground.discord.specimen import Itx, Specimen

RATIOS: Final = {"wide": ("16:9", "21:9"), "square": ("1:1",)}
SIZES: Final = ((640, 360), (360, 640), (500, 500))


def picture(width: int, height: int, color: tuple[int, int, int]) -> bytes:
    """A PNG of one colour fading to black."""
    rows = b"".join(b"\0" + bytes(c * (width - x) // width for x in range(width) for c in color) for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def painted(count: int, *, name: str = "painting") -> list[discord.File]:
    """So many pictures of different shapes and colours, called `painting-1.png` and so on."""
    made = []
    for number in range(1, count + 1):
        width, height = SIZES[number % len(SIZES)]
        color = (60 + 19 * number, 235 - 20 * number, 90 + 47 * number % 160)
        made.append(discord.File(io.BytesIO(picture(width, height, color)), f"{name}-{number}.png"))
    return made


class Again(ui.Button[Any]):
    async def callback(self, itx: discord.Interaction[Any]) -> None:
        files = painted(2, name="again")
        await itx.response.edit_message(view=Gallery(files, words="Painted again"), attachments=files)


class Rework(ui.Button[Any]):
    async def callback(self, itx: discord.Interaction[Any]) -> None:
        await itx.response.send_modal(Wishes())


class Which(ui.Select[Any]):
    async def callback(self, itx: discord.Interaction[Any]) -> None:
        await itx.response.send_message(f"chosen {self.values[0]}", ephemeral=True)


class Gallery(ui.LayoutView):
    """Words, up to ten pictures, two rows of buttons and a select."""

    def __init__(self, files: list[discord.File], *, words: str, spoiler: bool = False) -> None:
        super().__init__(timeout=None)
        items = [
            discord.MediaGalleryItem(f"attachment://{file.filename}", description=f"number {n}", spoiler=spoiler)
            for n, file in enumerate(files, 1)
        ]
        again, rework = Again(label="Again", custom_id="again"), Rework(label="Rework", custom_id="rework")
        rest: list[ui.Button[Any]] = [ui.Button(label=f"U{n}", custom_id=f"u{n}", disabled=True) for n in range(1, 4)]
        which = Which(
            custom_id="which", options=[discord.SelectOption(label=f"Picture {n}") for n in range(1, len(files) + 1)]
        )
        box: ui.Container[Any] = ui.Container(ui.TextDisplay(words), ui.MediaGallery(*items), ui.Separator())
        box.add_item(ui.ActionRow(again, rework, *rest)).add_item(ui.ActionRow(which))
        self.add_item(box)


class Wishes(ui.Modal, title="Rework it"):
    """A form as Discord builds them now: every part in a label of its own."""

    words = ui.Label[Any](
        text="What to change",
        component=ui.TextInput(custom_id="words", style=discord.TextStyle.paragraph, max_length=2000),
    )
    ratio = ui.Label[Any](
        text="Ratio",
        component=ui.Select(
            custom_id="ratio", required=False, options=[discord.SelectOption(label=r) for r in ("1:1", "16:9")]
        ),
    )
    files = ui.Label[Any](
        text="References",
        description="Up to ten pictures",
        component=ui.FileUpload(custom_id="files", required=False, min_values=0, max_values=10),
    )
    keep = ui.Label[Any](text="Keep the original", component=ui.Checkbox(custom_id="keep", default=True))

    async def on_submit(self, itx: discord.Interaction[Any]) -> None:
        parts = (self.words, self.ratio, self.files, self.keep)
        words, ratio, files, keep = (part.component for part in parts)
        assert isinstance(files, ui.FileUpload)
        names = [(file.filename, file.width) for file in files.values]
        said = (words.value, ratio.values, names, keep.value)  # type: ignore[attr-defined]
        itx.client.note("wishes", said)
        await itx.response.send_message(f"reworked: {words.value}, {len(names)} files")  # type: ignore[attr-defined]


def add_painting(bot: Specimen) -> None:
    """/paint, and "Rework this" in the menu of a message."""
    tree = bot.tree
    _add_paint(bot)

    @tree.context_menu(name="Rework this")
    async def rework(itx: Itx, message: discord.Message) -> None:
        bot.note("reworked", message)
        await itx.response.send_modal(Wishes())

    @tree.command(description="Only where it may be", nsfw=True)
    async def bare(itx: Itx) -> None:
        await itx.response.send_message("bare")


def _add_paint(bot: Specimen) -> None:
    @bot.tree.command(description="Paints pictures")
    async def paint(  # noqa: PLR0917 - discord.py reads options from parameters
        itx: Itx,
        count: app_commands.Range[int, 1, 10],
        model: str = "wide",
        ratio: str = "",
        first: discord.Attachment | None = None,
        second: discord.Attachment | None = None,
        spoiler: bool = False,
        private: bool = False,
    ) -> None:
        bot.note("paint", (count, model, ratio, [file for file in (first, second) if file]))
        await itx.response.defer(ephemeral=private, thinking=True)
        files = painted(count)
        view = Gallery(files, words=f"Painted {count} for {model} {ratio}", spoiler=spoiler)
        await itx.edit_original_response(view=view, attachments=files)

    @paint.autocomplete("model")
    async def models(_itx: Itx, typed: str) -> list[Choice[str]]:
        return [Choice(name=f"{name.title()} pictures", value=name) for name in RATIOS if typed.lower() in name]

    @paint.autocomplete("ratio")
    async def ratios(itx: Itx, typed: str) -> list[Choice[str]]:
        bot.note("completing", sorted(itx.namespace))
        known = RATIOS.get(itx.namespace.model or "wide", ())
        return [Choice(name=ratio, value=ratio) for ratio in known if typed in ratio]
