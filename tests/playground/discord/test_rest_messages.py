"""Sending, reading, changing messages: through the unmodified discord.py, and by people."""

import discord
import pytest

from bot.playground.discord import limits
from bot.playground.discord.messages.creating import Origin, create
from bot.playground.discord.messages.drafts import CREATE, draft_of
from tests.playground.discord.rest_place import place


async def test_a_bot_logs_in_and_knows_itself_and_its_application() -> None:
    """discord.py's login and application_info work against the playground."""
    async with place() as here:
        info = await here.bot.application_info()

        assert here.bot.user is not None
        assert here.bot.user.id == here.world.bot.id
        assert info.owner.id == here.person("Ada").id
        assert here.violated() == []


async def test_a_sent_message_has_content_nonce_and_event() -> None:
    """A message sent by discord.py is stored, answered with its nonce and announced once."""
    async with place() as here:
        sent = await here.talk().send("  hello  ")

        assert sent.content == "hello"
        assert sent.nonce is not None
        assert [e.payload["content"] for e in here.events if e.name == "MESSAGE_CREATE"] == ["hello"]


async def test_the_same_nonce_gives_the_first_message_again_for_minutes() -> None:
    """enforce_nonce makes a repeated create answer the first message, until some minutes have passed."""
    async with place() as here:
        path, body = f"/channels/{here.channel().id}/messages", {"content": "x", "nonce": "n1", "enforce_nonce": True}
        first = await here.ask("bot", "POST", path, body)
        again = await here.ask("bot", "POST", path, body)
        here.clock.advance(limits.NONCE_SECONDS + 1)
        late = await here.ask("bot", "POST", path, body)

        assert first.body["id"] == again.body["id"]
        assert late.body["id"] != first.body["id"]
        assert len(here.channel().messages) == 2


async def test_history_pages_by_before_after_and_around() -> None:
    """History is newest first and turns by before, after and around; it carries no nonce."""
    async with place() as here:
        path = f"/channels/{here.channel().id}/messages"
        ids = [(await here.ask("Ada", "POST", path, {"content": str(n)})).body["id"] for n in range(7)]

        async def listed(query: str) -> list[str]:
            answer = await here.ask("bot", "GET", f"{path}?{query}")
            return [message["content"] for message in answer.body]

        assert await listed("limit=3") == ["6", "5", "4"]
        assert await listed(f"before={ids[3]}&limit=2") == ["2", "1"]
        assert await listed(f"after={ids[3]}&limit=2") == ["5", "4"]
        assert await listed(f"around={ids[3]}&limit=3") == ["4", "3", "2"]
        assert await listed(f"after={ids[6]}") == []


async def test_a_history_of_more_than_a_hundred_is_refused() -> None:
    """limit=101 is a form error, and the bot's fault."""
    async with place() as here:
        answer = await here.ask("bot", "GET", f"/channels/{here.channel().id}/messages?limit=101")

        assert (answer.status, answer.code) == (400, 50035)
        assert "limit" in answer.body["errors"]
        assert here.violated() == ["form-body"]


async def test_without_read_message_history_the_history_is_empty() -> None:
    """A missing READ_MESSAGE_HISTORY is answered with an empty list, not with an error."""
    async with place() as here:
        general = here.channel()
        await here.talk().send("there")
        role = next(role for role in here.world.guild.roles.values() if role.bot_id)
        denied = {"type": 0, "deny": 1 << 16, "allow": 0}
        await here.ask("Ada", "PUT", f"/channels/{general.id}/permissions/{role.id}", denied)

        assert (await here.ask("bot", "GET", f"/channels/{general.id}/messages")).body == []
        assert (await here.ask("bot", "GET", f"/channels/{general.id}/messages/{max(general.messages)}")).code == 50013


async def test_edit_and_delete_are_announced() -> None:
    """discord.py edits and deletes its message; both are told as gateway events."""
    async with place() as here:
        sent = await here.talk().send("one")
        edited = await sent.edit(content="two")
        await sent.delete()

        assert edited.content == "two"
        assert edited.edited_at is not None
        assert here.names() == ["MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE"]
        assert here.channel().messages == {}


async def test_other_peoples_messages_cannot_be_edited() -> None:
    """Editing somebody else's message is refused with 50005 for bot and people."""
    async with place() as here:
        path = f"/channels/{here.channel().id}/messages"
        theirs = (await here.ask("Grace", "POST", path, {"content": "mine"})).body["id"]

        assert (await here.ask("bot", "PATCH", f"{path}/{theirs}", {"content": "x"})).code == 50005
        assert (await here.ask("Linus", "PATCH", f"{path}/{theirs}", {"content": "x"})).code == 50005
        assert here.violated() == ["foreign-message"]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"content": "x" * 2001}, ["content"]),
        ({"content": "x", "nonce": "n" * 26}, ["nonce"]),
        ({"embeds": [{"title": "t" * 257}]}, ["embeds", "0", "title"]),
        ({"embeds": [{"description": "d" * 4000}, {"description": "d" * 2001}]}, ["embeds"]),
        ({"embeds": [{"fields": [{"name": "n", "value": ""}]}]}, ["embeds", "0", "fields", "0", "value"]),
        ({"embeds": [{"title": "t"}] * 11}, ["embeds"]),
        ({"content": "x", "message_reference": {"message_id": "1"}}, ["message_reference"]),
        ({"content": "x", "flags": 1 << 6}, ["flags"]),
        ({"content": "x", "flags": 1 << 15}, ["content"]),
        ({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["5"]}}, ["allowed_mentions"]),
        ({"content": "x", "attachments": [{"id": 0, "filename": "a"}]}, ["attachments"]),
        ({"components": [{"type": 10, "content": "text"}]}, ["components", "0", "type"]),
    ],
)
async def test_what_does_not_fit_names_its_place(body: dict[str, object], path: list[str]) -> None:
    """Everything over a limit answers 50035 with the errors tree leading to the field, and is a violation."""
    async with place() as here:
        answer = await here.ask("bot", "POST", f"/channels/{here.channel().id}/messages", body)

        assert (answer.status, answer.code) == (400, 50035)
        node = answer.body["errors"]
        for key in path:
            node = node[key]
        assert node["_errors"][0].keys() == {"code", "message"}
        assert here.violated() == ["form-body"]


async def test_an_empty_message_is_refused() -> None:
    """Neither a send nor an edit may leave a message empty: 50006."""
    async with place() as here:
        path = f"/channels/{here.channel().id}/messages"
        sent = await here.talk().send("x")

        assert (await here.ask("bot", "POST", path, {"content": "  "})).code == 50006
        assert (await here.ask("bot", "PATCH", f"{path}/{sent.id}", {"content": ""})).code == 50006


async def test_a_reply_refers_to_its_message_and_survives_its_loss_when_asked() -> None:
    """A reply carries reference and referenced message; fail_if_not_exists false sends without."""
    async with place() as here:
        first = await here.talk().send("question")
        reply = await here.talk().send("answer", reference=first)
        await first.delete()
        plain = await here.talk().send("late", reference=first.to_reference(fail_if_not_exists=False))

        assert reply.reference is not None
        assert reply.reference.message_id == first.id
        assert isinstance(reply.reference.resolved, discord.Message)
        assert plain.reference is None


async def test_bulk_delete_needs_the_permission_and_two_messages() -> None:
    """Moderators delete 2 to 100 messages in one event; the bot may not."""
    async with place() as here:
        path = f"/channels/{here.channel().id}/messages"
        ids = [(await here.ask("Grace", "POST", path, {"content": str(n)})).body["id"] for n in range(3)]
        refused = await here.ask("bot", "POST", f"{path}/bulk-delete", {"messages": ids})
        few = await here.ask("Ada", "POST", f"{path}/bulk-delete", {"messages": ids[:1]})
        done = await here.ask("Ada", "POST", f"{path}/bulk-delete", {"messages": ids[:2]})

        assert (refused.code, few.code, done.status) == (50013, 50035, 204)
        assert here.names()[-1] == "MESSAGE_DELETE_BULK"
        assert [str(message_id) for message_id in here.channel().messages] == ids[2:]


async def test_typing_is_announced() -> None:
    """discord.py's typing tells who types where."""
    async with place() as here:
        await here.talk().typing()

        assert here.events[0].name == "TYPING_START"
        assert here.events[0].payload["user_id"] == str(here.world.bot.id)


async def test_editing_old_messages_often_is_a_429_of_its_own() -> None:
    """Edits of messages older than an hour are limited with code 30046, which only the bot meets."""
    async with place() as here:
        sent = await here.talk().send("old")
        here.clock.advance(limits.OLD_MESSAGE_SECONDS + 1)
        path = f"/channels/{here.channel().id}/messages/{sent.id}"
        answers = [
            await here.ask("bot", "PATCH", path, {"content": str(n)}) for n in range(limits.OLD_MESSAGE_EDITS + 1)
        ]

        assert [answer.status for answer in answers] == [200] * limits.OLD_MESSAGE_EDITS + [429]
        assert answers[-1].code == 30046
        assert answers[-1].headers["Via"] == "1.1 google"


async def test_what_is_ephemeral_is_in_no_history() -> None:
    """A message for one person is absent from lists and reads, even for that person."""
    async with place() as here:
        general, grace = here.channel(), here.person("Grace")
        draft = draft_of({"content": "psst"}, (), CREATE, largest=1)
        secret = create(here.world, general, here.world.bot.id, draft, Origin(seen_only_by=grace.id))
        path = f"/channels/{general.id}/messages"

        assert (await here.ask("Grace", "GET", path)).body == []
        assert (await here.ask("Grace", "GET", f"{path}/{secret.id}")).code == 10008
        assert (await here.ask("bot", "PATCH", f"{path}/{secret.id}", {"content": "x"})).code == 10008
        assert here.events[-1].only_for == frozenset({grace.id, here.world.bot.id})
