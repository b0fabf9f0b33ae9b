"""Forums: channels of posts, each a thread and its first message in one."""

import io
from typing import Any

import aiohttp
import discord
import pytest

from bot.playground.discord.world.flags import ChannelFlag, Permission
from tests.playground.discord.forum_place import deny_in_forum, posted, tag_of, thread_of
from tests.playground.discord.rest_place import Answer, place

PINNED, REQUIRE_TAG = int(ChannelFlag.PINNED), int(ChannelFlag.REQUIRE_TAG)


async def test_the_playground_has_a_forum_with_tags() -> None:
    """discord.py reads #ideas as a forum, with its tags and its defaults."""
    async with place() as here:
        forum = await here.bot.fetch_channel(here.channel("ideas").id)

        assert isinstance(forum, discord.ForumChannel)
        assert [(tag.name, tag.moderated, str(tag.emoji)) for tag in forum.available_tags] == [
            ("Question", False, "❓"),
            ("Idea", False, "💡"),
            ("Answered", True, "None"),
        ]
        assert forum.default_auto_archive_duration == 1440
        assert not forum.flags.require_tag


async def test_discord_py_posts() -> None:
    """create_thread answers with the thread and its first message, which have one id, and a file goes along."""
    async with place() as here:
        forum = await here.bot.fetch_channel(here.channel("ideas").id)
        assert isinstance(forum, discord.ForumChannel)
        made = await forum.create_thread(
            name="A kite",
            content="for autumn",
            file=discord.File(io.BytesIO(b"plan"), "plan.txt"),
            applied_tags=[forum.available_tags[1]],
            view=discord.ui.View().add_item(discord.ui.Button(label="Fly", custom_id="fly")),
        )

        assert made.thread.id == made.message.id
        assert made.message.channel.id == made.thread.id
        assert (made.message.content, made.message.attachments[0].filename) == ("for autumn", "plan.txt")
        assert made.thread.auto_archive_duration == 1440
        assert (made.thread.message_count, made.thread.total_message_sent, made.thread.member_count) == (0, 0, 1)
        assert thread_of(here, Answer(201, {"id": made.thread.id}, {})).thread is not None
        assert made.thread._applied_tags.tolist() == [int(tag_of(here, "Idea"))]


async def test_a_person_posts() -> None:
    """The thread is there for all; the forum names it as its newest, and what is said later is counted."""
    async with place() as here:
        answer = await posted(here, applied_tags=[tag_of(here, "Question")])
        thread_id = answer.body["id"]
        await here.ask("Linus", "POST", f"/channels/{thread_id}/messages", {"content": "which paper?"})
        forum = await here.ask("bot", "GET", f"/channels/{here.channel('ideas').id}")
        thread = (await here.ask("bot", "GET", f"/channels/{thread_id}")).body
        history = await here.ask("bot", "GET", f"/channels/{thread_id}/messages")

        assert answer.body["message"]["id"] == thread_id
        assert answer.body["applied_tags"] == [tag_of(here, "Question")]
        assert answer.body["owner_id"] == str(here.person("Grace").id)
        assert forum.body["last_message_id"] == thread_id
        assert (thread["type"], thread["message_count"], thread["total_message_sent"]) == (11, 1, 1)
        assert [m["content"] for m in history.body] == ["which paper?", "of paper"]


async def test_a_post_comes_as_a_form_too() -> None:
    """Multipart: payload_json beside the files; the message's `attachments` speak of them."""
    async with place() as here:
        form = aiohttp.FormData()
        said = '{"name":"Notes","message":{"content":"","attachments":[{"id":"0","description":"mine"}]}}'
        form.add_field("payload_json", said, content_type="application/json")
        form.add_field("files[0]", b"text", filename="notes.txt", content_type="application/octet-stream")
        path = f"/channels/{here.channel('ideas').id}/threads?use_nested_fields=1"
        answer = await here.ask("Grace", "POST", path, data=form)

        assert answer.status == 201
        assert answer.body["message"]["attachments"][0]["description"] == "mine"


async def test_a_post_is_announced_as_thread_then_message() -> None:
    """THREAD_CREATE is newly created; MESSAGE_CREATE follows in the thread under the same id."""
    async with place() as here:
        answer = await posted(here)
        created, message = here.events

        assert (created.name, created.payload["newly_created"]) == ("THREAD_CREATE", True)
        assert created.payload["parent_id"] == str(here.channel("ideas").id)
        assert (message.name, message.payload["channel_id"]) == ("MESSAGE_CREATE", answer.body["id"])
        assert message.payload["id"] == answer.body["id"]


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"message": None}, ["message"]),
        ({"name": None}, ["name"]),
        ({"message": {"content": "x" * 2001}}, ["message", "content"]),
        ({"message": {"content": "x", "flags": 64}}, ["message", "flags"]),
        ({"message": {"content": "x", "attachments": [{"id": "7"}]}}, ["message", "attachments"]),
        ({"message": "of paper"}, ["message"]),
        ({"type": 12}, ["type"]),
        ({"applied_tags": ["1", "2", "3", "4", "5", "6"]}, ["applied_tags"]),
        ({"applied_tags": ["1", "1"]}, ["applied_tags"]),
    ],
)
async def test_a_post_of_the_wrong_shape_is_refused_and_leaves_nothing(fields: dict[str, Any], path: list[str]) -> None:
    """50035 with the complaint where it belongs, and no thread."""
    async with place() as here:
        answer = await posted(here, **fields)

        complaint = answer.body["errors"]
        for key in path:
            complaint = complaint[key]
        assert (answer.status, answer.code) == (400, 50035)
        assert complaint["_errors"]
        assert here.world.threads_of(here.world.guild.id) == []
        assert here.events == []


async def test_an_empty_post_is_refused() -> None:
    """50006, as for any message."""
    async with place() as here:
        answer = await posted(here, message={"content": " "})

        assert (answer.status, answer.code) == (400, 50006)
        assert here.world.threads_of(here.world.guild.id) == []


async def test_posting_needs_the_permission_to_send() -> None:
    """SEND_MESSAGES makes posts, and SEND_MESSAGES_IN_THREADS alone does not; files need ATTACH_FILES."""
    async with place() as here:
        await deny_in_forum(here, Permission.CREATE_PUBLIC_THREADS | Permission.SEND_MESSAGES_IN_THREADS)
        without_threads = await posted(here)
        await deny_in_forum(here, Permission.SEND_MESSAGES)
        without_sending = await posted(here)

        assert without_threads.status == 201
        assert (without_sending.status, without_sending.code) == (403, 50013)


async def test_slowmode_holds_back_posts() -> None:
    """A forum's own slowmode is about posts; that of threads in it is handed on."""
    async with place() as here:
        forum = here.channel("ideas")
        path = f"/channels/{forum.id}"
        await here.ask("Ada", "PATCH", path, {"rate_limit_per_user": 60, "default_thread_rate_limit_per_user": 5})
        first, second = await posted(here), await posted(here)
        here.clock.advance(61)
        third = await posted(here)

        assert (first.status, second.code, third.status) == (201, 20016, 201)
        assert first.body["rate_limit_per_user"] == 5


async def test_a_forum_takes_no_messages_and_no_commands() -> None:
    """Nothing can be said in it outside of a post."""
    async with place() as here:
        forum = here.channel("ideas")
        message = await here.ask("bot", "POST", f"/channels/{forum.id}/messages", {"content": "x"})
        asked = {"type": 2, "application_id": str(here.world.application.id), "channel_id": str(forum.id), "data": {}}
        command = await here.ask("Grace", "POST", "/interactions", asked)

        assert (message.status, message.code) == (400, 50008)
        assert (command.status, command.code) == (400, 50024)


async def test_one_post_stands_at_the_top() -> None:
    """Pinning is for moderators; a second pinned post is 30047 until the first is let go."""
    async with place() as here:
        one, two = [f"/channels/{(await posted(here)).body['id']}" for _ in range(2)]
        own = await here.ask("Grace", "PATCH", one, {"flags": PINNED})
        first = await here.ask("Ada", "PATCH", one, {"flags": PINNED})
        second = await here.ask("Ada", "PATCH", two, {"flags": PINNED})
        await here.ask("Ada", "PATCH", one, {"flags": 0})
        again = await here.ask("Ada", "PATCH", two, {"flags": PINNED})

        assert own.code == 50013
        assert first.body["flags"] == PINNED
        assert (second.status, second.code) == (400, 30047)
        assert again.body["flags"] == PINNED


async def test_threads_elsewhere_have_no_tags_and_no_top() -> None:
    """50024 for applied_tags or flags on a thread of a text channel, which shows no applied_tags."""
    async with place() as here:
        path = f"/channels/{here.channel().id}/threads"
        thread = await here.ask("Ada", "POST", path, {"name": "talk", "type": 11})
        tagged = await here.ask("Ada", "PATCH", f"/channels/{thread.body['id']}", {"applied_tags": []})
        pinned = await here.ask("Ada", "PATCH", f"/channels/{thread.body['id']}", {"flags": PINNED})

        assert "applied_tags" not in thread.body
        assert (tagged.code, pinned.code) == (50024, 50024)


async def test_a_moderator_arranges_the_forum() -> None:
    """Tags keep their ids, new ones get one; a name stands once; the rest of the settings is shown again."""
    async with place() as here:
        path, kept = f"/channels/{here.channel('ideas').id}", tag_of(here, "Idea")
        tags = [{"id": kept, "name": "Thought"}, {"name": "Bug", "moderated": True, "emoji_name": "🐛"}]
        body = {
            "available_tags": tags,
            "default_auto_archive_duration": 60,
            "default_sort_order": 1,
            "default_forum_layout": 2,
            "default_reaction_emoji": {"emoji_name": "👍"},
            "topic": "t" * 4096,
        }
        changed = await here.ask("Ada", "PATCH", path, body)
        twice = await here.ask("Ada", "PATCH", path, {"available_tags": [{"name": "a"}, {"name": "a"}]})
        member = await here.ask("Grace", "PATCH", path, {"available_tags": []})
        post = await posted(here)

        assert [(tag["name"], tag["moderated"]) for tag in changed.body["available_tags"]] == [
            ("Thought", False),
            ("Bug", True),
        ]
        assert changed.body["available_tags"][0]["id"] == kept
        assert (changed.body["default_sort_order"], changed.body["default_forum_layout"]) == (1, 2)
        assert changed.body["default_reaction_emoji"] == {"emoji_id": None, "emoji_name": "👍"}
        assert (twice.code, member.code) == (40061, 50013)
        assert post.body["thread_metadata"]["auto_archive_duration"] == 60


async def test_a_new_forum_can_be_made() -> None:
    """POST /guilds/{g}/channels with type 15; posts go there at once, and sleep after what it says."""
    async with place() as here:
        body = {"name": "bugs", "type": 15, "available_tags": [{"name": "Crash"}], "flags": REQUIRE_TAG}
        made = await here.ask("Ada", "POST", f"/guilds/{here.world.guild.id}/channels", body)
        tag = made.body["available_tags"][0]["id"]
        said = {"name": "It broke", "message": {"content": "here"}, "applied_tags": [tag]}
        post = await here.ask("Grace", "POST", f"/channels/{made.body['id']}/threads", said)

        assert (made.status, made.body["type"], made.body["flags"]) == (201, 15, REQUIRE_TAG)
        assert post.status == 201


async def test_posts_sleep_wake_and_are_listed() -> None:
    """Active ones for the guild, archived ones for the forum; a message wakes a post."""
    async with place() as here:
        post = await posted(here)
        active = await here.ask("bot", "GET", f"/guilds/{here.world.guild.id}/threads/active")
        here.clock.advance(4321 * 60)
        path = f"/channels/{here.channel('ideas').id}/threads/archived/public"
        asleep = await here.ask("bot", "GET", path)
        await here.ask("Linus", "POST", f"/channels/{post.body['id']}/messages", {"content": "awake?"})
        awake = await here.ask("bot", "GET", path)

        assert [thread["id"] for thread in active.body["threads"]] == [post.body["id"]]
        assert [thread["id"] for thread in asleep.body["threads"]] == [post.body["id"]]
        assert awake.body["threads"] == []


async def test_a_post_outlives_its_first_message() -> None:
    """Deleting the starter leaves the thread, and no counter falls below what was said."""
    async with place() as here:
        post = await posted(here)
        path = f"/channels/{post.body['id']}"
        await here.ask("Linus", "POST", f"{path}/messages", {"content": "hm"})
        deleted = await here.ask("Grace", "DELETE", f"{path}/messages/{post.body['id']}")
        thread = await here.ask("bot", "GET", path)

        assert deleted.status == 204
        assert (thread.body["message_count"], thread.body["total_message_sent"]) == (1, 1)


async def test_the_bot_posts_and_writes_on() -> None:
    """In plain JSON too, and breaks no rule with it."""
    async with place() as here:
        post = await posted(here, "bot")
        sent = await here.talk(thread_of(here, post)).send("and more")

        assert sent.channel.id == int(post.body["id"])
        assert here.violated() == []
