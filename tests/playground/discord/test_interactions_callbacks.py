"""The bot's answers to interactions, spoken in raw HTTP: which are taken, when, how often, and what comes of them."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from tests.playground.discord.people import Client, Here, eventually, playground

COMMANDS = [
    {"name": "go", "description": "Go"},
    {
        "name": "pick",
        "description": "Pick",
        "options": [{"type": 4, "name": "number", "description": "n", "autocomplete": True}],
    },
]
BUTTON = {"type": 1, "components": [{"type": 2, "style": 1, "label": "b", "custom_id": "b"}]}
LABEL = {"type": 18, "label": "Name", "component": {"type": 4, "custom_id": "name", "style": 1}}
MODAL = {"custom_id": "m", "title": "M", "components": [LABEL]}


@dataclass
class Bot:
    """A bot without a library: what it is asked comes in by `gateway`, what it answers goes out by `call`."""

    here: Here
    gateway: Client

    async def call(self, method: str, path: str, body: Any = None, *, files: dict[str, bytes] | None = None) -> Any:
        kwargs: dict[str, Any] = {"json": body} if body is not None else {}
        if files:
            form = aiohttp.FormData()
            form.add_field("payload_json", json.dumps(body), content_type="application/json")
            for index, (name, data) in enumerate(files.items()):
                form.add_field(f"files[{index}]", data, filename=name)
            kwargs = {"data": form}
        async with self.here.http.request(method, f"{self.here.base}/api/v10{path}", **kwargs) as answer:
            body = await answer.json() if answer.status != 204 else {}
            return body | {"status": answer.status}

    async def next(self) -> dict[str, Any]:
        """The newest interaction, which nobody has been given before."""
        taken = getattr(self, "_taken", 0)
        await eventually(lambda: len(self.gateway.of("INTERACTION_CREATE")) > taken)
        self._taken = taken + 1
        return self.gateway.of("INTERACTION_CREATE")[taken]

    async def asked(self, name: str = "go", **more: Any) -> dict[str, Any]:
        await self.here.person("ada").uses(name, **more)
        return await self.next()

    async def answer(self, itx: dict[str, Any], kind: int, data: Any = None, **more: Any) -> Any:
        path = f"/interactions/{itx['id']}/{itx['token']}/callback?with_response=1"
        return await self.call("POST", path, {"type": kind} | ({} if data is None else {"data": data}), **more)

    async def hook(self, itx: dict[str, Any], method: str, rest: str = "", body: Any = None, **more: Any) -> Any:
        return await self.call(method, f"/webhooks/{itx['application_id']}/{itx['token']}{rest}", body, **more)


@asynccontextmanager
async def raw_bot(intents: int = 1 | 1 << 9 | 1 << 15) -> AsyncIterator[Bot]:
    async with playground() as here, here.connected() as client:
        await client.identify(here.token, intents=intents)
        url = f"{here.base}/api/v10/applications/{here.world.application.id}/commands"
        async with here.http.put(url, json=COMMANDS, headers={"Authorization": f"Bot {here.token}"}) as answer:
            assert answer.status == 200
        yield Bot(here, client)


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


async def test_a_deferred_answer_is_resolved_by_editing_the_original() -> None:
    """Type 5 makes a loading message; PATCH @original fills it in and ends the loading."""
    async with raw_bot() as bot, bot.here.person("ada").online() as mine:
        itx = await bot.asked()
        thinking = await bot.answer(itx, 5)
        loading = await mine.until("MESSAGE_CREATE")
        edited = await bot.hook(itx, "PATCH", "/messages/@original", {"content": "done"})
        update = await mine.until("MESSAGE_UPDATE")

        assert thinking["interaction"]["response_message_loading"] is True
        assert (loading["content"], loading["flags"]) == ("", 128)
        assert (update["content"], update["flags"]) == ("done", 0)
        assert edited["id"] == loading["id"] == thinking["resource"]["message"]["id"]
        assert bot.here.broken_rules == []


async def test_the_first_followup_takes_the_place_of_a_deferred_answer() -> None:
    """It gets the loading message's id and secrecy; the next one is a message of its own that refers to it."""
    async with raw_bot() as bot:
        itx = await bot.asked()
        thinking = await bot.answer(itx, 5, {"flags": 64})
        first = await bot.hook(itx, "POST", "?wait=1", {"content": "first"})
        second = await bot.hook(itx, "POST", "?wait=1", {"content": "second"})

        assert first["id"] == thinking["resource"]["message"]["id"]
        assert first["flags"] == 64
        assert second["flags"] == 0
        assert second["message_reference"]["message_id"] == first["id"]
        assert second["interaction_metadata"]["original_response_message_id"] == first["id"]
        assert "original_response_message_id" not in first["interaction_metadata"]


async def test_a_token_reads_changes_and_deletes_what_it_made() -> None:
    """@original and followups by id; anything else is an unknown message."""
    async with raw_bot() as bot:
        itx, other = await bot.asked(), None
        await bot.answer(itx, 4, {"content": "one"})
        two = await bot.hook(itx, "POST", "", {"content": "two"})
        original = await bot.hook(itx, "GET", "/messages/@original")
        changed = await bot.hook(itx, "PATCH", f"/messages/{two['id']}", {"content": "zwei"})
        gone = await bot.hook(itx, "DELETE", "/messages/@original")
        after = await bot.hook(itx, "GET", "/messages/@original")
        other = await bot.asked()
        await bot.answer(other, 4, {"content": "other"})
        foreign = await bot.hook(other, "GET", f"/messages/{two['id']}")

        assert (original["content"], changed["content"], gone["status"]) == ("one", "zwei", 204)
        assert (after["code"], foreign["code"]) == (10008, 10008)
        assert "edited_timestamp" in changed


async def test_a_token_dies_after_fifteen_minutes() -> None:
    """50027 from then on, by the playground's clock; before the first answer there is no webhook at all."""
    async with raw_bot() as bot:
        itx = await bot.asked()
        early = await bot.hook(itx, "POST", "", {"content": "too early"})
        await bot.answer(itx, 4, {"content": "one"})
        bot.here.world.clock.advance(15 * 60 + 1)
        late = await bot.hook(itx, "PATCH", "/messages/@original", {"content": "too late"})
        unknown = await bot.hook(itx | {"token": "x"}, "POST", "", {"content": "x"})

        assert (early["status"], early["code"]) == (404, 10015)
        assert (late["status"], late["code"]) == (401, 50027)
        assert (unknown["status"], unknown["code"]) == (404, 10015)
        assert bot.here.broken_rules[:2] == ["followup-before-answer", "dead-token"]


async def test_an_ephemeral_message_is_in_nobodys_history() -> None:
    """It can be read through the token but stands in no history, not even the asker's; @everyone in it reaches nobody."""
    async with raw_bot() as bot:
        itx = await bot.asked()
        await bot.answer(itx, 4, {"content": "psst", "flags": 64})
        hidden = await bot.hook(itx, "GET", "/messages/@original")
        path = f"/channels/{bot.here.channel('general').id}/messages"
        async with bot.here.http.get(
            f"{bot.here.base}/api/v10{path}", headers={"Authorization": bot.here.person("ada").token}
        ) as answer:
            history = await answer.json()

        assert hidden["content"] == "psst"
        assert history == []


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
        assert itx["data"].keys() == {"id", "name", "type", "options"}
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
