"""Galleries in Components V2: made and changed by every route there is, with real discord.py, and what is refused."""

from typing import Any

import discord
import pytest

from tests.playground.discord.gallery import Gallery, add_painting, painted, picture
from tests.playground.discord.people import eventually, playground
from tests.playground.discord.raw_bot import Bot, raw_bot
from tests.playground.discord.rest_place import place
from tests.playground.discord.specimen import specimen

V2 = 1 << 15
PNG = picture(40, 30, (9, 9, 9))


def gallery(*names: str, **more: Any) -> list[dict[str, Any]]:
    items = [{"media": {"url": f"attachment://{name}"}} | more for name in names]
    return [{"type": 17, "components": [{"type": 10, "content": "words"}, {"type": 12, "items": items}]}]


def media(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [item["media"] for item in message["components"][0]["components"][1]["items"]]


async def test_a_gallery_is_sent_and_changed_with_new_files() -> None:
    """POST with four pictures, then PATCH with two others: old files go, the new ones stand in the components."""
    async with place() as here:
        files = painted(4)
        sent = await here.talk().send(view=Gallery(files, words="four"), files=files)
        others = painted(2, name="other")
        edited = await sent.edit(view=Gallery(others, words="two"), attachments=others)
        stored = here.stored(sent.id)

        assert [a.filename for a in sent.attachments] == [f"painting-{n}.png" for n in range(1, 5)]
        assert [a.filename for a in edited.attachments] == ["other-1.png", "other-2.png"]
        assert edited.flags.components_v2
        assert len(stored.attachments) == 2
        assert here.violated() == []


async def test_an_edit_may_keep_a_picture_and_add_one() -> None:
    """The kept one is listed by id, the new one comes along; both are shown."""
    async with place() as here:
        files = painted(1)
        sent = await here.talk().send(view=Gallery(files, words="one"), files=files)
        more = painted(1, name="more")
        view = Gallery([*files, *more], words="both")
        edited = await sent.edit(view=view, attachments=[sent.attachments[0], *more])

        assert [a.filename for a in edited.attachments] == ["painting-1.png", "more-1.png"]
        assert here.violated() == []


async def _by_callback(bot: Bot, itx: dict[str, Any], body: dict[str, Any], files: dict[str, bytes]) -> Any:
    answer = await bot.call(
        "POST",
        f"/interactions/{itx['id']}/{itx['token']}/callback?with_response=1",
        {"type": 4, "data": body},
        files=files,
    )
    return answer["resource"]["message"]


async def _by_original(bot: Bot, itx: dict[str, Any], body: dict[str, Any], files: dict[str, bytes]) -> Any:
    await bot.answer(itx, 5)
    return await bot.hook(itx, "PATCH", "/messages/@original", body, files=files)


async def _by_followup(bot: Bot, itx: dict[str, Any], body: dict[str, Any], files: dict[str, bytes]) -> Any:
    await bot.answer(itx, 4, {"content": "first"})
    return await bot.hook(itx, "POST", "?wait=1", body, files=files)


async def _by_deferred_followup(bot: Bot, itx: dict[str, Any], body: dict[str, Any], files: dict[str, bytes]) -> Any:
    await bot.answer(itx, 5)
    return await bot.hook(itx, "POST", "?wait=1", body, files=files)


@pytest.mark.parametrize("way", [_by_callback, _by_original, _by_followup, _by_deferred_followup])
async def test_an_interaction_is_answered_with_pictures(way: Any) -> None:
    """Multipart by callback, edit of the original, followup and the followup that resolves a deferral."""
    body = {
        "flags": V2,
        "components": gallery("a.png", "b.png", spoiler=True, description="d"),
        "attachments": [{"id": 0, "filename": "a.png"}, {"id": 1, "filename": "b.png"}],
    }
    async with raw_bot() as bot:
        message = await way(bot, await bot.asked(), body, {"a.png": PNG, "b.png": PNG})

        assert message["flags"] & V2
        assert message["flags"] & 1 << 7 == 0
        assert [(one["width"], one["height"], one["content_type"]) for one in media(message)] == [
            (40, 30, "image/png")
        ] * 2
        assert [one["attachment_id"] for one in media(message)] == [a["id"] for a in message["attachments"]]
        items = message["components"][0]["components"][1]["items"]
        assert [(item["spoiler"], item["description"]) for item in items] == [(True, "d")] * 2
        assert bot.here.broken_rules == []


@pytest.mark.parametrize(
    ("body", "files", "place_of"),
    [
        ({"components": gallery("other.png")}, ["a.png"], "components"),
        ({"components": gallery("a b.png")}, ["a b.png"], "components"),
        ({"components": gallery("a.png")}, ["a.png", "unshown.png"], "attachments"),
        ({"components": gallery(*["a.png"] * 11)}, ["a.png"], "components"),
        ({"components": gallery()}, [], "components"),
        ({"components": gallery("a.png"), "content": "words"}, ["a.png"], "content"),
        ({"components": gallery("a.png"), "embeds": [{"title": "t"}]}, ["a.png"], "embeds"),
        ({"components": [{"type": 10, "content": "x" * 3000}, {"type": 10, "content": "x" * 1001}]}, [], "components"),
        ({"components": [{"type": 14}] * 41}, [], "components"),
    ],
)
async def test_what_a_gallery_may_not_be(body: dict[str, Any], files: list[str], place_of: str) -> None:
    """Files that are not there or not shown, too many items, legacy fields, too much text, too many parts: 50035."""
    async with raw_bot() as bot:
        path = f"/channels/{bot.here.channel('general').id}/messages"
        refused = await bot.here.person("ada").call("POST", path, body | {"flags": V2}, files=dict.fromkeys(files, PNG))

        assert (refused["status"], refused["code"]) == (400, 50035)
        assert place_of in refused["errors"]


async def test_two_files_of_one_name_in_a_gallery_are_a_violation() -> None:
    """It is taken, but nobody knows which of the two is shown."""
    async with place() as here:
        files = [*painted(1), *painted(1)]
        await here.talk().send(view=Gallery(files, words="w"), files=files)

        assert here.violated() == ["ambiguous-attachment"]


async def test_a_painting_bot_is_within_discords_rules() -> None:
    """/paint with two files, Again, a choice and the form with ten files: discord.py gets and gives all of it."""
    async with playground() as here, specimen(here.base, here.token) as bot:
        add_painting(bot)
        await bot.tree.sync()
        ada = here.person("ada")
        async with ada.online() as mine:
            given = [(4, "count", 3), (11, "first", "0"), (11, "second", "1")]
            await ada.uses("paint", *given, files={"a.png": PNG, "b.txt": b"b"})
            message = await mine.until("MESSAGE_UPDATE", lambda m: len(m["attachments"]) == 3)
            await ada.clicks(message, "which", values=["Picture 2"])
            await mine.until("MESSAGE_CREATE", lambda m: m["content"] == "chosen Picture 2")
            await ada.clicks(message, "again")
            await mine.until("MESSAGE_UPDATE", lambda m: len(m["attachments"]) == 2)
            await ada.clicks(message, "rework")
            await mine.until("INTERACTION_MODAL_CREATE")
            fields = [{"custom_id": "words", "value": "redder"}, {"custom_id": "keep", "value": False}]
            fields.append({"custom_id": "files", "values": [str(n) for n in range(10)]})
            files = {f"{n}.png": PNG for n in range(10)}
            await ada.asks(
                5, {"custom_id": form_id(mine.of("INTERACTION_MODAL_CREATE")), "components": fields}, files=files
            )
            await mine.until("MESSAGE_CREATE", lambda m: m["content"] == "reworked: redder, 10 files")
        count, model, ratio, attachments = bot.of("paint")[0]

        assert (count, model, ratio) == (3, "wide", "")
        assert [(a.filename, a.width, a.ephemeral) for a in attachments] == [
            ("a.png", 40, True),
            ("b.txt", None, True),
        ]
        assert "/cdn/ephemeral-attachments/" in attachments[0].url
        assert bot.of("wishes") == [("redder", [], [(f"{n}.png", 40) for n in range(10)], False)]
        assert (here.broken_rules, bot.of("error")) == ([], [])


def form_id(opened: list[dict[str, Any]]) -> str:
    return str(opened[-1]["custom_id"])


async def test_choices_depend_on_what_else_is_filled_in() -> None:
    """The bot sees the other options' values while one is typed, and offers accordingly."""
    async with playground() as here, specimen(here.base, here.token) as bot:
        add_painting(bot)
        await bot.tree.sync()
        ada = here.person("ada")
        ratio: dict[str, Any] = {"type": 3, "name": "ratio", "value": "", "focused": True}
        options = [{"type": 4, "name": "count", "value": 2}, {"type": 3, "name": "model", "value": "square"}, ratio]
        async with ada.online() as mine:
            await ada.asks(4, {"type": 1, "name": "paint", "options": options})
            answer = await mine.until("APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE")
            twice = await ada.asks(4, {"type": 1, "name": "paint", "options": [*options, options[0]]})

        assert answer["choices"] == [{"name": "1:1", "value": "1:1"}]
        assert bot.of("completing") == [[("count", 2), ("model", "square"), ("ratio", "")]]
        assert twice["code"] == 50035


async def test_the_menu_of_a_message_brings_its_files() -> None:
    """A message command gets the whole message, pictures included, and may open a form."""
    async with playground() as here, specimen(here.base, here.token) as bot:
        add_painting(bot)
        await bot.tree.sync()
        ada = here.person("ada")
        path = f"/channels/{here.channel('general').id}/messages"
        said = await here.person("grace").call("POST", path, {"content": "see"}, files={"a.png": PNG})
        async with ada.online() as mine:
            await ada.asks(2, {"type": 3, "name": "Rework this", "target_id": said["id"]})
            form = await mine.until("INTERACTION_MODAL_CREATE")
        target: discord.Message = bot.of("reworked")[0]

        assert form["title"] == "Rework it"
        assert [(a.filename, a.width, a.height) for a in target.attachments] == [("a.png", 40, 30)]
        assert await target.attachments[0].read() == PNG


async def test_an_age_restricted_command_is_offered_where_the_channel_is() -> None:
    """#gallery-18 and its threads list it and take it, other channels do neither."""
    async with playground() as here, specimen(here.base, here.token) as bot:
        add_painting(bot)
        await bot.tree.sync()
        ada = here.person("ada")
        restricted, plain = here.channel("gallery-18"), here.channel("pictures")
        started = await ada.call("POST", f"/channels/{restricted.id}/threads", {"name": "t", "type": 11})

        async def offered(channel_id: Any) -> bool:
            index = await ada.call("GET", f"/channels/{channel_id}/application-command-index")
            return "bare" in [command["name"] for command in index["application_commands"]]

        assert [await offered(c) for c in (restricted.id, started["id"], plain.id)] == [True, True, False]
        assert (await ada.uses("bare", channel=plain))["code"] == 10063
        assert await ada.uses("bare", channel=restricted) is None
        assert await eventually(lambda: restricted.messages)
        channel = bot.get_channel(restricted.id)
        assert isinstance(channel, discord.TextChannel)
        assert channel.is_nsfw()
