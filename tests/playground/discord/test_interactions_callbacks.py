"""The bot's answers to interactions, spoken in raw HTTP: which are taken, when, how often, and what comes of them."""

from typing import Any

import pytest

from tests.playground.discord.raw_bot import BUTTON, raw_bot

LABEL: dict[str, Any] = {"type": 18, "label": "Name", "component": {"type": 4, "custom_id": "name", "style": 1}}
MODAL: dict[str, Any] = {"custom_id": "m", "title": "M", "components": [LABEL]}


async def test_a_message_answers_with_the_message() -> None:
    """Type 4 with with_response: 200, the interaction and the message as resource; without it 204."""
    async with raw_bot() as bot:
        itx = await bot.asked()
        answer = await bot.answer(itx, 4, {"content": "hi", "components": [BUTTON]})
        second = await bot.asked()
        path = f"/interactions/{second['id']}/{second['token']}/callback"
        bare = await bot.call("POST", path, {"type": 4, "data": {"content": "ho"}})

        assert answer["resource"]["type"] == 4
        assert answer["resource"]["message"]["content"] == "hi"
        assert answer["resource"]["message"]["type"] == 20
        assert answer["interaction"]["response_message_id"] == answer["resource"]["message"]["id"]
        assert answer["interaction"]["response_message_loading"] is False
        assert bare == {"status": 204}
        assert bot.here.broken_rules == []


async def test_a_second_answer_is_one_too_many() -> None:
    """40060 for a second callback of any type, which is a violation."""
    async with raw_bot() as bot:
        itx = await bot.asked()
        await bot.answer(itx, 5)
        again = await bot.answer(itx, 4, {"content": "hi"})

        assert (again["status"], again["code"]) == (400, 40060)
        assert bot.here.broken_rules == ["already-acknowledged"]


async def test_after_three_seconds_it_is_unknown() -> None:
    """10062 when the first answer comes late, and for a token or id that never was."""
    async with raw_bot() as bot:
        itx = await bot.asked()
        wrong = await bot.answer(itx | {"token": "nonsense"}, 4, {"content": "hi"})
        bot.here.world.clock.advance(3.1)
        late = await bot.answer(itx, 4, {"content": "hi"})

        assert [(answer["status"], answer["code"]) for answer in (wrong, late)] == [(404, 10062)] * 2
        assert bot.here.broken_rules == ["unknown-interaction"] * 2


async def test_a_refused_answer_does_not_count() -> None:
    """After a 50035 under `data` the right answer still goes through."""
    async with raw_bot() as bot:
        itx = await bot.asked()
        refused = await bot.answer(itx, 4, {"content": "x" * 2001})
        empty = await bot.answer(itx, 4, {})
        good = await bot.answer(itx, 4, {"content": "x"})

        assert refused["errors"]["data"]["content"]["_errors"]
        assert (empty["code"], good["status"]) == (50006, 200)


KINDS = [
    ("go", 6),
    ("go", 7),
    ("go", 8),
    ("go", 1),
    ("go", 3),
    ("go", True),
    ("go", None),
]


@pytest.mark.parametrize(("name", "kind"), KINDS)
async def test_an_answer_of_the_wrong_kind_is_refused(name: str, kind: Any) -> None:
    """A command is answered by 4, 5 or 9 only."""
    async with raw_bot() as bot:
        answer = await bot.answer(await bot.asked(name), kind)

        assert answer["errors"]["type"]["_errors"][0]["code"] == "BASE_TYPE_CHOICES"


async def test_what_is_not_served_says_so() -> None:
    """Launching an activity and a field nobody knows are 501 and a violation."""
    async with raw_bot() as bot:
        launch = await bot.answer(await bot.asked(), 12)
        field = await bot.answer(await bot.asked(), 4, {"content": "x", "poll": {"question": {}}})

        assert (launch["status"], field["status"]) == (501, 501)
        assert bot.here.broken_rules == ["unknown-field"] * 2


async def test_a_file_goes_along_with_an_answer() -> None:
    """Multipart callbacks: the attachment is named in `data.attachments` and readable at the CDN."""
    async with raw_bot() as bot:
        data = {"content": "file", "attachments": [{"id": 0, "filename": "a.txt", "description": "letter a"}]}
        answer = await bot.answer(await bot.asked(), 4, data, files={"a.txt": b"aaa"})
        file = answer["resource"]["message"]["attachments"][0]
        async with bot.here.http.get(file["url"]) as download:
            assert await download.read() == b"aaa"

        assert (file["filename"], file["size"], file["description"]) == ("a.txt", 3, "letter a")


async def test_a_form_is_checked_before_it_opens() -> None:
    """A modal with a mistake is refused under `data` and may be sent again; a form cannot answer a form."""
    async with raw_bot() as bot, bot.here.person("ada").online() as mine:
        itx = await bot.asked()
        wrong = await bot.answer(itx, 9, MODAL | {"title": "T" * 46})
        right = await bot.answer(itx, 9, MODAL)
        await mine.until("INTERACTION_MODAL_CREATE")
        fields = [{"custom_id": "name", "value": "x"}]
        await bot.here.person("ada").asks(5, {"custom_id": "m", "components": fields})
        submitted = await bot.next()
        nested = await bot.answer(submitted, 9, MODAL)

        assert wrong["errors"]["data"]["title"]["_errors"]
        assert (right["status"], list(right)) == (200, ["interaction", "status"])
        assert nested["errors"]["type"]["_errors"]
        assert submitted["data"]["components"] == [
            {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": "name", "value": "x"}}
        ]


CHOICES = [
    ([{"name": "one", "value": 1}] * 25, None),
    ([{"name": "one", "value": 1}] * 26, "choices"),
    ([{"name": "one", "value": "1"}], "choices"),
    ([{"name": "", "value": 1}], "choices"),
    ([{"value": 1}], "choices"),
]


@pytest.mark.parametrize(("choices", "wrong"), CHOICES)
async def test_choices_are_at_most_25_and_of_the_options_type(choices: list[Any], wrong: str | None) -> None:
    """An autocomplete is answered by type 8 with choices that fit the option in focus."""
    async with raw_bot() as bot:
        typed = {"type": 4, "name": "number", "value": "1", "focused": True}
        await bot.here.person("ada").asks(4, {"type": 1, "name": "pick", "options": [typed]})
        answer = await bot.answer(await bot.next(), 8, {"choices": choices})

        assert answer["status"] == (200 if wrong is None else 400)
        assert wrong is None or answer["errors"]["data"][wrong]


async def test_an_interaction_has_every_field_of_discords() -> None:
    """The raw payload of a command in a guild, key by key."""
    async with raw_bot() as bot:
        itx = await bot.asked()
        guild = str(bot.here.world.guild.id)

        assert itx.keys() == {
            "version",
            "id",
            "application_id",
            "type",
            "token",
            "data",
            "channel_id",
            "channel",
            "locale",
            "app_permissions",
            "attachment_size_limit",
            "entitlements",
            "entitlement_sku_ids",
            "authorizing_integration_owners",
            "context",
            "guild_id",
            "guild",
            "guild_locale",
            "member",
        }
        assert itx["authorizing_integration_owners"] == {"0": guild}
        assert itx["member"]["user"]["username"] == "ada"
        assert itx["data"].keys() == {"id", "name", "type"}
        assert itx["version"] == 1


async def test_a_button_may_update_only_what_is_still_there() -> None:
    """Type 7 on a deleted message is an unknown message; type 6 needs nothing."""
    async with raw_bot() as bot:
        shown = await bot.answer(await bot.asked(), 4, {"content": "b", "components": [BUTTON]})
        message = shown["resource"]["message"]
        ada = bot.here.person("ada")
        await ada.clicks(message, "b")
        await ada.clicks(message, "b")
        await ada.call("DELETE", f"/channels/{message['channel_id']}/messages/{message['id']}")
        update = await bot.answer(await bot.next(), 7, {"content": "late"})
        quiet = await bot.answer(await bot.next(), 6)

        assert update["code"] == 10008
        assert quiet["status"] == 200
