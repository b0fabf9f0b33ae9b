"""Who is heard in a talk: one person always, several only when they speak to the bot, until a server says otherwise."""

from pathlib import Path
from typing import Any

import pytest

from bot.core.catalogue import say
from bot.core.guild_setting import Answers
from bot.core.ids import Snowflake
from bot.core.session import SessionKind
from tests.surface.coming import command, said, store
from tests.surface.whole import Whole, whole


def me(here: Whole) -> int:
    return here.world.bot.id


async def requests(here: Whole, number: int) -> list[str]:
    """Of all turns, once so many are done."""
    await here.until(lambda: here.done_turn(number - 1))
    return [turn.request for turn in await here.turns()]


def hints(here: Whole, thread: int) -> int:
    return len([m for m in here.messages(thread) if m.content == say("company")])


async def hinted(here: Whole, thread: int) -> None:
    """What people say at the very same time may still be heard."""

    async def found() -> int:
        return hints(here, thread)

    await here.until(found)


async def reply(here: Whole, name: str, thread: int, content: str, *, pings: bool) -> None:
    """To the newest message of the bot's in this thread."""
    to = [m for m in here.messages(thread) if m.author_id == me(here)][-1]
    body: dict[str, Any] = {"content": content, "message_reference": {"message_id": str(to.id)}}
    if not pings:
        body["allowed_mentions"] = {"parse": [], "replied_user": False}
    await here.call(name, "POST", f"/channels/{thread}/messages", body)


async def start_thread(here: Whole, name: str, title: str = "plans") -> int:
    """Somebody's own, in the channel."""
    url, body = f"/channels/{here.general.id}/threads", {"name": title, "type": 11}
    await here.call(name, "POST", url, body)
    return max(c.id for c in here.world.threads_of(here.world.guild.id))


async def post(here: Whole, name: str, content: str) -> int:
    """In the forum."""
    forum = here.channel("ideas")
    await here.call(name, "POST", f"/channels/{forum.id}/threads", {"name": "An idea", "message": {"content": content}})
    return max(c.id for c in here.world.threads_of(here.world.guild.id))


async def test_from_the_second_person_on_who_speaks_to_the_bot_is_heard(tmp_path: Path) -> None:
    """What people say to one another is passed over, said once; mentions and replies, pinging or not, are requests."""
    async with whole(tmp_path) as here:
        thread, _ = await here.talk()
        await here.say("Ada", "short: alone", thread)
        await requests(here, 2)
        await here.say("Grace", "short: to Ada", thread)
        await hinted(here, thread)
        await here.say("Ada", "short: to Grace", thread)
        await here.say("Grace", f"<@{me(here)}> short: mention", thread)
        await requests(here, 3)
        await reply(here, "Ada", thread, "short: reply", pings=True)
        await requests(here, 4)
        await reply(here, "Grace", thread, "short: silent reply", pings=False)

        asked = await requests(here, 5)
        wanted = ["short please", "short: alone", "short: mention", "short: reply", "short: silent reply"]
        assert asked == wanted
        assert hints(here, thread) == 1


async def test_a_second_person_who_asks_by_command_is_company_too(tmp_path: Path) -> None:
    """After their `/ask` in the thread, the first one's plain message is no request any more, which is said."""
    async with whole(tmp_path) as here:
        thread, _ = await here.talk()
        await here.ask("Grace", "short: command", channel=thread)
        await requests(here, 2)
        await here.say("Ada", "short: to Grace", thread)
        await here.say("Ada", f"<@{me(here)}> short: mention", thread)

        assert await requests(here, 3) == ["short please", "short: command", "short: mention"]
        assert hints(here, thread) == 1


async def test_a_reply_to_another_person_is_none_to_the_bot(tmp_path: Path) -> None:
    """In company, a reply counts by whose message it answers."""
    async with whole(tmp_path) as here:
        thread, _ = await here.talk()
        other = await here.say("Grace", "short: to Ada", thread)
        await hinted(here, thread)
        body = {"content": "short: to Grace", "message_reference": {"message_id": other["id"]}}
        await here.call("Ada", "POST", f"/channels/{thread}/messages", body)
        await here.say("Ada", f"<@{me(here)}> short: mention", thread)

        assert await requests(here, 2) == ["short please", "short: mention"]


async def test_a_server_can_have_everyone_heard(tmp_path: Path) -> None:
    """By a manager's `/settings talk`, from the next message on, and no more once it is taken back."""
    async with whole(tmp_path) as here:
        thread, _ = await here.talk()
        first = await said(here, command(here, "Ada", "settings talk", {"answer": "everyone"}))
        await here.say("Grace", "short: open", thread)
        await requests(here, 2)
        second = await said(here, command(here, "Ada", "settings talk", {"answer": "mentioned"}))
        await here.say("Grace", "short: closed", thread)
        await here.say("Grace", f"<@{me(here)}> short: mention", thread)

        assert await requests(here, 3) == ["short please", "short: open", "short: mention"]
        assert (first, second) == (say("talk.everyone"), say("talk.mentioned"))


async def test_who_does_not_manage_the_server_changes_nothing(tmp_path: Path) -> None:
    """Neither with a choice nor by asking what holds."""
    async with whole(tmp_path) as here:
        refused = await said(here, command(here, "Grace", "settings talk", {"answer": "everyone"}))

        assert refused == say("denied.manage")
        assert await store(here).guild_talks.answers(Snowflake(here.world.guild.id)) is Answers.MENTIONED


async def test_in_a_thread_of_others_a_mention_begins_a_talk(tmp_path: Path) -> None:
    """It takes place there, under its name; what is not said to the bot is passed over, also of who began it."""
    async with whole(tmp_path) as here:
        thread = await start_thread(here, "Grace")
        await here.say("Ada", "short: to Grace", thread)
        await here.say("Ada", f"<@{me(here)}> short: mention", thread)
        await requests(here, 1)
        await here.say("Ada", "short: to Grace again", thread)
        await here.ask("Grace", "short: command", channel=thread)

        assert await requests(here, 2) == ["short: mention", "short: command"]
        (session,) = {turn.session for turn in await here.turns()}
        talk = await store(here).session(session)
        assert talk is not None
        assert (talk.kind, talk.thread, talk.parent) == (SessionKind.JOINED, thread, here.general.id)
        assert here.world.channels[thread].name == talk.title == "plans"
        assert [c.id for c in here.world.threads_of(here.world.guild.id)] == [thread]
        assert hints(here, thread) == 0


async def test_ask_in_a_thread_of_others_is_quoted_there(tmp_path: Path) -> None:
    """No thread is made, and nothing is said in the channel."""
    async with whole(tmp_path) as here:
        thread = await start_thread(here, "Grace")
        before = len(here.messages(here.general.id))
        await here.ask("Ada", "short: command", channel=thread)
        await requests(here, 1)

        first = next(m for m in here.messages(thread) if m.author_id == me(here))
        assert "short: command" in first.content
        assert len(here.messages(here.general.id)) == before


async def test_a_post_is_a_talk_with_its_owner(tmp_path: Path) -> None:
    """Whose first message mentions the bot: the next ones need not, until others write there."""
    async with whole(tmp_path) as here:
        thread = await post(here, "Ada", f"<@{me(here)}> short: first")
        await requests(here, 1)
        await here.say("Ada", "short: second", thread)
        await requests(here, 2)
        await here.say("Grace", "short: to Ada", thread)
        await hinted(here, thread)
        await here.say("Ada", "short: to Grace", thread)
        await here.say("Grace", f"<@{me(here)}> short: mine", thread)

        assert await requests(here, 3) == ["short: first", "short: second", "short: mine"]
        assert hints(here, thread) == 1
        assert here.world.channels[thread].name == "An idea"


async def test_a_post_that_does_not_speak_to_the_bot_is_left_alone(tmp_path: Path) -> None:
    """Nobody asked anything."""
    async with whole(tmp_path) as here:
        thread = await post(here, "Ada", "short: not for you")
        await here.say("Grace", "short: nor this", thread)
        await here.talk()

        assert [turn.request for turn in await here.turns()] == ["short please"]
        assert not [m for m in here.messages(thread) if m.author_id == me(here)]


@pytest.mark.parametrize("where", ["thread", "post"])
async def test_who_may_not_use_the_bot_begins_nothing_by_a_mention(tmp_path: Path, where: str) -> None:
    """A stranger's mention in a thread or a post is passed over."""
    async with whole(tmp_path, allow="") as here:
        if where == "thread":
            thread = await start_thread(here, "Grace")
            await here.say("Grace", f"<@{me(here)}> short: mine", thread)
        else:
            await post(here, "Grace", f"<@{me(here)}> short: mine")
        await here.talk()

        assert [turn.request for turn in await here.turns()] == ["short please"]


async def test_who_begin_a_talk_together_begin_one(tmp_path: Path) -> None:
    """Two mentions at once in a thread of others are two turns of one session."""
    async with whole(tmp_path) as here:
        thread = await start_thread(here, "Grace")
        for name in ("Ada", "Grace"):
            await here.say(name, f"<@{me(here)}> short: {name}", thread)
        await requests(here, 2)

        assert len({turn.session for turn in await here.turns()}) == 1
