"""A process takes up what another has left, in a world that has moved on meanwhile."""

from collections import deque
from dataclasses import replace

import pytest

from bot.core.errors import Refused, Unreachable
from bot.core.events import RunRecord, RunStatus
from bot.core.ids import Milliseconds, RunId, Slot, Snowflake, TurnId
from bot.core.patches import content_digest
from bot.core.ports import Seen
from bot.core.session import Outcome, Outgoing
from bot.turns.recovery import match
from tests.fakes import FakeAgent
from tests.turns.world import LIMITS, World

HOUR_S = 3_600
TURN = TurnId("turn-1")


def texts(world: World) -> list[str]:
    return [message.content for message in world.thread() if message.page.slot.startswith("page")]


@pytest.mark.parametrize(("dies_in", "after"), [("run_ended", False), ("settle_turn", False), ("settle_turn", True)])
async def test_a_record_that_cannot_be_read_now_is_waited_for(world: World, dies_in: str, after: bool) -> None:
    """Where the agent's service is away just when a turn is taken up, what was shown stays until it can be read."""
    await world.killed(dies_in, after=after)
    world.agent.silence = deque([Unreachable("down")] * 10)

    turn = await world.taken_up()

    assert turn.outcome is Outcome.COMPLETED
    assert texts(world) == ["Hello, world."]


@pytest.mark.parametrize(
    ("error", "outcome", "reason"),
    [
        (Unreachable("down"), Outcome.FAILED, "turn.unreachable"),
        (Refused("no such run", status=404), Outcome.EXPIRED, "turn.lost"),
    ],
)
async def test_a_record_that_is_gone_takes_nothing_away(
    world: World, error: Unreachable | Refused, outcome: Outcome, reason: str
) -> None:
    """Where the record can be read no more, the pages that people have seen stay, and the receipt says why."""
    await world.killed("run_ended")
    world.agent.silence = deque([error] * 9_999)

    turn = await world.taken_up()

    assert (turn.outcome, turn.reason) == (outcome, reason)
    assert texts(world) == ["Hello, world."]
    assert [button.action for button in world.thread()[0].page.buttons] == [f"retry:{turn.id}"]


async def test_what_the_minutes_ended_stays_ended_by_them(world: World) -> None:
    """A process killed after it cancelled a run for its minutes leaves the next one able to say so."""
    world.limits = replace(LIMITS, minutes_per_turn=0.002)
    world.agent.holds = 5
    await world.killed("settle_turn")
    world.clock.at += 1_000

    turn = await world.taken_up()

    assert (turn.outcome, turn.reason, turn.detail) == (Outcome.INCOMPLETE, "turn.minutes", "0.002")


async def test_a_long_night_brings_one_new_card(world: World) -> None:
    """Taken up after ten hours, the thread gets one new card, and none for every hour between."""
    await world.killed("settle_turn")
    world.clock.at += 10 * HOUR_S * 1_000

    await world.taken_up()

    cards = [message for message in world.thread() if message.page.card]
    assert [message.page.slot for message in cards] == ["card", "card10"]
    assert texts(world) == ["Hello, world."]


async def test_without_the_history_nothing_is_sent_twice(world: World) -> None:
    """Where the history may not be read, a message that may stand is not sent again: better none than twice."""
    await world.killed("shown")
    world.clock.at += HOUR_S * 1_000 // 2
    world.canvas.unreadable = True

    turn = await world.taken_up()

    slots = [message.page.slot for message in world.thread()]
    assert turn.outcome is Outcome.COMPLETED
    assert len(slots) == len(set(slots))
    assert texts(world) == ["Hello, world."]


class Lagging(FakeAgent):
    """Its records are behind its streams."""

    async def read(self, run: RunId) -> RunRecord:
        record = await super().read(run)
        return replace(record, status=RunStatus.IN_PROGRESS, steps=record.steps[:1])


async def test_a_record_that_lags_behind_is_not_believed(world: World) -> None:
    """A record that calls a run unfinished, though its stream has told the end, takes nothing back."""
    world.agent = Lagging()
    async with world.process() as process:
        await process.mailbox.take_up()
    await world.killed("nothing")

    assert texts(world) == ["Hello, world."]
    assert "Done" in str(world.thread()[0].page.card)


# --- which message is whose ---


def row(slot: str, *, first: str = "") -> Outgoing:
    return Outgoing(
        turn=TURN,
        slot=Slot(slot),
        channel=Snowflake(1),
        nonce=f"{TURN}.{slot}",
        first=content_digest(first),
        promised_at=Milliseconds(0),
    )


def seen(message: int, content: str = "", *actions: str) -> Seen:
    return Seen(Snowflake(message), content_digest(content), actions)


def test_a_card_is_known_by_its_buttons() -> None:
    """The card is the message with a button of this turn, not another turn's."""
    (card,) = match([row("card")], [seen(1, "", "stop:turn-2"), seen(2, "", "stop:turn-1")], taken=())

    assert card.message == 2


def test_equal_pages_are_given_out_in_order() -> None:
    """Of pages with the same text, the first slot gets the oldest message, and none is given twice."""
    pages = [row("page0", first="a"), row("page1", first="a"), row("page2", first="a")]

    matched = match(pages, [seen(1, "a"), seen(2, "b"), seen(3, "a")], taken=())

    assert [page.message for page in matched] == [1, 3, None]


def test_what_has_its_row_is_not_given_to_another() -> None:
    """A message that is known to be another slot's is passed over."""
    (page,) = match([row("page1", first="a")], [seen(1, "a"), seen(2, "a")], taken=[Snowflake(1)])

    assert page.message == 2
