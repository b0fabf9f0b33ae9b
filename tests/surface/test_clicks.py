"""Every click gets an answer, whatever it carries and whoever made it."""

import sqlite3
from pathlib import Path

import pytest

from bot.core.catalogue import say
from bot.core.ids import Snowflake
from bot.playground.discord.interactions.state import Interaction
from bot.playground.discord.world.entities import Message
from tests.surface.whole import Whole, whole

GARBAGE = (
    "stop",
    "stop:",
    "stop:0000000000000000",
    "nonsense:{turn}",
    ":{turn}",
    "::",
    "stop:{turn}x",
    "x" * 100,
    "💥",
)


@pytest.mark.parametrize("custom_id", GARBAGE)
async def test_a_button_that_we_do_not_know_is_answered(tmp_path: Path, custom_id: str) -> None:
    """Unknown verbs, turns that are no more and garbage all get the same private sentence."""
    async with whole(tmp_path) as here:
        thread, turn = await here.talk()
        answer = await here.answered(here.click("Ada", custom_id.format(turn=turn.id), thread))

        assert answer.content == say("click.unknown")
        assert answer.seen_only_by == here.person("Ada").id


async def test_a_turn_that_is_over_cannot_be_stopped(tmp_path: Path) -> None:
    """Stop under a turn that ended says so, to the asker alone."""
    async with whole(tmp_path) as here:
        thread, turn = await here.talk()
        answer = await here.answered(here.click("Ada", f"stop:{turn.id}", thread))

        assert answer.content == say("stop.over")
        assert answer.seen_only_by == here.person("Ada").id


async def test_somebody_elses_turn_cannot_be_stopped(tmp_path: Path) -> None:
    """Whoever did not ask is refused, also with a custom id made by hand, and the turn has no stop in its row."""
    async with whole(tmp_path) as here:
        thread, turn = await here.talk()
        answer = await here.answered(here.click("Grace", f"stop:{turn.id}", thread))
        known = await here.bot.desk.store.turn(turn.id)

        assert answer.content == say("stop.not_yours", who=here.person("Ada").id)
        assert answer.seen_only_by == here.person("Grace").id
        assert known is not None
        assert known.stop_asked_by is None


async def test_a_click_in_another_thread_reads_nothing(tmp_path: Path) -> None:
    """A custom id that names another thread's turn is answered like one that nobody knows."""
    async with whole(tmp_path) as here:
        _, secret = await here.talk()
        thread, _ = await here.talk()
        answer = await here.answered(here.click("Ada", f"details:{secret.id}", thread))

        assert answer.content == say("click.unknown")


@pytest.mark.parametrize("argument", ["1", "5", "999999999999999999999999", "-1", "x", "٣", ":", "0:0"])
async def test_a_page_that_is_not_there_is_answered(tmp_path: Path, argument: str) -> None:
    """Show more beyond the last page, or with a number that is none, gets a sentence, never silence."""
    async with whole(tmp_path) as here:
        thread, turn = await here.talk()
        answer = await here.answered(here.click("Ada", f"more:{turn.id}:{argument}", thread))

        assert answer.seen_only_by == here.person("Ada").id
        assert answer.content in {say("more.gone"), the_only_page(here, thread)}


async def test_a_page_without_a_number_is_the_first(tmp_path: Path) -> None:
    """Show more without an argument shows the answer's first page, with its number."""
    async with whole(tmp_path) as here:
        thread, turn = await here.talk()
        answer = await here.answered(here.click("Ada", f"more:{turn.id}", thread))

        assert answer.content == the_only_page(here, thread)


def the_only_page(here: Whole, thread: int) -> str:
    """The answer as Show more says it."""
    answer = next(m.content for m in here.messages(thread) if m.content and m.author_id == here.world.bot.id)
    return f"{answer}\n{say('more.page', page=1, pages=1)}"


@pytest.mark.parametrize("verb", ["stop", "more"])
async def test_our_own_failure_is_said_with_its_reference(tmp_path: Path, verb: str) -> None:
    """When the bot itself breaks at a click, the person gets a sentence whose reference the log has too."""
    async with whole(tmp_path) as here:
        thread, turn = await here.talk()
        break_the_database(here)
        answer = await here.answered(here.click("Ada", f"{verb}:{turn.id}", thread))
        mend_the_database(here)

        reference = answer.content.rsplit("`", 2)[1]
        assert answer.content == say("failed", reference=reference)
        assert answer.seen_only_by == here.person("Ada").id
        assert [entry["event"] for entry in here.log if entry.get("reference") == reference] == ["itx.failed"]


async def test_a_failure_after_the_first_answer_is_said_too(tmp_path: Path) -> None:
    """When it breaks after the click was acknowledged, the sentence comes in its place."""
    async with whole(tmp_path) as here:
        thread, turn = await here.talk()
        break_the_database(here, "run")
        answer = await failure_of(here, here.click("Ada", f"more:{turn.id}:0", thread))
        mend_the_database(here, "run")

        assert answer.content == say("failed", reference=answer.content.rsplit("`", 2)[1])
        assert answer.seen_only_by == here.person("Ada").id


async def failure_of(here: Whole, click: Interaction) -> Message:
    """The message with a reference that a click made, as its answer or after it."""

    async def found() -> Message | None:
        hidden = click.channel.hidden.values()
        return next((m for m in hidden if "reference" in m.content), None)

    message: Message = await here.until(found)
    return message


async def test_a_click_on_a_running_turn_stops_it(tmp_path: Path) -> None:
    """The asker's click is acknowledged, written down, and ends the turn."""
    async with whole(tmp_path) as here:
        await here.ask("Ada", "be slow")
        turn = await here.until(lambda: running(here))
        session = await here.bot.desk.store.session(turn.session)
        assert session is not None
        assert session.thread is not None
        here.click("Ada", f"stop:{turn.id}", session.thread)
        ended = await here.until(lambda: here.done_turn(0))

        assert ended.outcome == "cancelled"
        assert ended.stop_asked_by == Snowflake(here.person("Ada").id)


async def running(here: Whole) -> object:
    """The first turn once its card stands."""
    for turn in await here.turns():
        rows = await here.bot.desk.store.outbox(turn.id)
        if turn.state == "running" and any(row.slot == "card" and row.message for row in rows):
            return turn
    return None


def break_the_database(here: Whole, table: str = "turn") -> None:
    with sqlite3.connect(here.database) as connection:
        connection.execute(f"ALTER TABLE {table} RENAME TO lost_{table}")
    connection.close()


def mend_the_database(here: Whole, table: str = "turn") -> None:
    with sqlite3.connect(here.database) as connection:
        connection.execute(f"ALTER TABLE lost_{table} RENAME TO {table}")
    connection.close()
