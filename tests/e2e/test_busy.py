"""Messages that come while the agent works: they wait visibly and in order, and their authors can change them."""

import asyncio
from typing import Any

from tests.e2e.busy import (
    REFUSED,
    are_marked,
    asked_words,
    busy_talk,
    card,
    card_says,
    inputs,
    stop,
)
from tests.e2e.messages import Json, buttons, is_card, pages, text_of
from tests.e2e.person import Person
from tests.e2e.stage import Stage


async def test_five_messages_wait_in_order(stage: Stage) -> None:
    """Each wears a mark and the card counts them; then they run one after the other, and no mark is left."""
    ada = stage.person("Ada")
    thread = await busy_talk(stage, ada)
    said = [f"short: number {number}" for number in range(5)]

    for words in said:
        await ada.say(thread, words)
    await stage.until(lambda: are_marked(ada, thread, said))
    await stage.until(lambda: card_says(ada, thread, "5 messages wait"))
    await stop(ada, thread)
    await stage.lever("POST", "speed", {"factor": 10})
    await stage.finished(ada, thread, turns=6)

    assert await asked_words(stage, *(f"number {number}" for number in range(5))) == [
        f"number {number}" for number in range(5)
    ]
    await stage.until(lambda: are_marked(ada, thread, []))


async def test_a_queued_message_can_be_edited_and_deleted(stage: Stage) -> None:
    """The edited one runs with its new words, the deleted one and what became an aside not at all, without a card."""
    ada = stage.person("Ada")
    thread = await busy_talk(stage, ada)
    first, second, third = [await ada.say(thread, f"short: old{number}") for number in range(3)]
    await stage.until(lambda: card_says(ada, thread, "3 messages wait"))

    await edit(ada, first, "short: new words")
    await delete(ada, second)
    await edit(ada, third, "!ASIDE never mind")
    await stage.until(lambda: card_says(ada, thread, "1 message waits"))
    await stop(ada, thread)
    await stage.lever("POST", "speed", {"factor": 10})
    messages = await stage.finished(ada, thread, turns=2)

    assert await asked_words(stage, "old0", "old1", "old2", "new words", "never mind") == ["new words"]
    assert sum(map(is_card, messages)) == 2
    await stage.until(lambda: are_marked(ada, thread, []))


async def test_send_now_stops_what_runs(stage: Stage) -> None:
    """By who is next, not by another person; the receipt says by whom, and the next message runs."""
    ada, grace = stage.person("Ada"), stage.person("Grace")
    thread = await busy_talk(stage, ada)
    await ada.say(thread, "short: at once")
    working = await stage.until(lambda: card_says(ada, thread, "1 message waits"))

    await grace.click(working, "Send now")
    await stage.until(lambda: is_refused(stage))
    assert await card(ada, thread) is not None
    await ada.click(working, "Send now")
    await stage.lever("POST", "speed", {"factor": 10})
    messages = await stage.finished(ada, thread, turns=2)

    receipt = next(m for m in messages if is_card(m))
    assert f"Stopped by <@{ada.id}>, so that the next request goes first" in text_of(receipt)
    assert await asked_words(stage, "at once") == ["at once"]


async def is_refused(stage: Stage) -> bool:
    """A click was answered with a message."""
    answers = [e for e in await stage.requests() if e["method"] == "POST" and "/callback" in e["path"]]
    return "whose message is next" in str(answers[-1]["body"])


async def test_an_aside_stays_between_people(stage: Stage) -> None:
    """Whatever its letters, and also with the bot's name before it, it is no request and gets no mark."""
    ada = stage.person("Ada")
    thread = await busy_talk(stage, ada)

    await ada.say(thread, "!aside one")
    await ada.say(thread, f"<@{stage.application}> !Aside two")
    await ada.say(thread, "short: three")
    await stage.until(lambda: are_marked(ada, thread, ["short: three"]))
    await stop(ada, thread)
    await stage.lever("POST", "speed", {"factor": 10})
    await stage.finished(ada, thread, turns=2)

    assert "aside" not in str(await inputs(stage)).lower()


async def test_an_edit_of_what_runs_can_run_again(stage: Stage) -> None:
    """The card says that the words were changed; pressed, it is stopped, and the new words run before what waits."""
    ada = stage.person("Ada")
    thread = await busy_talk(stage, ada)
    message = await ada.say(thread, "be slow, please")
    await stop(ada, thread)
    await stage.until(lambda: card_replies(ada, thread, message))
    await ada.say(thread, "short: afterwards")

    await edit(ada, message, "short: the change")
    changed = await stage.until(lambda: card_says(ada, thread, "was changed"))
    await ada.click(changed, "Run again with the change")
    await stage.lever("POST", "speed", {"factor": 10})
    await stage.finished(ada, thread, turns=4)

    assert await asked_words(stage, "the change", "afterwards") == ["the change", "afterwards"]


async def test_a_deleted_message_of_what_runs_is_said(stage: Stage) -> None:
    """The card says so, with Stop alone, also after a restart."""
    ada = stage.person("Ada")
    thread = await busy_talk(stage, ada)
    message = await ada.say(thread, "be slow, please")
    await stop(ada, thread)
    await stage.until(lambda: card_replies(ada, thread, message))

    await delete(ada, message)
    await stage.until(lambda: card_says(ada, thread, "was deleted"))
    await stage.kill_bot()
    await stage.start_bot()
    told = await stage.until(lambda: card_says(ada, thread, "was deleted"))

    assert [b["label"] for b in buttons(told)] == ["Stop"]
    await ada.click(told, "Stop")
    await stage.finished(ada, thread, turns=2)


async def card_replies(person: Person, thread: str, message: Json) -> bool:
    """The working card is this message's."""
    found = await card(person, thread)
    return found is not None and (found.get("message_reference") or {}).get("message_id") == message["id"]


async def test_what_waits_survives_a_kill(stage: Stage) -> None:
    """SIGKILL with three waiting: they run in order afterwards, once each, and no mark is left."""
    ada = stage.person("Ada")
    thread = await busy_talk(stage, ada)
    said = [f"short: number {number}" for number in range(3)]
    for words in said:
        await ada.say(thread, words)
    await stage.until(lambda: card_says(ada, thread, "3 messages wait"))

    await stage.kill_bot()
    await stage.start_bot()
    await stage.until(lambda: are_marked(ada, thread, said))
    await stop(ada, thread)
    await stage.lever("POST", "speed", {"factor": 10})
    await stage.finished(ada, thread, turns=4)

    numbers = [f"number {number}" for number in range(3)]
    assert await asked_words(stage, *numbers) == numbers
    await stage.until(lambda: are_marked(ada, thread, []))


async def test_messages_missed_while_the_bot_was_down_are_taken(stage: Stage) -> None:
    """What was said meanwhile runs in order, asides and bots do not, a queued one edited or deleted meanwhile is so."""
    ada = stage.person("Ada")
    thread = await busy_talk(stage, ada)
    first, second = [await ada.say(thread, f"short: old{number}") for number in range(2)]
    await stage.until(lambda: card_says(ada, thread, "2 messages wait"))

    await stage.kill_bot()
    await edit(ada, first, "short: new words")
    await delete(ada, second)
    for words in ("short: missed one", "!aside between us", "short: missed two"):
        await ada.say(thread, words)
    await stage.start_bot()
    await stage.until(lambda: card_says(ada, thread, "3 messages wait"))
    await stop(ada, thread)
    await stage.lever("POST", "speed", {"factor": 10})
    await stage.finished(ada, thread, turns=4)

    told = ("old0", "old1", "new words", "missed one", "between us", "missed two")
    assert await asked_words(stage, *told) == ["new words", "missed one", "missed two"]


async def test_a_full_queue_refuses(stage: Stage) -> None:
    """Beyond MAX_WAITING_PER_SESSION messages are marked and said once, `/ask` is refused in private."""
    ada = stage.person("Ada")
    await stage.kill_bot()
    await stage.start_bot(MAX_WAITING_PER_SESSION="2")
    thread = await busy_talk(stage, ada)
    for number in range(2):
        await ada.say(thread, f"short: number {number}")
    await stage.until(lambda: card_says(ada, thread, "2 messages wait"))

    for number in range(2):
        await ada.say(thread, f"short: refused {number}")
    await stage.until(lambda: are_marked(ada, thread, ["short: refused 0", "short: refused 1"], REFUSED))
    await ada.ask("short: refused too", channel=thread)
    await stage.until(lambda: is_told_full(stage))
    await stop(ada, thread)
    await stage.lever("POST", "speed", {"factor": 10})
    messages = await stage.finished(ada, thread, turns=3)

    assert sum("What I mark with ⛔" in said for said in pages(messages, stage.application)) == 1
    assert await asked_words(stage, "refused") == []


async def is_told_full(stage: Stage) -> bool:
    answers = [e for e in await stage.requests() if e["method"] == "POST" and "/callback" in e["path"]]
    return "MAX_WAITING_PER_SESSION" in str(answers[-1]["body"])


async def edit(person: Person, message: Json, content: str) -> Any:
    path = f"/channels/{message['channel_id']}/messages/{message['id']}"
    status, answer = await person.call("PATCH", path, {"content": content})
    assert status == 200, answer
    return answer


async def delete(person: Person, message: Json) -> None:
    status, answer = await person.call("DELETE", f"/channels/{message['channel_id']}/messages/{message['id']}")
    assert status == 204, answer
    await asyncio.sleep(0)


async def test_a_command_that_waits_is_marked_where_it_is_quoted(stage: Stage) -> None:
    """`/ask` in a busy talk: the message that quotes it wears the mark, and loses it."""
    ada = stage.person("Ada")
    thread = await busy_talk(stage, ada)

    await ada.ask("short: by command", channel=thread)
    await stage.until(lambda: card_says(ada, thread, "1 message waits"))
    await stage.until(lambda: are_marked(ada, thread, [f"<@{ada.id}> asked\n> short: by command"]))
    await stop(ada, thread)
    await stage.lever("POST", "speed", {"factor": 10})
    await stage.finished(ada, thread, turns=2)

    await stage.until(lambda: are_marked(ada, thread, []))
