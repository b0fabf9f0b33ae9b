"""Threads: how they begin, who may do what in them, and how they sleep and wake."""

import discord
import pytest

from bot.playground.discord.world.entities import Channel
from bot.playground.discord.world.flags import MessageFlag
from tests.playground.discord.rest_place import Place, place


async def _thread(here: Place, *, name: str = "talk") -> Channel:
    """A thread of the bot's on a message of the bot's."""
    sent = await here.talk().send("start")
    answer = await here.ask("bot", "POST", f"/channels/{here.channel().id}/messages/{sent.id}/threads", {"name": name})
    return here.world.channels[int(answer.body["id"])]


async def test_a_thread_on_a_message_has_its_id_and_marks_it() -> None:
    """The thread's id is the message's, the message gets HAS_THREAD and the thread, the bot follows it."""
    async with place() as here:
        thread = await _thread(here)
        message = here.stored(thread.id)
        read = await here.ask("bot", "GET", f"/channels/{here.channel().id}/messages/{message.id}")

        assert message.flags & MessageFlag.HAS_THREAD
        assert read.body["thread"]["id"] == str(thread.id)
        assert thread.thread is not None
        assert list(thread.thread.members) == [here.world.bot.id]


async def test_the_events_of_a_thread_on_a_message_come_in_order() -> None:
    """THREAD_CREATE is newly created, then the message is updated, then the starter appears inside."""
    async with place() as here:
        thread = await _thread(here)
        created, updated, starter = here.events[1:4]

        assert (created.name, updated.name, starter.name) == ("THREAD_CREATE", "MESSAGE_UPDATE", "MESSAGE_CREATE")
        assert created.payload["newly_created"] is True
        assert starter.payload["type"] == 21
        assert starter.payload["channel_id"] == str(thread.id)
        assert starter.payload["referenced_message"]["content"] == "start"


async def test_a_message_has_one_thread() -> None:
    """A second thread on a message is refused with 160004, which is no violation."""
    async with place() as here:
        thread = await _thread(here)
        path = f"/channels/{here.channel().id}/messages/{thread.id}/threads"
        again = await here.ask("bot", "POST", path, {"name": "again"})

        assert (again.status, again.code) == (400, 160004)
        assert here.violated() == []


async def test_a_thread_without_a_message_is_told_by_a_system_message() -> None:
    """A public thread alone leaves a message of type 18 in the parent; a private one leaves none."""
    async with place() as here:
        path = f"/channels/{here.channel().id}/threads"
        public = await here.ask("bot", "POST", path, {"name": "open", "type": 11})
        private = await here.ask("bot", "POST", path, {"name": "closed", "type": 12, "invitable": False})
        told = list(here.channel().messages.values())

        assert (public.body["type"], private.body["type"]) == (11, 12)
        assert private.body["thread_metadata"]["invitable"] is False
        assert [(int(m.type), m.content) for m in told] == [(18, "open")]


async def test_a_private_thread_is_seen_by_its_members_only() -> None:
    """Who is not in a private thread gets 50001, who is added sees it; a moderator always does."""
    async with place() as here:
        path = f"/channels/{here.channel().id}/threads"
        thread_id = (await here.ask("bot", "POST", path, {"name": "closed", "type": 12})).body["id"]
        grace = here.person("Grace")
        before = await here.ask("Grace", "GET", f"/channels/{thread_id}")
        added = await here.ask("bot", "PUT", f"/channels/{thread_id}/thread-members/{grace.id}")
        after = await here.ask("Grace", "GET", f"/channels/{thread_id}")
        owner = await here.ask("Ada", "GET", f"/channels/{thread_id}")

        assert (before.code, added.status, after.status, owner.status) == (50001, 204, 200, 200)
        assert any(e.name == "THREAD_CREATE" and e.only_for == frozenset({grace.id}) for e in here.events)


@pytest.mark.parametrize(("invitable", "names"), [(True, {"Grace", "Linus"}), (False, {"Grace"})])
async def test_into_a_closed_private_thread_members_bring_nobody(*, invitable: bool, names: set[str]) -> None:
    """Neither by adding nor by mentioning: that its owner and moderators do alone."""
    async with place() as here:
        body = {"name": "closed", "type": 12, "invitable": invitable}
        thread_id = (await here.ask("bot", "POST", f"/channels/{here.channel().id}/threads", body)).body["id"]
        await here.ask("bot", "PUT", f"/channels/{thread_id}/thread-members/{here.person('Grace').id}")
        linus = here.person("Linus")
        said = await here.ask("Grace", "POST", f"/channels/{thread_id}/messages", {"content": f"<@{linus.id}> come"})
        added = await here.ask("Grace", "PUT", f"/channels/{thread_id}/thread-members/{linus.id}")
        thread = here.world.channels[int(thread_id)].thread

        assert thread is not None
        assert {here.world.users[one].global_name for one in thread.members if one != here.world.bot.id} == names
        assert (said.status, added.status) == (200, 204 if invitable else 403)


async def test_sending_wakes_an_archived_thread_and_editing_does_not() -> None:
    """In an archived thread an edit is refused with 50083; a send unarchives it and tells so first."""
    async with place() as here:
        thread = await _thread(here)
        inside = await here.talk(thread).send("one")
        await here.ask("bot", "PATCH", f"/channels/{thread.id}", {"archived": True})
        edit = await here.ask("bot", "PATCH", f"/channels/{thread.id}/messages/{inside.id}", {"content": "x"})
        del here.events[:]
        await here.talk(thread).send("two")

        assert (edit.status, edit.code) == (400, 50083)
        assert here.names() == ["THREAD_UPDATE", "MESSAGE_CREATE"]
        assert here.events[0].payload["thread_metadata"]["archived"] is False
        assert here.violated() == []


async def test_a_thread_sleeps_after_its_time() -> None:
    """A thread without activity is archived when its minutes have passed by the playground's clock."""
    async with place() as here:
        thread = await _thread(here)
        here.clock.advance(4320 * 60 + 1)
        read = await here.ask("bot", "GET", f"/channels/{thread.id}")
        active = await here.ask("bot", "GET", f"/guilds/{here.world.guild.id}/threads/active")
        archived = await here.ask("bot", "GET", f"/channels/{here.channel().id}/threads/archived/public")

        assert read.body["thread_metadata"]["archived"] is True
        assert active.body["threads"] == []
        assert [t["id"] for t in archived.body["threads"]] == [str(thread.id)]


async def test_active_threads_are_listed_with_own_membership() -> None:
    """threads/active names the threads one may see and the asker's own memberships."""
    async with place() as here:
        thread = await _thread(here)
        active = await here.ask("bot", "GET", f"/guilds/{here.world.guild.id}/threads/active")

        assert [t["id"] for t in active.body["threads"]] == [str(thread.id)]
        assert [m["user_id"] for m in active.body["members"]] == [str(here.world.bot.id)]
        assert active.body["has_more"] is False


async def test_a_locked_thread_takes_moderators_only() -> None:
    """After locking, bot and members may not write; the moderator may."""
    async with place() as here:
        thread = await _thread(here)
        locked = await here.ask("Ada", "PATCH", f"/channels/{thread.id}", {"locked": True})
        path = f"/channels/{thread.id}/messages"

        assert locked.body["thread_metadata"]["locked"] is True
        assert (await here.ask("bot", "POST", path, {"content": "x"})).code == 50013
        assert (await here.ask("Grace", "POST", path, {"content": "x"})).code == 50013
        assert (await here.ask("Ada", "POST", path, {"content": "x"})).status == 200


async def test_the_owner_renames_its_thread_and_others_may_not() -> None:
    """The bot renames its own thread without MANAGE_THREADS, with a message of type 4; Grace gets 50013."""
    async with place() as here:
        thread = await _thread(here)
        renamed = await here.ask("bot", "PATCH", f"/channels/{thread.id}", {"name": "better"})
        refused = await here.ask("Grace", "PATCH", f"/channels/{thread.id}", {"name": "mine"})
        locking = await here.ask("bot", "PATCH", f"/channels/{thread.id}", {"locked": True})

        assert renamed.body["name"] == "better"
        assert [int(m.type) for m in thread.messages.values()] == [21, 4]
        assert (refused.code, locking.code) == (50013, 50013)


@pytest.mark.parametrize("body", [{"name": ""}, {"name": "n" * 101}, {}, {"name": "n", "auto_archive_duration": 61}])
async def test_a_threads_name_and_time_are_checked(body: dict[str, object]) -> None:
    """A name has 1 to 100 characters and the archive time is one of four."""
    async with place() as here:
        sent = await here.talk().send("start")
        answer = await here.ask("bot", "POST", f"/channels/{here.channel().id}/messages/{sent.id}/threads", body)

        assert answer.code == 50035
        assert here.violated() == ["form-body"]


async def test_writing_in_a_thread_makes_a_member_and_counts() -> None:
    """Whoever writes in a thread follows it; the starter is not counted."""
    async with place() as here:
        thread = await _thread(here)
        await here.ask("Grace", "POST", f"/channels/{thread.id}/messages", {"content": "hi"})
        read = await here.ask("bot", "GET", f"/channels/{thread.id}")

        assert (read.body["message_count"], read.body["member_count"]) == (1, 2)
        assert "THREAD_MEMBERS_UPDATE" in here.names()


async def test_a_thread_can_be_joined_left_and_looked_through() -> None:
    """discord.py joins, lists and leaves thread members."""
    async with place() as here:
        thread = await _thread(here)
        await here.ask("Grace", "PUT", f"/channels/{thread.id}/thread-members/@me")
        listed = await here.ask("bot", "GET", f"/channels/{thread.id}/thread-members?with_member=true")
        await here.ask("Grace", "DELETE", f"/channels/{thread.id}/thread-members/@me")
        gone = await here.ask("bot", "GET", f"/channels/{thread.id}/thread-members/{here.person('Grace').id}")
        own = await here.ask("bot", "GET", f"/channels/{thread.id}/thread-members/@me")

        assert {m["user_id"] for m in listed.body} == {str(here.world.bot.id), str(here.person("Grace").id)}
        assert all("member" in m for m in listed.body)
        assert (gone.status, own.status) == (404, 200)


async def test_deleting_a_thread_needs_manage_threads() -> None:
    """The bot may not delete its thread, the owner of the server may; the thread is gone then."""
    async with place() as here:
        thread = await _thread(here)
        refused = await here.ask("bot", "DELETE", f"/channels/{thread.id}")
        done = await here.ask("Ada", "DELETE", f"/channels/{thread.id}")
        with pytest.raises(discord.NotFound) as gone:
            await here.talk(thread).send("x")

        assert (refused.code, done.status, gone.value.code) == (50013, 200, 10003)
        assert "THREAD_DELETE" in here.names()


async def test_threads_of_a_deleted_channel_are_gone() -> None:
    """Deleting a channel takes its threads along."""
    async with place() as here:
        thread = await _thread(here)
        await here.ask("Ada", "DELETE", f"/channels/{here.channel().id}")

        assert thread.id not in here.world.channels
        assert here.names()[-1] == "CHANNEL_DELETE"
