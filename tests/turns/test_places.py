"""Only so many turns run at once; the others wait where everybody sees it, the oldest first, also over a restart."""

from collections import deque
from dataclasses import replace

from bot.core.ids import Milliseconds, Snowflake
from bot.core.session import Actor, Outcome, Session, Turn, TurnState
from bot.core.tools.questions import Reply
from bot.turns.places import Bounds, Full, Places
from tests.fakes import HELLO, NOW
from tests.turns.functions import ASK, DONE, Deeds
from tests.turns.world import ASKER, LIMITS, Process, World, a_turn, another_session

OTHER = Actor(id=Snowflake(78), name="Ada")


def talk(number: int, *, guild: int = 1) -> Session:
    return replace(another_session(number), guild=Snowflake(guild))


def turn_in(session: Session, *, at: int = 0, actor: Actor | None = None) -> Turn:
    turn = replace(a_turn(session=session), created_at=Milliseconds(NOW + at))
    return turn if actor is None else replace(turn, actor=actor)


def never() -> bool:
    return False


def thread_of(session: Session) -> Snowflake:
    return Snowflake(session.parent + 1000)


def card(world: World, session: Session) -> str:
    pages = [message.page.card for message in world.thread(thread_of(session))]
    return "\n".join(pages[0].lines) if pages and pages[0] else ""


def go_on(world: World) -> None:
    world.agent.holds = len(HELLO)
    for run in world.agent.runs.values():
        run.holds = len(HELLO)


async def waits(world: World, process: Process, session: Session, words: str) -> None:
    await process.until(lambda: words in card(world, session))


async def test_who_finds_no_place_waits_and_is_answered(world: World) -> None:
    """A second request of one person waits, says so on its card, costs nothing meanwhile, and is then answered."""
    world.bounds, world.agent.holds = Bounds(per_person=1), 3
    first, second = talk(1), talk(2)
    async with world.process() as process:
        await process.ask(turn_in(first), first)
        await process.until(lambda: world.agent.runs)
        waiting = await process.ask(turn_in(second, at=1), second)
        await waits(world, process, second, "Waiting for a free place")
        meanwhile = (await process.store.turn(waiting.id), len(world.agent.runs))
        go_on(world)
        ended = await process.ended(waiting)

    assert "MAX_TURNS_PER_PERSON" not in card(world, second)
    assert meanwhile[0] is not None
    assert (meanwhile[0].state, meanwhile[1]) == (TurnState.QUEUED, 1)
    assert ended.outcome is Outcome.COMPLETED


async def test_another_persons_request_does_not_wait(world: World) -> None:
    """One person's bound is nobody else's."""
    world.bounds, world.agent.holds = Bounds(per_person=1), 3
    first, second, third = talk(1), talk(2), talk(3)
    async with world.process() as process:
        held = await process.ask(turn_in(first), first)
        await process.until(lambda: world.agent.runs)
        waiting = await process.ask(turn_in(second, at=1), second)
        await waits(world, process, second, "Waiting for a free place")
        world.agent.holds = len(HELLO)
        ended = await process.ended(await process.ask(turn_in(third, at=2, actor=OTHER), third))
        go_on(world)
        await process.ended(held)
        await process.ended(waiting)

    assert ended.outcome is Outcome.COMPLETED


async def test_stop_reaches_who_waits(world: World) -> None:
    """It ends as stopped, and nothing was run for it."""
    world.bounds, world.agent.holds = Bounds(per_guild=1), 3
    first, second = talk(1), talk(2)
    async with world.process() as process:
        held = await process.ask(turn_in(first), first)
        await process.until(lambda: world.agent.runs)
        waiting = await process.ask(turn_in(second, at=1), second)
        await waits(world, process, second, "on this server")
        await process.mailbox.stop(waiting.id, by=ASKER)
        stopped = await process.ended(waiting)
        go_on(world)
        await process.ended(held)

    assert (stopped.outcome, stopped.reason) == (Outcome.CANCELLED, "turn.stopped")
    assert len(world.agent.runs) == 1


async def test_a_request_that_waits_for_its_asker_takes_no_place(world: World) -> None:
    """While the agent's question stands, another request of the same person runs."""
    world.toolbox, world.bounds = Deeds().tools(), Bounds(per_person=1)
    world.limits = replace(LIMITS, look_again_s=0.01)
    world.agent.scripts = deque([ASK, HELLO, DONE])
    first, second = talk(1), talk(2)
    async with world.process() as process:
        asking = await process.ask(turn_in(first), first)
        await process.asked(asking)
        beside = await process.ended(await process.ask(turn_in(second, at=1), second))
        await process.reply(asking, Reply(choice="Coffee"))
        ended = await process.ended(asking)

    assert beside.outcome is ended.outcome is Outcome.COMPLETED


async def test_after_a_restart_the_line_is_the_same(world: World) -> None:
    """Who had begun goes on, however many wait; the others come after it in the order of their requests."""
    world.bounds, world.agent.holds = Bounds(per_guild=1), 3
    sessions = [talk(number) for number in (4, 3, 2)]
    turns = [turn_in(session, at=place) for place, session in enumerate(sessions)]
    async with world.process() as process:
        await process.ask(turns[0], sessions[0])
        await process.until(lambda: world.agent.runs)
        for turn, session in zip(turns[1:], sessions[1:], strict=True):
            await process.ask(turn, session)
            await waits(world, process, session, "Waiting for a free place")
        await process.mailbox.lay_down()
    go_on(world)
    async with world.process() as process:
        await process.mailbox.take_up()
        ended = [await process.ended(turn) for turn in turns]

    assert [turn.outcome for turn in ended] == [Outcome.COMPLETED] * 3
    starts = [turn.started_at or 0 for turn in ended]
    assert starts == sorted(starts)
    assert [asked.input.splitlines()[-1] for asked in world.agent.asked] == ["Say hello"] * 3


# --- the line itself ---


def test_the_oldest_comes_first() -> None:
    """Whenever somebody got in line, the age of the request counts."""
    places = Places(Bounds(per_guild=1))
    first, young, old = talk(1), talk(2), talk(3)
    places.seat(first, turn_in(first), never)
    late = places.ask(young, turn_in(young, at=9), never)
    early = places.ask(old, turn_in(old, at=5), never)
    places.leave(turn_in(first).id)

    assert early.seated.is_set()
    assert not late.seated.is_set()
    assert places.full(late) is Full.GUILD
    assert places.waiting == 1


def test_nobody_waits_for_anothers_bound() -> None:
    """An older request whose own person is full is passed by, and keeps its place in line."""
    places = Places(Bounds(per_person=1, per_guild=2))
    first, own, others = talk(1), talk(2), talk(3)
    places.seat(first, turn_in(first), never)
    passed = places.ask(own, turn_in(own, at=1), never)
    taken = places.ask(others, turn_in(others, at=2, actor=OTHER), never)

    assert (passed.seated.is_set(), taken.seated.is_set()) == (False, True)
    assert places.full(passed) is Full.PERSON


def test_guilds_have_lines_of_their_own() -> None:
    """A full guild keeps nobody elsewhere waiting, and a direct message belongs to none."""
    places = Places(Bounds(per_guild=1))
    here, there, direct = talk(1), talk(2, guild=9), replace(talk(3), guild=None)
    places.seat(here, turn_in(here), never)

    assert places.ask(there, turn_in(there), never).seated.is_set()
    assert places.ask(direct, turn_in(direct), never).seated.is_set()


def test_without_bounds_nobody_waits() -> None:
    """Zero is no bound."""
    places, session = Places(), talk(1)
    tickets = [places.ask(session, replace(turn_in(session), id=f"turn-{n}"), never) for n in range(50)]  # type: ignore[arg-type]

    assert all(ticket.seated.is_set() for ticket in tickets)


def test_who_leaves_the_line_takes_nobodys_place() -> None:
    """A session that ended holds nothing any more, whether it was seated or not."""
    places, first, second = Places(Bounds(per_guild=1)), talk(1), talk(2)
    places.seat(first, turn_in(first), never)
    places.ask(second, turn_in(second, at=1), never)
    places.leave_all(second.id)
    places.leave_all(first.id)

    assert places.waiting == 0
    assert places.ask(second, turn_in(second, at=2), never).seated.is_set()
