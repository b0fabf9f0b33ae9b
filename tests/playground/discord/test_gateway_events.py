"""Who is told what: intents, sight of channels and threads, ephemeral messages, and the censorship of content."""

from typing import Any

import discord
import pytest

from bot.playground.discord.world.entities import Overwrite
from tests.playground.discord.people import Client, Here, Person, eventually, playground
from tests.playground.discord.specimen import every_intent, specimen

GUILDS, MESSAGES, DMS, CONTENT = 1, 1 << 9, 1 << 12, 1 << 15


async def _bot(here: Here, client: Client, intents: int) -> Client:
    await client.identify(here.token, intents=intents)
    return client


async def _settled(here: Here, *bots: Client) -> None:
    """Waits until everything that was told so far has come: a last event that needs no intent."""
    here.hub.send(here.world.bot.id, "LAST", {})
    for client in bots:
        await client.until("LAST")


async def test_events_without_their_intent_do_not_come() -> None:
    """A message in a guild needs GUILD_MESSAGES, one in a DM DIRECT_MESSAGES, typing its own intent."""
    async with playground() as here, here.connected() as one, here.connected() as two:
        guild_only, dm_only = await _bot(here, one, GUILDS | MESSAGES), await _bot(here, two, DMS)
        ada = here.person("ada")
        await ada.call("POST", f"/channels/{here.channel('general').id}/typing")
        await ada.says(here.channel("general"), "guild")
        await ada.says(here.world.dm_between(ada.id, here.world.bot.id), "dm")
        await _settled(here, guild_only, dm_only)

        assert [e["t"] for e in guild_only.events] == ["READY", "GUILD_CREATE", "MESSAGE_CREATE", "LAST"]
        assert [e["t"] for e in dm_only.events] == ["READY", "MESSAGE_CREATE", "LAST"]
        assert [m["content"] for m in dm_only.of("MESSAGE_CREATE")] == ["dm"]


async def test_content_is_withheld_without_its_intent() -> None:
    """Without MESSAGE_CONTENT a guild message comes empty, unless it mentions the bot; a DM comes in full."""
    async with playground() as here, here.connected() as client:
        await _bot(here, client, GUILDS | MESSAGES | DMS)
        ada, bot_id = here.person("ada"), here.world.bot.id
        await ada.says(here.channel("general"), "plain")
        await ada.says(here.channel("general"), f"<@{bot_id}> mentioned")
        await ada.says(here.world.dm_between(ada.id, bot_id), "dm")
        await eventually(lambda: len(client.of("MESSAGE_CREATE")) == 3)

        plain, mentioned, dm = client.of("MESSAGE_CREATE")
        assert (plain["content"], plain["embeds"], plain["attachments"], plain["components"]) == ("", [], [], [])
        assert plain["author"]["username"] == "ada"
        assert mentioned["content"] == f"<@{bot_id}> mentioned"
        assert dm["content"] == "dm"


async def test_files_are_withheld_and_edits_too() -> None:
    """Attachments and the text of an edit are content as well."""
    async with playground() as here, here.connected() as client:
        await _bot(here, client, GUILDS | MESSAGES)
        ada, path = here.person("ada"), f"/channels/{here.channel('general').id}/messages"
        sent = await ada.call("POST", path, {"content": "see"}, files={"a.txt": b"a"})
        await ada.call("PATCH", f"{path}/{sent['id']}", {"content": "seen"})
        update = await client.until("MESSAGE_UPDATE")

        assert client.of("MESSAGE_CREATE")[0]["attachments"] == []
        assert (update["content"], update["attachments"]) == ("", [])
        assert sent["attachments"][0]["filename"] == "a.txt"


async def test_a_reply_to_the_bot_shows_the_quoted_message_of_its_own() -> None:
    """Of a censored reply the quoted message is judged by itself: the bot's own is readable."""
    async with playground() as here, specimen(here.base, here.token) as bot, here.connected() as client:
        await _bot(here, client, GUILDS | MESSAGES)
        general = here.channel("general")
        own = await bot.get_partial_messageable(general.id).send("mine")
        reply = {"content": "re", "message_reference": {"message_id": str(own.id)}}
        reply["allowed_mentions"] = {"parse": []}
        await here.person("ada").call("POST", f"/channels/{general.id}/messages", reply)
        censored = await client.until("MESSAGE_CREATE", lambda message: "referenced_message" in message)

        assert censored["content"] == ""
        assert censored["referenced_message"]["content"] == "mine"


async def test_people_read_everything_they_see() -> None:
    """A person's client knows no intents and no censorship."""
    async with playground() as here, here.person("grace").online() as hers:
        await here.person("ada").says(here.channel("general"), "for all")

        assert (await hers.until("MESSAGE_CREATE"))["content"] == "for all"


async def test_a_hidden_channel_is_not_heard() -> None:
    """Who may not view a channel is not told of its messages, bot or person."""
    async with playground() as here, here.connected() as client, here.person("grace").online() as hers:
        await _bot(here, client, GUILDS | MESSAGES | CONTENT)
        workshop, everyone = here.channel("workshop"), here.world.guild.id
        workshop.overwrites[everyone] = Overwrite(everyone, 0, deny=1 << 10)
        ada = here.person("ada")
        await ada.says(workshop, "secret")
        await ada.says(here.channel("general"), "open")
        for listener in (client, hers):
            await listener.until("MESSAGE_CREATE", lambda message: message["content"] == "open")

        assert [len(listener.of("MESSAGE_CREATE")) for listener in (client, hers)] == [1, 1]


async def _private_thread(here: Here, owner: Person) -> Any:
    body = {"name": "quiet", "type": 12}
    return await owner.call("POST", f"/channels/{here.channel('general').id}/threads", body)


async def test_a_private_thread_is_for_its_members() -> None:
    """Its creation and messages reach members only; who is added gets THREAD_CREATE and hears from then on."""
    async with playground() as here, here.connected() as client, here.person("linus").online() as his:
        await _bot(here, client, GUILDS | MESSAGES | CONTENT)
        grace, bot_id = here.person("grace"), here.world.bot.id
        thread = await _private_thread(here, grace)
        channel = here.world.channels[int(thread["id"])]
        await grace.says(channel, "before")
        await _settled(here, client)
        assert client.of("MESSAGE_CREATE") == client.of("THREAD_CREATE") == []
        await grace.call("PUT", f"/channels/{channel.id}/thread-members/{bot_id}")
        await client.until("THREAD_CREATE")
        await grace.says(channel, "after")
        await client.until("MESSAGE_CREATE", lambda message: message["content"] == "after")
        await grace.says(here.channel("general"), "open")
        await his.until("MESSAGE_CREATE", lambda message: message["content"] == "open")

        assert [m["channel_id"] for m in his.of("MESSAGE_CREATE")] == [str(here.channel("general").id)]
        assert his.of("THREAD_CREATE") == []


async def test_leaving_a_private_thread_is_told_to_who_is_taken_out() -> None:
    """THREAD_MEMBERS_UPDATE reaches the removed one, who sees the thread no more."""
    async with playground() as here, here.person("linus").online() as his:
        grace, linus = here.person("grace"), here.person("linus")
        thread = await _private_thread(here, grace)
        await grace.call("PUT", f"/channels/{thread['id']}/thread-members/{linus.id}")
        await his.until("THREAD_CREATE")
        await grace.call("DELETE", f"/channels/{thread['id']}/thread-members/{linus.id}")

        await his.until("THREAD_MEMBERS_UPDATE", lambda update: str(linus.id) in update["removed_member_ids"])


async def test_a_thread_of_the_bot_is_announced_as_new() -> None:
    """discord.py's on_thread_create fires: the event carries newly_created."""
    async with playground() as here, specimen(here.base, here.token) as bot:
        channel = bot.get_channel(here.channel("general").id)
        message = await channel.send("start")  # type: ignore[union-attr]
        thread = await message.create_thread(name="talk")
        await eventually(lambda: bot.of("thread"))

        assert [heard.id for heard in bot.of("thread")] == [thread.id]
        assert bot.get_channel(thread.id) is not None


async def test_an_ephemeral_answer_reaches_its_person_alone() -> None:
    """Only the asker's client gets it, with its guild; the bot gets its own as if from outside of the guild."""
    async with playground() as here, specimen(here.base, here.token) as bot:
        ada = here.person("ada")
        async with ada.online() as mine, here.person("grace").online() as hers, here.connected() as other:
            await _bot(here, other, GUILDS | MESSAGES | DMS)
            await ada.uses("say", (3, "text", "psst"), (5, "hidden", True))
            seen = await mine.until("MESSAGE_CREATE")
            own = await other.until("MESSAGE_CREATE")
            await ada.says(here.channel("general"), "aloud")
            await hers.until("MESSAGE_CREATE", lambda message: message["content"] == "aloud")

            assert (seen["content"], seen["flags"] & 64) == ("psst", 64)
            assert own["content"] == "psst"
            assert "guild_id" not in own
            assert len(hers.of("MESSAGE_CREATE")) == 1
            assert len(bot.of("answer")) == 1


@pytest.mark.parametrize("without", ["message_content", "messages"])
async def test_discord_py_sees_the_same_censorship(without: str) -> None:
    """With discord.py: no content without the one intent, no messages at all without the other."""
    intents = every_intent()
    setattr(intents, without, False)
    async with playground() as here, specimen(here.base, here.token, intents=intents) as bot:
        await here.person("ada").says(here.channel("general"), "hello")
        await here.person("ada").uses("say", (3, "text", "done"))
        await eventually(lambda: bot.of("answer"))

        others = [message.content for message in bot.of("message") if message.author.id != here.world.bot.id]
        assert others == ([""] if without == "message_content" else [])


async def test_one_event_is_written_once_for_all_who_see_the_same() -> None:
    """Sessions with the same view share one text, so that a crowd of listeners costs little."""
    async with playground() as here:
        ada, grace = here.person("ada"), here.person("grace")
        async with ada.online(), grace.online(), grace.online():
            await ada.says(here.channel("general"), "shared")
            texts = [
                dispatch.data
                for session in here.hub.sessions.values()
                for dispatch in session._told
                if dispatch.name == "MESSAGE_CREATE"
            ]

        assert len(texts) == 3
        assert len({id(text) for text in texts}) == 1


async def test_reactions_in_events_are_the_viewer_s_own() -> None:
    """`me` says of each reader whether they reacted, in updates and in quotes of a reply."""
    async with playground() as here, here.connected() as bot:
        await _bot(here, bot, GUILDS | MESSAGES | CONTENT)
        ada, grace, general = here.person("ada"), here.person("grace"), here.channel("general")
        said = await ada.says(general, "look")
        path = f"/channels/{general.id}/messages/{said['id']}"
        await grace.call("PUT", f"{path}/reactions/%F0%9F%91%8D/@me")
        async with ada.online() as adas, grace.online() as graces:
            await ada.call("PATCH", path, {"content": "look!"})
            await ada.call(
                "POST",
                f"/channels/{general.id}/messages",
                {"content": "x", "message_reference": {"message_id": said["id"]}},
            )
            clients = (adas, graces, bot)
            updates = [await client.until("MESSAGE_UPDATE") for client in clients]
            replies = [await client.until("MESSAGE_CREATE", lambda m: m["content"] == "x") for client in clients]

        assert [update["reactions"][0]["me"] for update in updates] == [False, True, False]
        assert [reply["referenced_message"]["reactions"][0]["me"] for reply in replies] == [False, True, False]


async def test_a_post_reaches_the_bot_as_a_thread_with_a_message() -> None:
    """discord.py knows the forum, hears of the thread and its message, and answers a command in it."""
    async with playground() as here, specimen(here.base, here.token) as bot:
        ada, ideas = here.person("ada"), here.channel("ideas")
        body = {"name": "A kite", "message": {"content": "for autumn"}}
        post = await ada.call("POST", f"/channels/{ideas.id}/threads", body)
        thread = (await eventually(lambda: bot.of("thread")))[0]
        message = (await eventually(lambda: bot.of("message")))[0]
        await ada.uses("say", (3, "text", "fly"), channel=here.world.channels[int(post["id"])])
        answer = (await eventually(lambda: bot.of("answer")))[0]

        assert isinstance(thread.parent, discord.ForumChannel)
        assert [tag.name for tag in thread.parent.available_tags] == ["Question", "Idea", "Answered"]
        assert (thread.id, message.id, message.content) == (int(post["id"]), int(post["id"]), "for autumn")
        assert answer.resource.channel.id == thread.id
        assert here.broken_rules == []
