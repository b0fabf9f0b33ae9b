"""The agent calls functions of ours: it asks people, reads and writes with their leave, and uses an operator's own."""

import signal
from pathlib import Path

import pytest

from tests.e2e.calling import answers, labels, one_result, question, questions, results, shows, will_call
from tests.e2e.conftest import assert_clean
from tests.e2e.gallery import form_shown, said_privately
from tests.e2e.messages import Json, is_card, is_receipt, pages, text_of
from tests.e2e.stage import ROOT, Stage, set_up

VIEW_CHANNEL = 1 << 10
ASK = "discord_ask_person"
TEA = {"question": "Tea or coffee?", "choices": ["Tea", "Coffee"]}


async def asked(stage: Stage, name: str, *calls: tuple[str, Json], number: int = 0) -> str:
    """The thread, the `number`-th that is opened, in which the agent, for this person, calls these functions."""
    person = stage.person(name)
    await person.ask(await will_call(stage, *calls, scene=f"calls{number}"))
    return await stage.thread_of(person, number=number)


async def so_far(stage: Stage) -> int:
    """How many requests there were so far."""
    return len(await stage.requests())


async def first_card(stage: Stage, thread: str, words: str) -> Json | None:
    cards = [m for m in await stage.person("Ada").messages(thread) if is_card(m)]
    return next((card for card in cards if words in text_of(card)), None)


async def test_the_documentations_weather(tmp_path: Path) -> None:
    """The shipped sample, named in TOOLS, is called by the agent, whose answer says what it gave."""
    async with set_up(tmp_path) as stage:
        await stage.start_bot(TOOLS="sample_tools:get_weather", PYTHONPATH=f"{ROOT}:{ROOT / 'deploy'}")
        ada = stage.person("Ada")

        await ada.ask("What is the weather in Tokyo?")
        thread = await stage.thread_of(ada)
        messages = await stage.finished(ada, thread)

        result = await one_result(stage)
        assert result is not None
        assert (result["name"], result["result"]["temperature"]) == ("get_weather", 23)
        assert "23" in "".join(pages(messages, stage.application))
        await assert_clean(stage)


async def test_only_the_asker_answers(stage: Stage) -> None:
    """Somebody else's click is refused in private; the asker's choice reaches the agent, and stands in the message."""
    thread = await asked(stage, "Ada", (ASK, TEA))
    asks = await question(stage, thread)
    card = await stage.until(lambda: first_card(stage, thread, "Waiting for you"))
    before = await so_far(stage)

    await stage.person("Grace").click(asks, "Coffee")
    refused = await stage.until(lambda: said_privately(stage, before, "may answer"))
    await stage.person("Ada").click(asks, "Tea")
    answered = await shows(stage, asks, "answered:\n> Tea")
    await stage.finished(stage.person("Ada"), thread)

    assert refused
    assert labels(card) == ["Stop"]
    assert asks["mentions"] == []
    assert not asks["flags"] & 1 << 12
    assert answers(answered) == []
    assert await results(stage) == [
        {"type": "function_result", "call_id": "calls0-0", "name": ASK, "result": {"answer": "Tea"}}
    ]


async def test_a_text_is_written_in_a_form_after_a_restart(stage: Stage) -> None:
    """The bot is killed while its question stands; the button still opens the form, and the turn goes on."""
    thread = await asked(stage, "Grace", (ASK, {"question": "Which colour?"}))
    asks = await question(stage, thread)
    await stage.kill_bot(signal.SIGKILL)
    await stage.start_bot()
    grace, before = stage.person("Grace"), await so_far(stage)

    await grace.click(asks, "Write an answer")
    form = await stage.until(lambda: form_shown(stage, before))
    await grace.send_form(form, {"words": "Blue, like the sea"}, channel=thread)
    await shows(stage, asks, "> Blue, like the sea")
    await stage.finished(grace, thread)

    assert (await results(stage))[0]["result"] == {"answer": "Blue, like the sea"}
    assert await questions(stage, thread) == []


async def test_two_questions_at_once(stage: Stage) -> None:
    """Both stand, are answered in the other order, by a menu and a button, and go back in one request."""
    many = {"question": "Which number?", "choices": [f"Number {number}" for number in range(20)]}
    thread = await asked(stage, "Ada", (ASK, many), (ASK, {"question": "Sure?", "kind": "yes_no"}))
    second = await question(stage, thread, 1)
    first = await question(stage, thread, 0)
    ada = stage.person("Ada")

    await ada.click(second, "No")
    await shows(stage, second, "> No")
    await ada.choose(first, answers(first)[0], "7")
    await stage.finished(ada, thread)

    assert [one["result"] for one in await results(stage)] == [{"answer": "Number 7"}, {"answer": "no"}]


async def test_nobody_answers_in_time(tmp_path: Path) -> None:
    """The question says until when it stands; then it closes, and the agent goes on without an answer."""
    async with set_up(tmp_path) as stage:
        await stage.start_bot(ANSWER_WITHIN_HOURS="0.001")
        thread = await asked(stage, "Ada", (ASK, TEA))
        asks = await question(stage, thread)
        closed = await shows(stage, asks, "Nobody answered in time")
        await stage.finished(stage.person("Ada"), thread)

        result = await one_result(stage)
        assert result is not None
        assert (result["is_error"], "Nobody answered" in result["result"]) == (True, True)
        assert "to answer, until <t:" in text_of(asks)
        assert answers(closed) == []


@pytest.fixture
def workshop(stage: Stage) -> str:
    return stage.channel("workshop")


async def test_a_post_waits_for_leave(stage: Stage, workshop: str) -> None:
    """Refused with a reason, nothing is posted and the agent reads why; for the session, the next one is not asked."""
    ada, post = stage.person("Ada"), {"channel": workshop, "text": "Hello @everyone\n**all**"}
    thread = await asked(stage, "Ada", ("discord_post", post))
    asks, before = await question(stage, thread), await so_far(stage)
    await ada.click(asks, "Refuse")
    form = await stage.until(lambda: form_shown(stage, before))
    await ada.send_form(form, {"words": "Too loud"}, channel=thread)
    await stage.finished(ada, thread)
    refused, nothing = await one_result(stage), await ada.messages(workshop)

    await ada.ask(await will_call(stage, ("discord_post", post), scene="again"), channel=thread)
    await ada.click(await question(stage, thread), "For this session")
    await stage.finished(ada, thread, turns=2)
    await ada.ask(await will_call(stage, ("discord_post", post), scene="third"), channel=thread)
    await stage.finished(ada, thread, turns=3)

    assert "> Hello @everyone\n> \\*\\*all\\*\\*" in text_of(asks)
    assert labels(asks) == ["Once", "For this session", "Refuse"]
    assert refused is not None
    assert refused["is_error"]
    assert "Too loud" in refused["result"]
    assert nothing == []
    posted = await ada.messages(workshop)
    assert [m["content"] for m in posted] == ["Hello @everyone\n**all**"] * 2
    assert not any(m["mention_everyone"] or m["mentions"] for m in posted)


async def test_what_the_agent_reads_and_makes(stage: Stage, workshop: str) -> None:
    """It reads a channel and its thread, has a picture made, and opens a thread and reacts once it may."""
    ada = stage.person("Ada")
    said = await ada.say(workshop, "The moon is made of cheese")
    thread = await asked(
        stage,
        "Ada",
        ("discord_read_thread", {}),
        ("discord_read_channel", {"channel": workshop}),
        ("discord_make_picture", {"prompt": "a red circle"}),
        ("discord_react", {"channel": workshop, "message": said["id"], "emoji": "👍"}),
        ("discord_open_thread", {"channel": workshop, "name": "Cheese", "text": "Is it?"}),
    )
    for words in ("wants to react", "wants to open a thread"):
        both = await stage.until(lambda: _of(stage, thread, words))  # noqa: B023 - awaited at once
        await ada.click(both, "Once")
    messages = await stage.finished(ada, thread)

    read, channel, picture, reacted, opened = await results(stage)
    there = await ada.messages(workshop)
    assert read["result"]["messages"]
    assert [m["text"] for m in channel["result"]["messages"]] == ["The moon is made of cheese"]
    assert picture["result"]["made"][0]["width"] > 0
    assert any(m["attachments"] for m in messages)
    assert reacted["result"] == "done"
    assert there[0]["reactions"][0]["emoji"]["name"] == "👍"
    assert [m["thread"]["name"] for m in there if "thread" in m] == ["Cheese"]
    assert opened["result"] == {"thread": there[1]["id"]}


async def _of(stage: Stage, thread: str, words: str) -> Json | None:
    return next((m for m in await questions(stage, thread) if words in text_of(m)), None)


async def test_nothing_is_told_of_a_channel_that_the_asker_may_not_see(stage: Stage, workshop: str) -> None:
    """The bot could read it, and the agent is told that it is not there."""
    ada = stage.person("Ada")
    await ada.say(workshop, "A secret")
    hidden = {"type": 1, "allow": 0, "deny": VIEW_CHANNEL}
    status, answer = await ada.call("PUT", f"/channels/{workshop}/permissions/{stage.person('Grace').id}", hidden)
    assert status == 204, answer
    private = await a_private_thread(stage)
    calls = [("discord_read_channel", {"channel": channel}) for channel in (workshop, private)]
    thread = await asked(stage, "Grace", *calls)
    await stage.finished(stage.person("Grace"), thread)
    thread = await asked(stage, "Ada", *calls, number=1)
    await stage.finished(ada, thread)

    told = await results(stage)
    assert [one.get("is_error", False) for one in told] == [True, True, False, False]
    assert all("no such channel" in one["result"] for one in told[:2])
    assert "Between us" in [message["text"] for message in told[3]["result"]["messages"]]


async def a_private_thread(stage: Stage) -> str:
    """Ada's, in which the bot is, with a message in it."""
    ada = stage.person("Ada")
    status, thread = await ada.call("POST", f"/channels/{stage.general}/threads", {"name": "Private", "type": 12})
    assert status == 201, thread
    status, answer = await ada.call("PUT", f"/channels/{thread['id']}/thread-members/{stage.application}")
    assert status == 204, answer
    await ada.say(thread["id"], "Between us")
    return str(thread["id"])


async def test_a_file_of_the_machine_is_sent(stage: Stage) -> None:
    """What an earlier request left on the machine stands in the thread, byte for byte."""
    ada = stage.person("Ada")
    await ada.ask("write a script that prints primes")
    thread = await stage.thread_of(ada)
    messages = await stage.finished(ada, thread)
    made = next(file for m in messages for file in m["attachments"])
    await ada.say(thread, await will_call(stage, ("discord_send_file", {"path": made["filename"]})))
    messages = await stage.finished(ada, thread, turns=2)

    result = await one_result(stage)
    sent = [file for m in messages for file in m["attachments"] if file["filename"] == made["filename"]]
    assert result is not None
    assert result["result"]["bytes"] == made["size"]
    assert [file["size"] for file in sent] == [made["size"]] * 2


async def test_stop_ends_the_waiting(stage: Stage) -> None:
    """While it waits, Stop ends the request; what is asked next is answered as ever."""
    ada = stage.person("Ada")
    thread = await asked(stage, "Ada", (ASK, TEA))
    asks = await question(stage, thread)
    card = next(m for m in await ada.messages(thread) if is_card(m) and "Stop" in labels(m))
    await ada.click(card, "Stop")
    await shows(stage, asks, "No longer asked")
    await stage.finished(ada, thread)
    await ada.say(thread, "short please")
    messages = await stage.finished(ada, thread, turns=2)

    assert "**Done**" in text_of([m for m in messages if is_receipt(m)][-1])


@pytest.mark.parametrize(("asks_for", "said", "answer"), [(TEA, "tea", "Tea"), ({"question": "Who?"}, "Mira", "Mira")])
async def test_an_answer_may_simply_be_written(stage: Stage, asks_for: Json, said: str, answer: str) -> None:
    """What the asker writes in the thread is the answer to the one open question, and no request of its own."""
    ada = stage.person("Ada")
    thread = await asked(stage, "Ada", (ASK, asks_for))
    asks = await question(stage, thread)

    await ada.say(thread, said)
    await shows(stage, asks, f"answered:\n> {answer}")
    await stage.finished(ada, thread)

    assert [result["result"] for result in await results(stage)] == [{"answer": answer}]


async def test_other_words_are_the_next_request(stage: Stage) -> None:
    """What names none of the choices waits its turn, and the question stands; so it does for somebody else's words."""
    ada, grace = stage.person("Ada"), stage.person("Grace")
    thread = await asked(stage, "Ada", (ASK, TEA))
    asks = await question(stage, thread)

    await ada.say(thread, "something short")
    await grace.say(thread, f"<@{stage.application}> tea")
    await ada.click(asks, "Coffee")
    await stage.finished(ada, thread, turns=3)

    assert [result["result"] for result in await results(stage)] == [{"answer": "Coffee"}]
