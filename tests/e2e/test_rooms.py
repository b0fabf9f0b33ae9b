"""Talks in private, in posts and in company: who sees them, who is heard in them, and that a kill changes nothing."""

from functools import partial
from pathlib import Path

import pytest

from tests.e2e.conftest import assert_clean
from tests.e2e.lacking import OPEN_PRIVATE_THREADS, given_privately
from tests.e2e.messages import Json, is_card, is_receipt
from tests.e2e.person import Person
from tests.e2e.requests import creates, said_in, told
from tests.e2e.stage import Stage, set_up

SECRET = "short: a surprise for Grace"
PRIVATE, DIRECT, ADDED = 12, 1, 1
HINT = "Several people are here now"


async def private_threads(stage: Stage, person: Person) -> list[Json]:
    """Those that this person sees."""
    status, found = await person.call("GET", f"/guilds/{stage.guild}/threads/active")
    assert status == 200, found
    return [thread for thread in found["threads"] if thread["type"] == PRIVATE]


async def private_thread(stage: Stage, person: Person) -> str:
    async def made() -> str | None:
        return next((str(thread["id"]) for thread in await private_threads(stage, person)), None)

    return str(await stage.until(made))


async def a_channel_without_private_threads(stage: Stage) -> str:
    """Where the bot may make none; the others as they are."""
    channel, body = stage.channel("workshop"), {"type": 1, "deny": OPEN_PRIVATE_THREADS}
    path = f"/channels/{channel}/permissions/{stage.application}"
    status, _ = await stage.person("Ada").call("PUT", path, body)
    assert status == 204
    return channel


def ours(stage: Stage, messages: list[Json]) -> list[Json]:
    """What the bot said, without Discord's notice that somebody was added."""
    return [m for m in messages if m["author"]["id"] == stage.application and m["type"] != ADDED]


async def hints(stage: Stage, thread: str) -> list[Json]:
    return [m for m in await stage.person("Ada").messages(thread) if HINT in m["content"]]


async def test_a_private_talk_is_seen_by_its_asker_alone(stage: Stage) -> None:
    """A private thread quotes the request; the link is the asker's, and others find neither thread nor word."""
    ada, grace = stage.person("Ada"), stage.person("Grace")
    shown = await given_privately(stage, lambda: grace.ask(SECRET, private=True))
    thread = await private_thread(stage, grace)
    messages = await stage.finished(grace, thread)
    await grace.say(thread, "short again")
    await stage.finished(grace, thread, turns=2)
    linus = stage.person("Linus")
    status, _ = await linus.call("GET", f"/channels/{thread}/messages")

    assert f"<#{thread}>" in shown["content"]
    assert SECRET in ours(stage, messages)[0]["content"]
    assert status == 403
    assert await private_threads(stage, linus) == []
    assert await linus.messages(stage.general) == await ada.messages(stage.general) == []


async def test_who_is_let_in_may_speak(stage: Stage) -> None:
    """Somebody whom a manager has added to the private thread is heard when they mention the bot."""
    ada, linus = stage.person("Ada"), stage.person("Linus")
    await ada.ask(SECRET, private=True)
    thread = await private_thread(stage, ada)
    await stage.finished(ada, thread)
    status, _ = await ada.call("PUT", f"/channels/{thread}/thread-members/{linus.id}")
    await linus.say(thread, f"<@{stage.application}> short: from Linus")
    await stage.finished(linus, thread, turns=2)

    assert status == 204
    assert said_in((await creates(stage))[-1]).startswith(f"From: Linus (Discord user {linus.id}), who is not")


async def test_without_private_threads_it_is_the_direct_messages(stage: Stage) -> None:
    """Where the bot may open none, the talk is there, and goes on there, also after a restart."""
    grace = stage.person("Grace")
    channel = await a_channel_without_private_threads(stage)
    shown = await given_privately(stage, lambda: grace.ask(SECRET, channel=channel, private=True))
    direct = await grace.direct()
    messages = await stage.finished(grace, direct)
    await stage.kill_bot()
    await stage.start_bot()
    await grace.say(direct, "short again")
    await stage.finished(grace, direct, turns=2)

    assert f"<#{direct}>" in shown["content"]
    assert SECRET in ours(stage, messages)[0]["content"]
    assert await grace.messages(channel) == []
    assert (await creates(stage))[-1]["previous_interaction_id"]


async def test_a_server_that_the_operator_opened_is_open_in_direct_messages(tmp_path: Path) -> None:
    """Whom ALLOW names by their server alone goes on with such a talk, and with its buttons."""
    async with set_up(tmp_path) as stage:
        await stage.start_bot(ALLOW=stage.guild)
        grace = stage.person("Grace")
        channel = await a_channel_without_private_threads(stage)
        await grace.ask(SECRET, channel=channel, private=True)
        direct = await grace.direct()
        receipt = next(m for m in await stage.finished(grace, direct) if is_receipt(m))
        await grace.say(direct, "short again")
        await stage.finished(grace, direct, turns=2)
        await grace.click(receipt, "Retry")
        await stage.finished(grace, direct, turns=3)

        assert len(await creates(stage)) == 3
        await assert_clean(stage)


async def test_with_neither_the_asker_alone_is_told_why(stage: Stage) -> None:
    """No private thread and no direct messages: a private sentence, and nothing runs."""
    grace = stage.person("Grace")
    channel = await a_channel_without_private_threads(stage)
    await grace.call("PATCH", "/users/@me/settings", {"default_guilds_restricted": True})
    shown = await given_privately(stage, lambda: grace.ask(SECRET, channel=channel, private=True))

    assert "Allow direct messages" in shown["content"]
    assert await grace.messages(channel) == []
    assert await creates(stage) == []


@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_while_the_private_thread_is_made(stage: Stage, when: str) -> None:
    """Whether or not it had been made: there is one, with one quotation and one answer, and the asker has the link."""
    grace = stage.person("Grace")
    await stage.fault({"method": "POST", "path": "*/threads", "times": 1, "who": "bot"}, {"hold": when})
    await grace.ask(SECRET, private=True)
    await stage.until(partial(something_is_held, stage))
    await stage.kill_bot()
    await stage.lever("DELETE", "faults")

    async def again() -> None:
        await stage.start_bot()

    shown = await given_privately(stage, again)
    thread = await private_thread(stage, grace)
    messages = ours(stage, await stage.finished(grace, thread))

    assert f"<#{thread}>" in shown["content"]
    assert [one["id"] for one in await private_threads(stage, stage.person("Ada"))] == [thread]
    assert len([m for m in messages if SECRET in m["content"]]) == 1
    assert len([m for m in messages if is_card(m)]) == 1


async def something_is_held(stage: Stage) -> bool:
    return any(fault["held"] for fault in await stage.lever("GET", "faults"))


async def test_a_post_that_mentions_the_bot_is_the_talk(stage: Stage) -> None:
    """Answered in the post, which keeps its name; its owner goes on in plain words, others with a mention."""
    ada, grace = stage.person("Ada"), stage.person("Grace")
    body = {"name": "Boats", "message": {"content": f"<@{stage.application}> short: which boat?"}}
    status, made = await grace.call("POST", f"/channels/{stage.channel('ideas')}/threads", body)
    assert status == 201, made
    post = str(made["id"])
    await stage.finished(grace, post)
    await grace.say(post, "short: and which oars?")
    await stage.finished(grace, post, turns=2)
    await ada.say(post, "short: none at all")
    await stage.until(partial(hints, stage, post))
    await ada.say(post, f"<@{stage.application}> short: which sails?")
    await stage.finished(ada, post, turns=3)
    _, now = await ada.call("GET", f"/channels/{post}")

    said = [said_in(body).rpartition("Request:\n")[2] for body in await creates(stage)]
    assert said == ["short: which boat?", "short: and which oars?", "short: which sails?"]
    assert now["name"] == "Boats"


async def test_company_is_remembered(stage: Stage) -> None:
    """Two people in a thread: said once, also after a restart; then mentions and silent replies are heard, until a
    manager lets everyone be.
    """
    ada, grace = stage.person("Ada"), stage.person("Grace")
    await grace.ask("short please")
    thread = await stage.thread_of(grace)
    answer = [m for m in await stage.finished(grace, thread) if is_receipt(m)][-1]
    await ada.say(thread, "short: just to Grace")
    await stage.until(partial(hints, stage, thread))
    await stage.kill_bot()
    await stage.start_bot()
    await grace.say(thread, "short: just to Ada")
    silent = {"content": "short: for the bot", "allowed_mentions": {"parse": [], "replied_user": False}}
    reference = {"message_reference": {"message_id": answer["id"], "channel_id": thread}}
    status, _ = await grace.call("POST", f"/channels/{thread}/messages", silent | reference)
    await stage.finished(grace, thread, turns=2)
    everyone = [{"type": 1, "name": "talk", "options": [{"type": 3, "name": "answer", "value": "everyone"}]}]
    await ada.command("settings", everyone)
    await stage.until(partial(told, stage, "every message is a request, whoever"))
    await ada.say(thread, "short: from Ada")
    await stage.finished(ada, thread, turns=3)

    said = [said_in(body).rpartition("Request:\n")[2] for body in await creates(stage)]
    assert status == 200
    assert said == ["short please", "short: for the bot", "short: from Ada"]
    assert len(await hints(stage, thread)) == 1


async def test_a_model_is_told_who_said_what(stage: Stage) -> None:
    """In company, its memory has the name with every request, and the newest says that it is another person's."""
    ada, grace = stage.person("Ada"), stage.person("Grace")
    await ada.ask("short: from Ada", model="antigravity/gemini-3-flash")
    thread = await stage.thread_of(ada)
    await stage.finished(ada, thread)
    await grace.say(thread, f"<@{stage.application}> short: from Grace")
    await stage.finished(grace, thread, turns=2)

    asked = [e for e in await stage.requests() if e["method"] == "POST" and e["path"].startswith("/antigravity/")]
    told_last = str(asked[-1]["body"])
    assert f"From: Ada (Discord user {ada.id})" in told_last
    assert f"From: Grace (Discord user {grace.id}), who is not the person that began" in told_last
