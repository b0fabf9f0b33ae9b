"""Buttons, selects and forms, pressed and filled in by people, heard by the real discord.py."""

from typing import Any

import pytest

from tests.playground.discord.people import Client, Here, Person, eventually, playground
from tests.playground.discord.specimen import specimen


async def _shown(person: Person, client: Client, command: str = "buttons", *options: tuple[int, str, Any]) -> Any:
    await person.uses(command, *options)
    return await client.until("MESSAGE_CREATE")


async def _answer(client: Client, text: str) -> Any:
    return await client.until("MESSAGE_CREATE", lambda message: message["content"] == text)


async def test_a_button_changes_its_message() -> None:
    """A press reaches the persistent view; callback type 7 edits the message for everyone."""
    async with playground() as here, specimen(here.base, here.token) as bot, here.person("grace").online() as hers:
        message = await _shown(here.person("ada"), hers)
        await here.person("grace").clicks(message, "press", component_type=2)
        update = await hers.until("MESSAGE_UPDATE")

        assert (update["id"], update["content"]) == (message["id"], "pressed")
        assert bot.of("itx")[-1].message.id == int(message["id"])
        assert here.broken_rules == []


async def test_a_press_may_be_taken_quietly_first() -> None:
    """After callback type 6, @original is the message with the button."""
    async with playground() as here, specimen(here.base, here.token), here.person("ada").online() as mine:
        message = await _shown(here.person("ada"), mine)
        await here.person("ada").clicks(message, "wait")
        update = await mine.until("MESSAGE_UPDATE")

        assert (update["id"], update["content"]) == (message["id"], "waited")
        assert len(mine.of("INTERACTION_SUCCESS")) == 2
        assert here.broken_rules == []


async def test_selects_bring_values_and_what_they_refer_to() -> None:
    """String, user and channel selects arrive with values resolved as discord.py objects."""
    async with playground() as here, specimen(here.base, here.token), here.person("ada").online() as mine:
        ada = here.person("ada")
        message = await _shown(ada, mine)
        await ada.clicks(message, "fruit", values=["banana", "apple"])
        await _answer(mine, "picked ['banana', 'apple']")
        await ada.clicks(message, "who", values=[str(here.person("linus").id)])
        await _answer(mine, "who ['linus']")
        await ada.clicks(message, "where", values=[str(here.channel("workshop").id)])
        answer = await _answer(mine, "where ['workshop']")

        assert answer["message_reference"]["message_id"] == message["id"]
        assert answer["interaction_metadata"]["interacted_message_id"] == message["id"]
        assert here.broken_rules == []


WRONG: list[dict[str, Any]] = [
    {"custom_id": "never"},
    {"custom_id": "gone"},
    {"custom_id": "press", "component_type": 3},
    {"custom_id": "fruit", "values": []},
    {"custom_id": "fruit", "values": ["apple", "apple"]},
    {"custom_id": "fruit", "values": ["apple", "banana", "cherry"]},
    {"custom_id": "fruit", "values": ["plum"]},
    {"custom_id": "who", "values": ["1"]},
    {"custom_id": "where", "values": ["WORKSHOP", "GENERAL"]},
    {"custom_id": "fruit", "values": "apple"},
]


@pytest.mark.parametrize("data", WRONG, ids=[f"{data['custom_id']}-{n}" for n, data in enumerate(WRONG)])
async def test_what_cannot_be_pressed_is_refused(data: dict[str, Any]) -> None:
    """Disabled, missing, of another type, with values that cannot be picked: 50035, and the bot hears nothing."""
    async with playground() as here, specimen(here.base, here.token) as bot, here.person("ada").online() as mine:
        message = await _shown(here.person("ada"), mine)
        answer = await here.person("ada").clicks(message, **data)

        assert answer["code"] == 50035
        assert len(bot.of("itx")) == 1


async def test_only_its_person_presses_an_ephemeral_button() -> None:
    """For everyone else the message does not exist; nor does a deleted one, nor one of a person have buttons."""
    async with playground() as here, specimen(here.base, here.token), here.person("ada").online() as mine:
        ada, grace = here.person("ada"), here.person("grace")
        public = await _shown(ada, mine)
        await ada.clicks(public, "fruit", values=["apple"])
        hidden = await _answer(mine, "picked ['apple']")
        foreign = await grace.clicks(hidden, "fruit", values=["apple"])
        await ada.call("DELETE", f"/channels/{public['channel_id']}/messages/{public['id']}")
        gone = await ada.clicks(public, "press")
        own = await ada.says(here.channel("general"), "mine")
        bare = await ada.clicks(own, "press")

        assert (foreign["code"], gone["code"], bare["code"]) == (10008, 10008, 50035)


async def test_buttons_in_a_card_are_found_wherever_they_are() -> None:
    """A Components V2 message keeps its nested shape, numbered, and its buttons can be pressed."""
    async with playground() as here, specimen(here.base, here.token) as bot, here.person("ada").online() as mine:
        card = await _shown(here.person("ada"), mine, "card")
        answers = [await here.person("ada").clicks(card, name) for name in ("more", "stop")]
        await eventually(lambda: len(bot.of("itx")) == 3)

        box = card["components"][0]
        assert [part["type"] for part in box["components"]] == [10, 14, 9, 1]
        assert [part["id"] for part in box["components"]] == [2, 3, 4, 7]
        assert box["accent_color"] == 0x3366FF
        assert answers == [None, None]
        assert [itx.data["component_type"] for itx in bot.of("itx")[1:]] == [2, 2]


async def _form(here: Here, client: Client, *, other: bool = False) -> Any:
    await here.person("ada").uses("form", *([(5, "other", True)] if other else []))
    return await client.until("INTERACTION_MODAL_CREATE")


async def test_a_form_opens_is_filled_in_and_understood() -> None:
    """Text, an empty optional text, a select and uploaded files arrive in discord.py's modal."""
    async with playground() as here, specimen(here.base, here.token) as bot, here.person("ada").online() as mine:
        form = await _form(here, mine)
        fields = [
            {"type": 18, "component": {"type": 4, "custom_id": "name", "value": "Ada"}},
            {"type": 18, "component": {"type": 3, "custom_id": "fruit", "values": ["cherry"]}},
            {"type": 18, "component": {"type": 19, "custom_id": "files", "values": ["0", "1"]}},
        ]
        data = {"id": form["id"], "custom_id": form["custom_id"], "components": fields}
        await here.person("ada").asks(5, data, files={"a.txt": b"a", "b.txt": b"bb"})
        filled = (await eventually(lambda: bot.of("form")))[0]
        answer = await _answer(mine, "thank you")

        assert (form["title"], form["custom_id"], len(form["components"])) == ("Everything", "everything", 5)
        assert filled.name.component.value == "Ada"
        assert filled.note.component.value == ""
        assert filled.fruit.component.values == ["cherry"]
        assert [await file.read() for file in filled.files.component.values] == [b"a", b"bb"]
        assert answer["interaction_metadata"]["triggering_interaction_metadata"]["name"] == "form"
        assert here.broken_rules == []


async def test_the_newer_parts_of_a_form_are_understood_too() -> None:
    """A radio group, a group of boxes, a single box and an optional user select arrive."""
    async with playground() as here, specimen(here.base, here.token) as bot, here.person("ada").online() as mine:
        form = await _form(here, mine, other=True)
        fields = [
            {"custom_id": "size", "value": "l"},
            {"custom_id": "extras", "values": ["nuts", "salt"]},
            {"custom_id": "agree", "value": True},
            {"custom_id": "who", "values": []},
        ]
        await here.person("ada").asks(5, {"custom_id": form["custom_id"], "components": fields})
        filled = (await eventually(lambda: bot.of("rest")))[0]

        assert filled.size.component.value == "l"
        assert filled.extras.component.values == ["nuts", "salt"]
        assert filled.agree.component.value is True
        assert filled.who.component.values == []
        assert here.broken_rules == []


async def test_a_form_from_a_button_knows_the_buttons_message() -> None:
    """The submission carries the message, and its answer refers to it."""
    async with playground() as here, specimen(here.base, here.token) as bot, here.person("ada").online() as mine:
        message = await _shown(here.person("ada"), mine)
        await here.person("ada").clicks(message, "form")
        await mine.until("INTERACTION_MODAL_CREATE")
        fields = [
            {"custom_id": "name", "value": "Ada"},
            {"custom_id": "fruit", "values": ["apple"]},
            {"custom_id": "files", "values": ["0"]},
        ]
        await here.person("ada").asks(5, {"custom_id": "everything", "components": fields}, files={"a": b"a"})
        answer = await _answer(mine, "thank you")

        assert bot.of("itx")[-1].message.id == int(message["id"])
        assert answer["message_reference"]["message_id"] == message["id"]


GOOD: dict[str, Any] = {"name": {"value": "Ada"}, "fruit": {"values": ["apple"]}, "files": {"values": ["0"]}}
BAD: list[dict[str, Any]] = [
    {"name": {"value": ""}},
    {"name": {"value": "A"}},
    {"name": {"value": "A" * 21}},
    {"name": {"value": 5}},
    {"fruit": {"values": []}},
    {"fruit": {"values": ["plum"]}},
    {"files": {"values": []}},
    {"files": {"values": ["9"]}},
    {"stranger": {"value": "x"}},
]


@pytest.mark.parametrize("wrong", BAD, ids=[f"{next(iter(wrong))}-{n}" for n, wrong in enumerate(BAD)])
async def test_a_form_that_is_not_filled_in_right_may_be_sent_again(wrong: dict[str, Any]) -> None:
    """Required fields, lengths and values are checked; the form stays open and a second try goes through."""
    async with playground() as here, specimen(here.base, here.token) as bot, here.person("ada").online() as mine:
        await _form(here, mine)
        refusal = await _send(here, GOOD | wrong)
        accepted = await _send(here, GOOD)
        again = await _send(here, GOOD)
        await eventually(lambda: bot.of("form"))

        assert refusal["code"] == 50035
        assert accepted is None
        assert again["code"] == 10062
        assert len(bot.of("form")) == 1


async def _send(here: Here, fields: dict[str, Any]) -> Any:
    components = [{"custom_id": name} | value for name, value in fields.items()]
    return await here.person("ada").asks(
        5, {"custom_id": "everything", "components": components}, files={"a.txt": b"a"}
    )


async def test_nobody_sends_somebody_elses_form() -> None:
    """A form belongs to the person for whom it opened."""
    async with playground() as here, specimen(here.base, here.token), here.person("ada").online() as mine:
        form = await _form(here, mine)
        data = {"id": form["id"], "custom_id": "everything", "components": [{"custom_id": "name", "value": "Eve"}]}

        assert (await here.person("grace").asks(5, data))["code"] == 10062
