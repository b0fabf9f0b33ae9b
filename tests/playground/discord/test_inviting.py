"""The levers of the developer portal and of the invitation: what a bot may ask for, and servers that it joins."""

from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from tests.playground.discord.people import Here, playground
from tests.playground.discord.raw_bot import raw_bot

MESSAGE_CONTENT, GUILDS = 1 << 15, 1
VIEW, SEND = 1 << 10, 1 << 11


async def pulled(here: Here, lever: str, body: Any) -> tuple[int, Any]:
    async with here.http.post(f"{here.base}/playground/{lever}", json=body) as answer:
        return answer.status, await answer.json()


async def asked(here: Here, path: str) -> Any:
    """By the bot."""
    async with here.http.get(f"{here.base}/api/v10{path}", headers={"Authorization": f"Bot {here.token}"}) as answer:
        return await answer.json()


async def test_content_that_is_switched_off_may_not_be_asked_for() -> None:
    """The application's flags say so, and an IDENTIFY that asks for it all the same is closed with 4014."""
    async with playground() as here:
        status, answer = await pulled(here, "application", {"message_content": False})
        application = await asked(here, "/applications/@me")
        async with here.connected() as client:
            await client.say(2, {"token": here.token, "properties": {}, "intents": MESSAGE_CONTENT})
            code = await client.closed()

        assert (status, code) == (200, 4014)
        assert answer["flags"] == application["flags"] == 1 << 15
        assert here.broken_rules == ["gateway-4014"]


async def test_content_that_is_switched_on_again_may_be_asked_for() -> None:
    """The flag is the one of small bots."""
    async with playground() as here:
        await pulled(here, "application", {"message_content": False})
        _, answer = await pulled(here, "application", {"message_content": True})
        async with here.connected() as client:
            await client.identify(here.token, intents=MESSAGE_CONTENT)

        assert answer["flags"] == 1 << 15 | 1 << 19
        assert here.broken_rules == []


async def test_an_invitation_is_told_as_a_whole_server() -> None:
    """With the bot's role as the link asked for it, the channels, and the one where Discord greets newcomers."""
    async with playground() as here, here.connected() as client:
        await client.identify(here.token, intents=GUILDS)
        asked = {"permissions": str(VIEW), "everyone": str(SEND), "channels": ["a", "b"], "system_channel": "b"}
        _, answer = await pulled(here, "invite", asked)
        told = await client.until("GUILD_CREATE", lambda guild: guild["id"] == answer["id"])

        assert [channel["name"] for channel in told["channels"]] == ["a", "b"]
        assert told["system_channel_id"] == answer["channels"][1]["id"]
        assert {role["name"]: role["permissions"] for role in told["roles"]} == {
            "@everyone": str(SEND),
            "Antigravity bot": str(VIEW),
        }


async def test_a_server_that_removed_the_bot_may_invite_it_again() -> None:
    """The same server, with a role of its own anew; one where it is already cannot."""
    async with playground() as here, here.connected() as client:
        guild = here.world.guild.id
        await client.identify(here.token, intents=GUILDS)
        here.world.guild.members.pop(here.world.bot.id)
        status, _ = await pulled(here, "invite", {"guild": str(guild)})
        again, _ = await pulled(here, "invite", {"guild": str(guild)})
        roles = [role for role in here.world.guild.roles.values() if role.bot_id == here.world.bot.id]

        assert (status, again) == (200, 400)
        assert [here.world.guild.members[here.world.bot.id].roles] == [[role.id for role in roles]]
        assert len([e for e in client.events if e["t"] == "GUILD_CREATE" and e["d"]["id"] == str(guild)]) == 2


@pytest.mark.parametrize(
    ("lever", "body"),
    [
        ("application", None),
        ("application", {"message_content": 1}),
        ("application", {"flags": 3}),
        ("invite", []),
        ("invite", {"permissions": "all"}),
        ("invite", {"permissions": str(1 << 60)}),
        ("invite", {"channels": "one"}),
        ("invite", {"guild": "12"}),
    ],
)
async def test_a_lever_pulled_the_wrong_way_says_how(lever: str, body: Any) -> None:
    """400 with a sentence, and nothing changes."""
    async with playground() as here:
        flags = here.world.application.flags
        status, answer = await pulled(here, lever, body)

        assert status == 400
        assert answer["message"].startswith("Send ")
        assert (here.world.application.flags, len(here.world.guilds)) == (flags, 1)


async def test_answers_tell_the_time_of_the_playgrounds_clock() -> None:
    """So that a client whose clock differs can be tried."""
    async with raw_bot() as bot:
        url = f"{bot.here.base}/api/v10/users/@me"
        await pulled(bot.here, "clock", {"advance_s": 86_400})
        async with bot.here.http.get(url, headers={"Authorization": f"Bot {bot.here.token}"}) as answer:
            told = parsedate_to_datetime(answer.headers["Date"]).timestamp()

        assert abs(told - bot.here.world.now()) < 5
