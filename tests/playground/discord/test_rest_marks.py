"""Reactions and pins."""

import discord
import pytest

from tests.playground.discord.rest_place import place

THUMB = "%F0%9F%91%8D"


async def test_reactions_are_counted_listed_and_taken_back() -> None:
    """Bot and person react alike; count and own mark follow, each change is announced."""
    async with place() as here:
        sent = await here.talk().send("x")
        path = f"/channels/{here.channel().id}/messages/{sent.id}"
        await sent.add_reaction("👍")
        await here.ask("Grace", "PUT", f"{path}/reactions/{THUMB}/@me")
        both = await here.ask("bot", "GET", path)
        users = await here.ask("Grace", "GET", f"{path}/reactions/{THUMB}?limit=10")
        await here.ask("Grace", "DELETE", f"{path}/reactions/{THUMB}/@me")
        one = await here.ask("Grace", "GET", path)

        assert (both.body["reactions"][0]["count"], both.body["reactions"][0]["me"]) == (2, True)
        assert {user["username"] for user in users.body} == {"grace", here.world.bot.name}
        assert (one.body["reactions"][0]["count"], one.body["reactions"][0]["me"]) == (1, False)
        assert here.names()[1:] == ["MESSAGE_REACTION_ADD", "MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE"]
        assert here.events[1].payload["type"] == 0


async def test_what_is_no_emoji_is_10014() -> None:
    """A word is not an emoji."""
    async with place() as here:
        sent = await here.talk().send("x")
        with pytest.raises(discord.HTTPException) as refused:
            await sent.add_reaction("thumb")

        assert refused.value.code == 10014
        assert here.violated() == ["unknown-emoji"]


async def test_moderators_clear_reactions() -> None:
    """Clearing others' reactions needs MANAGE_MESSAGES."""
    async with place() as here:
        sent = await here.talk().send("x")
        await sent.add_reaction("👍")
        path = f"/channels/{here.channel().id}/messages/{sent.id}/reactions"

        assert (await here.ask("Grace", "DELETE", path)).code == 50013
        assert (await here.ask("Ada", "DELETE", f"{path}/{THUMB}")).status == 204
        assert here.stored(sent.id).reactions == {}
        assert here.names()[-1] == "MESSAGE_REACTION_REMOVE_EMOJI"


async def test_pins_live_on_the_new_path() -> None:
    """Pinning needs PIN_MESSAGES, leaves a system message, and is listed with its time."""
    async with place() as here:
        sent = await here.talk().send("x")
        path = f"/channels/{here.channel().id}/messages/pins"

        assert (await here.ask("bot", "PUT", f"{path}/{sent.id}")).code == 50013
        assert (await here.ask("Ada", "PUT", f"{path}/{sent.id}")).status == 204
        listed = await here.ask("bot", "GET", path)
        assert [item["message"]["id"] for item in listed.body["items"]] == [str(sent.id)]
        assert [int(m.type) for m in here.channel().messages.values()] == [0, 6]
        assert (await here.ask("Ada", "DELETE", f"{path}/{sent.id}")).status == 204
        assert (await here.ask("bot", "GET", path)).body == {"items": [], "has_more": False}
