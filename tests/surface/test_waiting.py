"""Who makes a request give way to what waits, and what becomes of a message that is not taken yet."""

from functools import partial
from pathlib import Path

from bot.core.access import EVERYTHING, Allowed, Lists
from bot.core.catalogue import say
from bot.core.ids import Snowflake
from bot.core.session import Turn, TurnState
from bot.core.waiting import is_aside
from bot.surface.client import Features
from bot.surface.waiting.missed import Missed
from tests.surface.coming import answer
from tests.surface.test_answers import asking
from tests.surface.test_replies import sent
from tests.surface.whole import Whole, whole


async def wait_behind(here: Whole, thread: int, *people: str) -> list[Turn]:
    """A request of each of these people comes after what is at work: all the turns."""
    for name in people:
        message = await here.say(name, f"<@{here.world.bot.id}> short please", thread)
        await here.until(partial(turn_of, here, f"message:{message['id']}"))
    return await here.turns()


async def pressed(here: Whole, name: str, turn: Turn, thread: int) -> str:
    return str((await answer(here, here.click(name, f"now:{turn.id}", thread)))["data"]["content"])


async def test_what_waits_gives_way_to_nothing(tmp_path: Path) -> None:
    """A button made by hand for somebody's waiting request does not end it."""
    async with asking(tmp_path) as (here, thread, _):
        turns = await wait_behind(here, thread, "Grace", "Linus")
        said = await pressed(here, "Grace", turns[2], thread)
        after = await here.turns()

        assert said == say("now.nothing")
        assert [(turn.stop_asked_by, turn.outcome) for turn in after] == [(None, None)] * 3


async def test_who_may_not_ask_any_more_ends_nothing(tmp_path: Path) -> None:
    """Their own request waits next, but would not run: what is at work stays."""
    async with asking(tmp_path) as (here, thread, _):
        turns = await wait_behind(here, thread, "Linus")
        ada = Snowflake(here.person("Ada").id)
        here.bot.desk.lists = Lists(allow={EVERYTHING: Allowed(frozenset({ada}))})
        said = await pressed(here, "Linus", turns[0], thread)
        after = await here.turns()

        assert said == say("denied")
        assert after[0].stop_asked_by is None


async def test_a_message_that_is_deleted_before_it_is_taken_is_not_run(tmp_path: Path) -> None:
    """While what was missed before it is read, it waits; so does its deletion."""
    async with whole(tmp_path) as here:
        thread, _ = await here.talk()
        missed = features_of(here).missed
        missed._known.clear()
        message = await here.say("Ada", "short please", thread)
        await here.until(lambda: is_coming(missed, int(message["id"])))
        await here.call("Ada", "DELETE", f"/channels/{thread}/messages/{message['id']}")
        await here.say("Ada", "short again", thread)
        missed._known.set()
        last = await here.until(lambda: done_with(here, "short again"))
        origins = [turn.origin for turn in await here.turns()]

        assert last.outcome == "completed"
        assert f"message:{message['id']}" not in origins


async def test_an_edit_counts_before_its_message_is_taken(tmp_path: Path) -> None:
    """Discord tells of both while what was missed is read; the request has the newer words."""
    async with whole(tmp_path) as here:
        thread, _ = await here.talk()
        missed = features_of(here).missed
        missed._known.clear()
        message = await here.say("Ada", "be slow", thread)
        await here.until(lambda: is_coming(missed, int(message["id"])))
        path = f"/channels/{thread}/messages/{message['id']}"
        await here.call("Ada", "PATCH", path, {"content": "short again"})
        missed._known.set()
        queue = features_of(here).rewordings.queue
        turn = await here.until(lambda: turn_of(here, f"message:{message['id']}"))

        async def is_known() -> bool:
            known = await here.bot.desk.store.turn(turn.id)
            reworded = await queue.reworded(turn.id)
            return (known is not None and known.request == "short again") or (
                reworded is not None and reworded.request == "short again"
            )

        assert await here.until(is_known)


async def test_an_answer_told_twice_is_no_request(tmp_path: Path) -> None:
    """It answers what the agent asks, once; the gateway's replay of it is nothing new."""
    async with asking(tmp_path) as (here, thread, asked):
        message = sent(here, thread, "Tea")
        here.dispatch("MESSAGE_CREATE", message)
        await here.until(lambda: is_answered(here, asked))
        here.dispatch("MESSAGE_CREATE", message)
        here.dispatch("MESSAGE_CREATE", sent(here, thread, "short please"))
        await here.until(lambda: done_with(here, "short please"))

        assert [turn.request for turn in await here.turns()] == ["scene:asks", "short please"]


async def is_answered(here: Whole, turn: Turn) -> bool:
    return not any(owed.waits for owed in await here.bot.mailbox.tools.calls.of_turn(turn.id))


def features_of(here: Whole) -> Features:
    assert here.bot.client.features is not None
    return here.bot.client.features


async def turn_of(here: Whole, origin: str) -> Turn | None:
    return next((turn for turn in await here.turns() if turn.origin == origin), None)


async def is_coming(missed: Missed, message: int) -> bool:
    return message in missed._coming


async def done_with(here: Whole, request: str) -> Turn | None:
    return next((t for t in await here.turns() if t.request == request and t.state is TurnState.DONE), None)


def test_an_aside_may_have_a_mark() -> None:
    """People write it as they begin a letter."""
    told = {
        words: is_aside(words) for words in ("!aside lunch?", "!Aside: lunch?", "!ASIDE, lunch?", "!asides", "aside")
    }

    assert list(told.values()) == [True, True, True, False, False]
