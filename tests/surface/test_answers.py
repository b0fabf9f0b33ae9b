"""Clicks on the agent's questions: whatever they carry and whoever made them, each is answered, and one is taken."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.core.catalogue import say
from bot.core.session import Turn, TurnState
from bot.playground.keys import OPTIONS
from tests.surface.whole import Whole, whole

CALL = {
    "type": "function_call",
    "id": "call-1",
    "name": "discord_ask_person",
    "arguments": {"question": "Tea?", "choices": ["Tea", "Coffee"]},
}
SCENE = [
    {"event_type": "step.start", "index": 0, "step": CALL},
    {"event_type": "step.stop", "index": 0},
    {"event_type": "interaction.completed", "interaction": {"status": "requires_action"}},
]


@asynccontextmanager
async def asking(folder: Path) -> AsyncIterator[tuple[Whole, int, Turn]]:
    """The bot, a thread, and a turn of Ada's that waits there for her answer."""
    async with whole(folder) as here:
        url = f"{here.playground[OPTIONS].origin}/playground/scenes"
        async with here.http.post(url, json={"name": "asks", "events": SCENE}) as answer:
            assert answer.status == 200, await answer.text()
        await here.ask("Ada", "scene:asks")
        turn = await here.until(lambda: waiting(here))
        session = await here.bot.desk.store.session(turn.session)
        assert session is not None
        assert session.thread is not None
        yield here, session.thread, turn


async def waiting(here: Whole) -> Turn | None:
    """The turn once its question can be answered."""
    (turn,) = await here.turns() or (None,)
    calls = await here.bot.mailbox.tools.calls.of_turn(turn.id) if turn else ()
    return turn if any(owed.waits for owed in calls) else None


@pytest.mark.parametrize(
    ("custom_id", "key"),
    [
        ("answer:{turn}:0:2", "click.unknown"),
        ("answer:{turn}:0:-1", "click.unknown"),
        ("answer:{turn}:0:", "click.unknown"),
        ("answer:{turn}:0", "click.unknown"),
        ("answer:{turn}:0:0:0", "click.unknown"),
        ("answer:{turn}:1:0", "answer.over"),
        ("answer:{turn}:", "answer.over"),
        ("answer:{turn}", "answer.over"),
        ("answer:0000000000000000:0:0", "click.unknown"),
    ],
)
async def test_what_names_no_option_is_not_taken(tmp_path: Path, custom_id: str, key: str) -> None:
    """A hand-made id is answered with a sentence, and the question stays open."""
    async with asking(tmp_path) as (here, thread, turn):
        answer = await here.answered(here.click("Ada", custom_id.format(turn=turn.id), thread))

        assert answer.content == say(key)
        assert await waiting(here)


async def test_only_the_asker_is_heard(tmp_path: Path) -> None:
    """Somebody else is told whose question it is, to themselves alone."""
    async with asking(tmp_path) as (here, thread, turn):
        answer = await here.answered(here.click("Grace", f"answer:{turn.id}:0:0", thread))

        assert answer.content == say("answer.not_yours", who=turn.actor.id)
        assert answer.seen_only_by == here.person("Grace").id
        assert await waiting(here)


async def test_from_elsewhere_nothing_is_answered(tmp_path: Path) -> None:
    """A question is answered in its own thread."""
    async with asking(tmp_path) as (here, _, turn):
        answer = await here.answered(here.click("Ada", f"answer:{turn.id}:0:0", here.general.id))

        assert answer.content == say("click.unknown")
        assert await waiting(here)


async def test_the_first_click_is_taken(tmp_path: Path) -> None:
    """The turn goes on with it; a second click finds the question closed."""
    async with asking(tmp_path) as (here, thread, turn):
        here.click("Ada", f"answer:{turn.id}:0:1", thread)
        done = await here.until(lambda: here.done_turn(0))
        answer = await here.answered(here.click("Ada", f"answer:{turn.id}:0:0", thread))
        (owed,) = await here.bot.mailbox.tools.calls.of_turn(turn.id)

        assert done.state is TurnState.DONE
        assert answer.content == say("answer.over")
        assert owed.result is not None
        assert owed.result.result == {"answer": "Coffee"}
