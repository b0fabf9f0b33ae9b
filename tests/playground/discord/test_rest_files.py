"""Files with messages: uploaded, kept, shown inside embeds and components, fetched from the CDN."""

import io
import struct

import discord
import pytest

from bot.playground.discord import limits
from tests.playground.discord.rest_place import place


async def test_files_come_back_from_the_cdn_until_the_address_expires() -> None:
    """An uploaded file's bytes are served at its signed address, a forged or old one is 404."""
    async with place() as here:
        sent = await here.talk().send(file=discord.File(io.BytesIO(b"\x00abc\r\n--x"), "a b.bin", description="bytes"))
        attachment = sent.attachments[0]
        content = await attachment.read()
        async with here.http.get(attachment.url.replace("hm=", "hm=0")) as got:
            forged = got.status
        here.clock.advance(86_401)
        with pytest.raises(discord.NotFound):
            await attachment.read()

        assert content == b"\x00abc\r\n--x"
        assert attachment.description == "bytes"
        assert forged == 404


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 21, "²", "-1", "0"])
async def test_a_file_s_number_may_be_nonsense(number: str) -> None:
    """What is no id, however long, is a file that was never there."""
    async with place() as here:
        async with here.http.get(f"{here.world.base_url}/cdn/attachments/1/{number}/a.txt") as got:
            status = got.status

        assert status == 404


async def test_an_edit_keeps_named_files_and_adds_new_ones() -> None:
    """On edit the attachments that are named by id stay, others go, new ones join."""
    async with place() as here:
        files = [discord.File(io.BytesIO(name.encode()), f"{name}.txt") for name in ("a", "b")]
        sent = await here.talk().send("files", files=files)
        edited = await sent.edit(attachments=[sent.attachments[1], discord.File(io.BytesIO(b"c"), "c.txt")])
        untouched = await edited.edit(content="text only")

        assert [a.filename for a in edited.attachments] == ["b.txt", "c.txt"]
        assert [a.filename for a in untouched.attachments] == ["b.txt", "c.txt"]


async def test_too_big_and_too_many_files_are_refused() -> None:
    """A file over the guild's limit answers 413 with 40005; the guild's tier raises the limit."""
    async with place() as here:
        big = b"x" * (limits.FILE_BYTES[0] + 1)
        with pytest.raises(discord.HTTPException) as refused:
            await here.talk().send(file=discord.File(io.BytesIO(big), "big.bin"))
        here.world.guild.premium_tier = 2
        await here.talk().send(file=discord.File(io.BytesIO(big), "big.bin"))

        assert (refused.value.status, refused.value.code) == (413, 40005)
        assert here.violated() == ["entity-too-large"]


async def test_a_file_inside_an_embed_is_shown_there_only() -> None:
    """attachment:// in an embed becomes the CDN address, and the file is not listed beside it."""
    async with place() as here:
        embed = discord.Embed(title="picture").set_image(url="attachment://p.png")
        sent = await here.talk().send(embed=embed, file=discord.File(io.BytesIO(b"png"), "p.png"))

        assert sent.attachments == []
        assert sent.embeds[0].image.url is not None
        assert sent.embeds[0].image.url.startswith(here.origin)


async def test_components_v2_replaces_content_for_good() -> None:
    """A V2 message may have no content, not even by a later edit, and never stops being V2."""
    async with place() as here:
        view = discord.ui.LayoutView()
        view.add_item(discord.ui.Container(discord.ui.TextDisplay("hello"), discord.ui.Separator()))
        sent = await here.talk().send(view=view)
        path = f"/channels/{here.channel().id}/messages/{sent.id}"
        refused = await here.ask("bot", "PATCH", path, {"content": "x", "flags": 0})

        assert sent.flags.components_v2
        assert refused.code == 50035
        assert here.stored(sent.id).components_v2


async def test_a_v2_file_is_shown_by_a_component() -> None:
    """A file of a V2 message resolves inside its component; one that no component shows is refused."""
    async with place() as here:
        view = discord.ui.LayoutView()
        view.add_item(discord.ui.File("attachment://a.txt"))
        sent = await here.talk().send(view=view, file=discord.File(io.BytesIO(b"a"), "a.txt"))
        shown = sent.components[0]
        with pytest.raises(discord.HTTPException) as refused:
            await here.talk().send(view=view, files=[discord.File(io.BytesIO(b"a"), n) for n in ("a.txt", "b.txt")])

        assert isinstance(shown, discord.FileComponent)
        assert shown.media.url.startswith(here.origin)
        assert shown.size == 1
        assert refused.value.code == 50035


async def test_a_pictures_size_is_told() -> None:
    """Width and height of an uploaded PNG, GIF or JPEG stand in its attachment."""
    png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 640, 480)
    gif = b"GIF89a" + struct.pack("<HH", 3, 4)
    jpeg = b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xc0\x00\x11\x08" + struct.pack(">HH", 20, 10) + bytes(8)
    async with place() as here:
        files = [
            discord.File(io.BytesIO(data), f"p.{kind}") for data, kind in ((png, "png"), (gif, "gif"), (jpeg, "jpg"))
        ]
        sent = await here.talk().send(files=files)

        assert [(a.width, a.height) for a in sent.attachments] == [(640, 480), (3, 4), (10, 20)]
        assert [a.content_type for a in sent.attachments] == ["image/png", "image/gif", "image/jpeg"]
