"""What waits is marked and counted, whatever is killed; what runs can make way; what was taken back does not begin."""

from dataclasses import dataclass, field, replace

import pytest

from bot.core.errors import DeliveryError, DeliveryUnknown, Forbidden
from bot.core.ids import Snowflake
from bot.core.session import Outcome, Turn
from bot.core.waiting import Edited, Mark
from tests.fakes import HELLO
from tests.turns.mortal import Killed, Life
from tests.turns.world import ASKER, SESSION, World, a_turn


@dataclass
class FakeMarks:
    """A Discord that keeps reactions. `troubles`: what the next calls raise."""

    standing: set[Snowflake] = field(default_factory=set)
    ever: list[Snowflake] = field(default_factory=list)
    troubles: list[DeliveryError] = field(default_factory=list)

    async def put(self, mark: Mark) -> None:
        self._meet_trouble()
        self.standing.add(mark.message)
        self.ever.append(mark.message)

    async def take_away(self, mark: Mark) -> None:
        self._meet_trouble()
        self.standing.discard(mark.message)

    def _meet_trouble(self) -> None:
        if self.troubles:
            raise self.troubles.pop(0)


@pytest.fixture
def marks(world: World) -> FakeMarks:
    world.marks = FakeMarks()
    return world.marks


def said(number: int) -> Turn:
    return replace(a_turn(number, request=f"request {number}"), reply_to=Snowflake(900 + number))


def card(world: World) -> str:
    shown = world.thread()[0].page.card
    return "\n".join(shown.lines) if shown else ""


def labels(world: World) -> list[str]:
    return [button.label for button in world.thread()[0].page.buttons]


def let_go(world: World) -> None:
    world.agent.holds = len(HELLO)
    for run in world.agent.runs.values():
        run.holds = len(HELLO)


async def test_what_waits_is_marked_and_counted(world: World, marks: FakeMarks) -> None:
    """Each message behind the first wears a mark until its turn; the card says how many, and offers Send now."""
    world.agent.holds = 3
    async with world.process() as process:
        turns = [await process.ask(said(number)) for number in range(3)]
        await process.until(
            lambda: marks.standing == {901, 902} and world.thread() and "2 messages wait" in card(world)
        )
        offered = labels(world)
        let_go(world)
        await process.ended(turns[-1])
        await process.until(lambda: not marks.standing)

    assert offered == ["Stop", "Send now"]
    assert marks.ever == [901, 902]


async def test_without_the_permission_the_card_still_counts(world: World, marks: FakeMarks) -> None:
    """Refused marks are not tried again, and change nothing else."""
    marks.troubles = [Forbidden("50013")]
    world.agent.holds = 3
    async with world.process() as process:
        turns = [await process.ask(said(number)) for number in range(2)]
        await process.until(lambda: world.thread() and "1 message waits" in card(world))
        let_go(world)
        await process.ended(turns[-1])

    assert marks.ever == []


async def test_discord_away_delays_a_mark(world: World, marks: FakeMarks) -> None:
    """It is put once Discord can be reached, and taken away in the same manner."""
    marks.troubles = [DeliveryUnknown("503")] * 20
    world.agent.holds = 3
    async with world.process() as process:
        turns = [await process.ask(said(number)) for number in range(2)]
        await process.until(lambda: marks.standing == {901})
        marks.troubles = [DeliveryUnknown("503")] * 20
        let_go(world)
        await process.ended(turns[-1])
        await process.until(lambda: not marks.standing)

    assert marks.ever == [901]


@pytest.mark.parametrize("verb", ["promise_mark", "put", "take_away", "forget_mark"])
@pytest.mark.parametrize("after", [False, True])
async def test_killed_at_a_mark_nothing_is_left(world: World, marks: FakeMarks, verb: str, *, after: bool) -> None:
    """Killed before or after any step of a mark: once all is done, no message wears one."""
    try:
        async with world.process(Life(dies_in=verb, after=after)) as process:
            for number in range(3):
                await process.ask(said(number))
            await process.ended(said(2))
            await process.until(lambda: False)
    except* Killed:
        pass
    async with world.process() as process:
        await process.mailbox.take_up()
        await process.ended(said(2))
        await process.until(lambda: not marks.standing)

    assert [asked.input.splitlines()[-1] for asked in world.agent.asked] == [f"request {number}" for number in range(3)]


async def test_what_runs_makes_way(world: World, marks: FakeMarks) -> None:
    """Its ending says who wanted that and that the next goes first, and the next runs."""
    world.agent.holds = 3
    async with world.process() as process:
        turns = [await process.ask(said(number)) for number in range(2)]
        await process.until(lambda: world.agent.runs)
        await process.mailbox.stop(turns[0].id, by=Snowflake(5), makes_way=True)
        world.agent.holds = len(HELLO)
        first, second = [await process.ended(turn) for turn in turns]

    assert (first.outcome, first.reason) == (Outcome.CANCELLED, "turn.makes_way")
    assert "Stopped by <@5>, so that the next request goes first" in card(world)
    assert second.outcome is Outcome.COMPLETED


async def test_a_changed_request_is_said_on_its_card(world: World, marks: FakeMarks) -> None:
    """With a button to run it again; of a deleted one Stop alone is left. The next process knows it too."""
    world.agent.holds = 3
    async with world.process() as process:
        turn = await process.ask(replace(said(0), origin="message:900"))
        await process.until(lambda: world.agent.runs and world.thread())
        edited = Edited(message=Snowflake(900), author=ASKER, request="other")
        changed = await process.queue.reword(edited)
        assert changed is not None
        await process.mailbox.look_at_request(changed)
        await process.until(lambda: "was changed" in card(world))
        offered = labels(world)
        await process.queue.take_back(Snowflake(900), now=world.clock.now())
        await process.mailbox.lay_down()
    async with world.process() as process:
        await process.mailbox.take_up()
        await process.until(lambda: "was deleted" in card(world))
        left = labels(world)
        let_go(world)
        ended = await process.ended(turn)

    assert (offered, left) == (["Stop", "Run again with the change"], ["Stop"])
    assert ended.outcome is Outcome.COMPLETED


async def test_what_was_taken_back_does_not_begin(world: World, marks: FakeMarks) -> None:
    """Deleted before its run, nothing is asked of the agent, and its card says why."""
    turn = replace(said(0), origin="message:900")
    async with world.process() as process:
        await process.store.accept(SESSION, turn)
        await process.queue.take_back(Snowflake(900), now=world.clock.now())
        process.mailbox.wake(turn.session)
        ended = await process.ended(turn)

    assert (ended.outcome, ended.reason) == (Outcome.CANCELLED, "turn.withdrawn")
    assert world.agent.asked == []
