"""A person's request, through the real bot in its own process, to the agent and back into a thread."""

import asyncio

from tests.e2e.messages import buttons, is_card, is_receipt, pages, text_of
from tests.e2e.stage import Stage


async def test_an_ask_opens_a_thread_with_a_receipt_and_the_answer(stage: Stage) -> None:
    """`/ask` is quoted in public, its thread is named after it, and holds the receipt and then the answer."""
    ada = stage.person("Ada")

    await ada.ask("**Tell** me something short")
    thread = await stage.thread_of(ada)
    messages = await stage.finished(ada, thread)

    root = next(m for m in await ada.messages(stage.general) if "thread" in m)
    assert root["content"] == f"<@{ada.id}> asked\n> **Tell** me something short"
    assert root["thread"]["name"] == "Tell me something short"
    assert root["mentions"] == []
    ours = [m for m in messages if m["author"]["id"] == stage.application and m["type"] == 0]
    assert is_receipt(ours[0])
    assert "**Done**" in text_of(ours[0])
    assert "≈ $" in text_of(ours[0])
    assert "scripted" in pages(messages, stage.application)[0]


async def test_the_card_shows_steps_while_the_agent_works(stage: Stage) -> None:
    """While a turn runs its card shows steps in words and a Stop button; at the end both are gone."""
    ada = stage.person("Ada")
    await stage.lever("POST", "speed", {"factor": 1})

    await ada.ask("what is going on in the world of queues?")
    thread = await stage.thread_of(ada)

    async def working() -> bool:
        cards = [m for m in await ada.messages(thread) if is_card(m)]
        return bool(cards) and "searched for" in text_of(cards[0]) and bool(buttons(cards[0]))

    assert await stage.until(working)
    receipt = next(m for m in await stage.finished(ada, thread) if is_card(m))
    assert "Stop" not in [b["label"] for b in buttons(receipt)]
    assert "searched for" not in text_of(receipt)


async def test_a_reply_goes_on_with_the_same_talk_on_the_same_machine(stage: Stage) -> None:
    """The agent remembers what was said in turn one and reads back a file it wrote then."""
    ada = stage.person("Ada")

    await ada.ask("write hello-from-turn-one to greeting.txt")
    thread = await stage.thread_of(ada)
    await stage.finished(ada, thread)
    await ada.say(thread, "what did I tell you?")
    await stage.finished(ada, thread, turns=2)
    await ada.say(thread, "what is in the file greeting.txt?")
    messages = await stage.finished(ada, thread, turns=3)

    said = pages(messages, stage.application)
    assert "greeting.txt" in said[-2]
    assert "hello-from-turn-one" in said[-1]
    creates = [
        e["body"] for e in await stage.requests() if e["method"] == "POST" and e["path"] == "/v1beta/interactions"
    ]
    assert [c["environment"] for c in creates[1:]] == [creates[1]["environment"]] * 2
    assert creates[0]["environment"] == "remote"
    assert creates[1]["environment"] != "remote"
    assert all(c["previous_interaction_id"] for c in creates[1:])


async def test_messages_during_a_turn_are_answered_next_in_order(stage: Stage) -> None:
    """What is said while a turn runs waits, and each message gets its own answer, in order."""
    ada = stage.person("Ada")

    await ada.ask("what is going on?")
    thread = await stage.thread_of(ada)
    first = await ada.say(thread, "short: one")
    second = await ada.say(thread, "short: two")
    messages = await stage.finished(ada, thread, turns=3)

    cards = [m for m in messages if is_card(m)]
    assert [c.get("message_reference", {}).get("message_id") for c in cards] == [None, first["id"], second["id"]]


async def test_two_threads_work_at_once(stage: Stage) -> None:
    """Two people's turns run side by side, each in its own thread."""
    ada, grace = stage.person("Ada"), stage.person("Grace")

    await asyncio.gather(ada.ask("a long answer please"), grace.ask("a short one please"))
    await stage.thread_of(ada, number=1)
    threads = [m["thread"]["id"] for m in await ada.messages(stage.general) if "thread" in m]
    results = await asyncio.gather(*(stage.finished(ada, thread) for thread in threads))

    assert len(threads) == 2
    assert all(pages(messages, stage.application) for messages in results)


async def test_the_asker_stops_a_turn(stage: Stage) -> None:
    """Stop cancels the run at the agent API, and the receipt says who stopped it."""
    ada = stage.person("Ada")
    await stage.lever("POST", "speed", {"factor": 1})

    await ada.ask("be slow")
    thread = await stage.thread_of(ada)
    card = await stage.until(lambda: running_card(stage, thread))
    await ada.click(card, "Stop")
    messages = await stage.finished(ada, thread)

    receipt = next(m for m in messages if is_card(m))
    assert "**Stopped**" in text_of(receipt)
    assert any("/cancel" in e["path"] or ":cancel" in e["path"] for e in await stage.requests())


async def test_nobody_else_can_stop_it(stage: Stage) -> None:
    """A click by somebody else is refused to that person alone, and the turn goes on to its end."""
    ada, grace = stage.person("Ada"), stage.person("Grace")

    await ada.ask("what is going on?")
    thread = await stage.thread_of(ada)
    card = await stage.until(lambda: running_card(stage, thread))
    await grace.click(card, "Stop")
    messages = await stage.finished(ada, thread)

    assert "**Done**" in text_of(next(m for m in messages if is_card(m)))
    assert not any("cancel" in e["path"] for e in await stage.requests())
    answers = [e["body"] for e in await stage.requests() if e["path"].split("?")[0].endswith("/callback")]
    refusal = next(b for b in answers if "who asked, may stop this" in str(b))
    assert refusal["data"]["flags"] == 64


async def test_a_long_answer_comes_in_pages_and_as_a_file(stage: Stage) -> None:
    """Five messages at most; the fifth carries Show more, and at the end the whole answer as a file."""
    ada = stage.person("Ada")

    await ada.ask("a very long answer, please")
    thread = await stage.thread_of(ada)
    messages = await stage.finished(ada, thread)

    ours = [m for m in messages if m["author"]["id"] == stage.application and not is_card(m) and m["type"] == 0]
    assert len(ours) == 5
    assert all(0 < len(m["content"]) <= 2000 for m in ours)
    assert [b["label"] for b in buttons(ours[-1])] == ["Show more"]
    assert [a["filename"] for a in ours[-1]["attachments"]] == ["answer.md"]


async def test_show_more_gives_the_next_page_to_the_one_who_clicks(stage: Stage) -> None:
    """Show more answers privately with the sixth page."""
    ada, grace = stage.person("Ada"), stage.person("Grace")

    await ada.ask("a very long answer, please")
    thread = await stage.thread_of(ada)
    messages = await stage.finished(ada, thread)
    fifth = next(m for m in messages if buttons(m) and not is_card(m))
    before = len(await stage.requests())
    await grace.click(fifth, "Show more")

    async def shown() -> bool:
        entries = [e for e in (await stage.requests())[before:] if e["method"] == "PATCH"]
        return any("page 6 of" in str(e["body"]) for e in entries)

    assert await stage.until(shown)


async def test_a_failing_agent_ends_in_a_sentence_with_a_reference(stage: Stage) -> None:
    """A failed run says whose fault it is, with a reference that stands in the log too."""
    ada = stage.person("Ada")

    await ada.ask("please fail")
    thread = await stage.thread_of(ada)
    receipt = next(m for m in await stage.finished(ada, thread) if is_card(m))

    assert "**Failed**" in text_of(receipt)
    assert "not your fault" in text_of(receipt)
    reference = text_of(receipt).rsplit("`", 2)[1]
    assert reference in stage.bot_log()


async def test_markdown_of_the_request_and_mentions_ping_nobody(stage: Stage) -> None:
    """Neither the quoted request nor the answer mentions anybody, whatever they contain."""
    ada, grace = stage.person("Ada"), stage.person("Grace")

    await ada.ask(f"short: @everyone @here <@{grace.id}> <@&{stage.guild}>")
    thread = await stage.thread_of(ada)
    messages = [*await stage.finished(ada, thread), *await ada.messages(stage.general)]

    ours = [m for m in messages if m["author"]["id"] == stage.application]
    assert all(m["mentions"] == [] and m["mention_roles"] == [] and not m["mention_everyone"] for m in ours)


async def running_card(stage: Stage, thread: str) -> dict[str, object] | None:
    cards = [m for m in await stage.person("Ada").messages(thread) if is_card(m) and not is_receipt(m)]
    return cards[-1] if cards and "Working" in text_of(cards[-1]) else None
