"""Pictures at the local CDN: known by their bytes, gone with their message, under addresses that grow old."""

import io
import struct

import discord
import pytest

from tests.playground.discord.gallery import Gallery, painted, picture
from tests.playground.discord.rest_place import Place, place

PNG = picture(30, 20, (9, 9, 9))
JPEG = b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xc0\x00\x11\x08" + struct.pack(">HH", 20, 10) + bytes(8)
RIFF = b"RIFF\x40\x00\x00\x00WEBP"
LOSSY = RIFF + b"VP8 " + bytes(10) + struct.pack("<HH", 70, 50)
LOSSLESS = RIFF + b"VP8L" + bytes(5) + struct.pack("<I", (69) | (49 << 14))
EXTENDED = RIFF + b"VP8X" + bytes(8) + (69).to_bytes(3, "little") + (49).to_bytes(3, "little")
AVIF = b"\x00\x00\x00\x1cftypavif" + bytes(40) + b"ispe" + bytes(4) + struct.pack(">II", 70, 50)


def upload(content: bytes, name: str) -> discord.File:
    return discord.File(io.BytesIO(content), name)


async def status(here: Place, url: str) -> tuple[int, str]:
    async with here.http.get(url) as got:
        return got.status, got.content_type


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (JPEG, "claims.png", ("image/jpeg", 10, 20)),
        (PNG, "claims.txt", ("image/png", 30, 20)),
        (LOSSY, "lossy.webp", ("image/webp", 70, 50)),
        (LOSSLESS, "lossless.webp", ("image/webp", 70, 50)),
        (EXTENDED, "extended.webp", ("image/webp", 70, 50)),
        (AVIF, "new.avif", ("image/avif", 70, 50)),
        (b"no picture", "claims.png", ("image/png", None, None)),
        (PNG[:18], "cut.png", ("image/png", None, None)),
        (RIFF, "cut.webp", ("image/webp", None, None)),
        (b"", "nothing.gif", ("image/gif", None, None)),
        (b"<svg/>", "drawing.svg", ("image/svg+xml", None, None)),
    ],
)
async def test_only_the_bytes_make_a_picture(content: bytes, name: str, told: tuple[str, int, int]) -> None:
    """Type and size are those of the bytes whatever the name claims; what is no picture has no size."""
    async with place() as here:
        sent = await here.talk().send(file=upload(content, name))
        shown = sent.attachments[0]

        assert (shown.content_type, shown.width, shown.height) == told
        assert await status(here, shown.url) == (200, told[0])


async def test_a_deleted_message_takes_its_files_along() -> None:
    """What a message carried is 404 once it is deleted, alone, in bulk or with its channel."""
    async with place() as here:
        alone = await here.talk().send(file=upload(PNG, "a.png"))
        pair = [await here.talk().send(file=upload(PNG, "b.png")) for _ in range(2)]
        inside = await here.talk(here.channel("pictures")).send(file=upload(PNG, "c.png"))
        before = await status(here, alone.attachments[0].url)
        await alone.delete()
        bulk = f"/channels/{here.channel().id}/messages/bulk-delete"
        await here.ask("Ada", "POST", bulk, {"messages": [str(message.id) for message in pair]})
        await here.ask("Ada", "DELETE", f"/channels/{here.channel('pictures').id}")

        assert before == (200, "image/png")
        for message in (alone, *pair, inside):
            assert (await status(here, message.attachments[0].url))[0] == 404


async def test_a_file_that_an_edit_drops_is_gone() -> None:
    """The file that stays is served on, the one left out is 404."""
    async with place() as here:
        sent = await here.talk().send(files=[upload(PNG, "stays.png"), upload(PNG, "goes.png")])
        stays, goes = sent.attachments
        await sent.edit(attachments=[stays])

        assert (await status(here, stays.url))[0] == 200
        assert (await status(here, goes.url))[0] == 404


async def test_reading_a_message_anew_gives_fresh_addresses() -> None:
    """After a day the old address of a gallery is 404, and the one in the message as read now works."""
    async with place() as here:
        files = painted(1)
        sent = await here.talk().send(view=Gallery(files, words="w"), files=files)
        old = sent.attachments[0].url
        here.clock.advance(86_401)
        read = await here.talk().fetch_message(sent.id)
        box = read.components[0]
        assert isinstance(box, discord.Container)
        gallery = box.children[1]
        assert isinstance(gallery, discord.MediaGalleryComponent)

        assert (await status(here, old))[0] == 404
        assert (await status(here, read.attachments[0].url))[0] == 200
        assert (await status(here, gallery.items[0].media.url))[0] == 200


async def test_a_reply_brings_the_files_of_its_message() -> None:
    """MESSAGE_CREATE of a reply holds the message it answers, files and all; so does its answer."""
    async with place() as here:
        sent = await here.talk().send(file=upload(PNG, "a.png"))
        path = f"/channels/{here.channel().id}/messages"
        answer = await here.ask(
            "Ada", "POST", path, {"content": "?", "message_reference": {"message_id": str(sent.id)}}
        )
        event = next(e.payload for e in reversed(here.events) if e.name == "MESSAGE_CREATE")

        for told in (answer.body, event):
            assert told["type"] == 19
            assert told["message_reference"]["message_id"] == str(sent.id)
            quoted = told["referenced_message"]["attachments"][0]
            assert (quoted["filename"], quoted["width"]) == ("a.png", 30)


async def test_people_delete_their_own_messages_and_moderators_all() -> None:
    """Grace cannot delete Ada's message nor can the bot without MANAGE_MESSAGES; Ada, who owns the server, can any."""
    async with place() as here:
        path = f"/channels/{here.channel().id}/messages"
        hers = (await here.ask("Ada", "POST", path, {"content": "x"})).body["id"]
        own = (await here.ask("Grace", "POST", path, {"content": "y"})).body["id"]
        answers = [await here.ask(who, "DELETE", f"{path}/{hers}") for who in ("Grace", "bot", "Ada")]
        answers.append(await here.ask("Grace", "DELETE", f"{path}/{own}"))

        assert [answer.status for answer in answers] == [403, 403, 204, 204]
