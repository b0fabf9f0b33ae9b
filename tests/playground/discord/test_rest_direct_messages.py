"""Direct messages: who opens them, who takes none, and what still reaches such a person."""

import discord
import pytest

from tests.playground.discord.people import eventually, playground
from tests.playground.discord.rest_place import Place, place
from tests.playground.discord.specimen import specimen


async def close(here: Place, who: str, *, closed: bool = True) -> None:
    answer = await here.ask(who, "PATCH", "/users/@me/settings", {"default_guilds_restricted": closed})
    assert answer.body == {"default_guilds_restricted": closed}


async def test_the_bot_opens_a_dm_and_writes_there() -> None:
    """POST /users/@me/channels gives the same DM to both sides; the person is told of channel and message."""
    async with place() as here:
        ada = here.person("Ada")
        user = await here.bot.fetch_user(ada.id)
        sent = await user.send("hello")
        opened = await here.ask("Ada", "POST", "/users/@me/channels", {"recipient_id": str(here.world.bot.id)})

        assert opened.body["id"] == str(sent.channel.id)
        assert here.names() == ["CHANNEL_CREATE", "CHANNEL_CREATE", "MESSAGE_CREATE"]
        assert here.violated() == []


async def test_who_has_closed_their_dms_gets_none() -> None:
    """The DM opens, the bot's message is 403 with 50007, which no bot can know beforehand: no violation."""
    async with place() as here:
        user = await here.bot.fetch_user(here.person("Grace").id)
        await close(here, "Grace")
        dm = await user.create_dm()
        with pytest.raises(discord.Forbidden) as refused:
            await dm.send("hello")
        await close(here, "Grace", closed=False)
        await dm.send("hello")

        assert refused.value.code == 50007
        assert here.violated() == []


async def test_closed_dms_bind_the_others_only() -> None:
    """Grace, who takes none, may write to the bot and to Ada; Ada may not write to her."""
    async with place() as here:
        await close(here, "Grace")
        grace, ada = here.person("Grace"), here.person("Ada")
        with_bot = here.world.dm_between(grace.id, here.world.bot.id)
        with_ada = here.world.dm_between(grace.id, ada.id)
        answers = [
            await here.ask(who, "POST", f"/channels/{dm.id}/messages", {"content": "x"})
            for who, dm in (("Grace", with_bot), ("Grace", with_ada), ("Ada", with_ada))
        ]

        assert [answer.status for answer in answers] == [200, 200, 403]
        assert answers[2].code == 50007


async def test_a_command_in_a_closed_dm_is_answered() -> None:
    """What a person asked for by a command comes by the interaction's token, whatever they closed."""
    async with playground() as here, specimen(here.base, here.token):
        ada = here.person("ada")
        dm = here.world.dm_between(ada.id, here.world.bot.id)
        settings = await ada.call("PATCH", "/users/@me/settings", {"default_guilds_restricted": True})
        await ada.uses("say", (3, "text", "between us"), channel=dm)
        await eventually(lambda: dm.messages)

        assert settings == {"default_guilds_restricted": True, "status": 200}
        assert [message.content for message in dm.messages.values()] == ["between us"]


async def test_settings_are_a_persons_own() -> None:
    """Their own clients are told, at once and in READY; a bot has none, and a word that is no truth is refused."""
    async with playground() as here:
        ada, grace = here.person("ada"), here.person("grace")
        async with ada.online() as mine, grace.online() as hers:
            await ada.call("PATCH", "/users/@me/settings", {"default_guilds_restricted": True})
            await mine.until("USER_SETTINGS_UPDATE", lambda told: told["default_guilds_restricted"])
            wrong = await ada.call("PATCH", "/users/@me/settings", {"default_guilds_restricted": "yes"})
            heard = hers.of("USER_SETTINGS_UPDATE")
        async with ada.online() as again:
            ready = again.of("READY")[0]
        ada.token = f"Bot {here.token}"
        as_bot = await ada.call("PATCH", "/users/@me/settings", {"default_guilds_restricted": True})

        assert heard == []
        assert ready["user_settings"] == {"default_guilds_restricted": True}
        assert (wrong["code"], as_bot["code"]) == (50035, 20001)
