"""Interactions under Discord's own OpenAPI file: what discord.py sent and what the playground answered."""

from typing import Any

from bot.playground.keys import JOURNAL
from tests.e2e.judge import judge
from tests.playground.discord.people import Client, Here, eventually, playground
from tests.playground.discord.specimen import specimen


async def _pressed(here: Here, client: Client) -> None:
    """Everything that can be done with the buttons, the card and the form."""
    ada = here.person("ada")
    await ada.uses("buttons")
    message = await client.until("MESSAGE_CREATE", lambda message: message["content"] == "press one")
    for custom_id, values in {
        "press": None,
        "wait": None,
        "fruit": ["apple"],
        "who": [str(ada.id)],
        "where": [message["channel_id"]],
        "form": None,
    }.items():
        await ada.clicks(message, custom_id, **({} if values is None else {"values": values}))
    await client.until("INTERACTION_MODAL_CREATE", lambda form: form["custom_id"] == "everything")
    fields: list[dict[str, Any]] = [
        {"custom_id": "name", "value": "Ada"},
        {"custom_id": "fruit", "values": ["apple"]},
        {"custom_id": "files", "values": ["0"]},
    ]
    await ada.asks(5, {"custom_id": "everything", "components": fields}, files={"a.txt": b"a"})


async def test_a_bots_whole_life_is_within_discords_description() -> None:
    """Commands, autocomplete, thinking, files, buttons, selects and forms: no complaint, no violation, no 429."""
    async with playground() as here, specimen(here.base, here.token) as bot:
        ada = here.person("ada")
        async with ada.online() as mine:
            await ada.uses("say", (3, "text", "hello"), (5, "hidden", True))
            await ada.uses("think")
            await ada.uses("file")
            await ada.uses("card")
            typed = {"type": 3, "name": "fruit", "value": "a", "focused": True}
            await ada.asks(4, {"type": 1, "name": "guess", "options": [typed]})
            await ada.uses("form", (5, "other", True))
            await mine.until("INTERACTION_MODAL_CREATE")
            await _pressed(here, mine)
            await eventually(lambda: bot.of("second") and bot.of("form"))
            await mine.until("MESSAGE_CREATE", lambda message: message["content"] == "thank you")
        entries = [entry.as_json() for entry in here.app[JOURNAL].requests]

        assert judge(entries) == []
        assert here.broken_rules == []
        assert [entry["path"] for entry in entries if entry["status"] == 429] == []
        assert bot.of("error") == []
