"""Writes are paced so that Discord never has to refuse one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.pacing import GLOBAL_PER_SECOND, GLOBAL_WINDOW_S, UNTOLD_S, Pacing, Route
from bot.core.patches import Urgency
from tests.core.simulated_limits import Simulation, Window, Wish

EDIT, CREATE = Route("edit:1"), Route("create:1")
URGENT = Urgency.FINAL
LATENCIES = st.floats(min_value=0.005, max_value=0.4)
WINDOWS = st.builds(Window, st.integers(1, 10), st.sampled_from([0.25, 1.0, 2.0, 5.0, 10.0]))
WISHES = st.lists(
    st.builds(
        Wish,
        at=st.floats(min_value=0, max_value=20),
        route=st.sampled_from([EDIT, CREATE]),
        urgency=st.sampled_from(Urgency),
        reserve=st.integers(0, 1),
        up=LATENCIES,
        down=LATENCIES,
    ),
    max_size=25,
)


@settings(deadline=None, max_examples=100)
@given(WINDOWS, WINDOWS, WISHES)
def test_discord_never_refuses_and_everything_goes(edits: Window, creates: Window, wishes: list[Wish]) -> None:
    """With any demand, any bucket and any latency, no write is answered with 429 and all are sent in the end."""
    world = Simulation({EDIT: edits, CREATE: creates})

    world.run(wishes)

    assert world.refused == 0
    assert len(world.sent) == len(wishes)


def test_a_write_on_its_way_at_the_reset_counts_after_it() -> None:
    """One that was sent before its window's end and arrives after it takes a place of the next window."""
    world = Simulation({EDIT: Window(2, 1.0)})
    late = Wish(0.9, EDIT, URGENT, up=0.5)

    world.run([Wish(0.0, EDIT, URGENT), late, Wish(1.0, EDIT, URGENT), Wish(1.0, EDIT, URGENT)])

    assert world.refused == 0
    assert len(world.sent) == 4


@settings(deadline=None, max_examples=10)
@given(st.lists(st.floats(min_value=0.01, max_value=0.1), min_size=60, max_size=120))
def test_many_threads_share_one_limit(latencies: list[float]) -> None:
    """However many threads have news at once, Discord's 50 requests a second are kept, and used."""
    wishes = [Wish(0.0, Route(f"edit:{n}"), Urgency.PROGRESS, up=up) for n, up in enumerate(latencies)]
    world = Simulation({wish.route: Window(5, 5.0) for wish in wishes})

    world.run(wishes)

    assert world.refused == 0
    assert len(world.sent) == len(wishes)
    rounds = len(wishes) / GLOBAL_PER_SECOND
    assert world.sent[-1][0] <= rounds * (GLOBAL_WINDOW_S + 0.15)  # 0.1 s up and 0.05 s down at most


def test_bursts_keep_apart_though_the_network_delays_the_first() -> None:
    """A burst that is slow on its way and a quick one after it do not meet in one of Discord's seconds."""
    wishes = [Wish(0.0, Route(f"edit:{n}"), URGENT, up=0.1 if n < GLOBAL_PER_SECOND else 0.01) for n in range(90)]
    world = Simulation({wish.route: Window(5, 5.0) for wish in wishes})

    world.run(wishes)

    assert world.refused == 0


def test_a_route_begins_with_one_write() -> None:
    """Until a route's first answer nothing is known of its bucket, so a second write waits for it."""
    pacing = Pacing()
    first = pacing.wait(EDIT, 0.0, urgency=URGENT)
    pacing.sent(EDIT, 0.0)

    assert first == 0
    assert pacing.wait(EDIT, 0.1, urgency=URGENT) > 0
    assert pacing.wait(CREATE, 0.1, urgency=URGENT) == 0


def test_an_answer_that_never_comes_blocks_for_a_while_only() -> None:
    """A write without an answer blocks its route for UNTOLD_S seconds."""
    pacing = Pacing()
    pacing.sent(EDIT, 0.0)

    assert pacing.wait(EDIT, UNTOLD_S - 0.1, urgency=URGENT) > 0
    assert pacing.wait(EDIT, UNTOLD_S, urgency=URGENT) == 0


def told_of_three() -> Pacing:
    """A route with three of five writes left, and five seconds to go."""
    pacing = Pacing()
    pacing.sent(EDIT, 0.0)
    pacing.told(EDIT, 0.1, limit=5, remaining=3, reset_after=5.0)
    return pacing


def test_progress_is_spread_over_the_window() -> None:
    """Writes that are not urgent keep their distance, so that the last token is not spent in the first second."""
    pacing = told_of_three()
    gap = pacing.wait(EDIT, 0.1, urgency=Urgency.PROGRESS)

    assert 1.0 <= gap <= 2.0
    assert pacing.wait(EDIT, 0.1 + gap, urgency=Urgency.PROGRESS) == 0


@given(st.sampled_from([urgency for urgency in Urgency if urgency < Urgency.PROGRESS]))
def test_what_is_urgent_keeps_no_distance(urgency: Urgency) -> None:
    """A write more urgent than progress goes at once as long as the bucket has any left."""
    pacing = told_of_three()

    waits = []
    for _ in range(3):
        waits.append(pacing.wait(EDIT, 0.2, urgency=urgency))
        pacing.sent(EDIT, 0.2)

    assert waits == [0, 0, 0]
    assert pacing.wait(EDIT, 0.2, urgency=urgency) > 4


def test_a_reserve_keeps_the_last_one() -> None:
    """A write that keeps a reserve leaves the last token to others, and goes once the bucket is full again."""
    pacing = Pacing()
    pacing.sent(CREATE, 0.0)
    pacing.told(CREATE, 0.1, limit=5, remaining=1, reset_after=2.0)

    assert pacing.wait(CREATE, 0.2, urgency=URGENT, reserve=1) > 0
    assert pacing.wait(CREATE, 0.2, urgency=URGENT) == 0
    assert pacing.wait(CREATE, 2.2, urgency=URGENT, reserve=1) == 0


def test_a_bucket_of_one_has_nothing_to_reserve() -> None:
    """Where a bucket holds one token only, keeping one in reserve would stop everything, so none is kept."""
    pacing = Pacing()
    pacing.sent(CREATE, 0.0)
    pacing.told(CREATE, 0.1, limit=1, remaining=0, reset_after=1.0)

    assert pacing.wait(CREATE, 1.2, urgency=URGENT, reserve=1) == 0


def test_a_place_given_back_is_free_again() -> None:
    """A write that was allowed and not made costs nothing."""
    pacing = told_of_three()
    for _ in range(3):
        pacing.sent(EDIT, 0.2)
    full = pacing.wait(EDIT, 0.2, urgency=URGENT)
    pacing.given_back(EDIT)

    assert full > 0
    assert pacing.wait(EDIT, 0.2, urgency=URGENT) == 0


def test_a_refusal_is_obeyed() -> None:
    """A 429 of a route stops that route for as long as it says, a global one stops everything."""
    pacing = Pacing()
    pacing.refused(EDIT, 0.0, retry_after=3.0, everywhere=False)
    other = pacing.wait(CREATE, 0.1, urgency=URGENT)
    pacing.refused(CREATE, 0.1, retry_after=7.0, everywhere=True)

    assert other == 0
    assert pacing.wait(EDIT, 2.9, urgency=URGENT) > 0
    assert pacing.wait(EDIT, 7.0, urgency=URGENT) > 0
    assert pacing.wait(EDIT, 7.2, urgency=URGENT) == 0


def test_quiet_routes_are_forgotten() -> None:
    """A route that was quiet for long is dropped, one in use stays."""
    pacing = Pacing()
    pacing.sent(EDIT, 0.0)
    pacing.sent(CREATE, 500.0)

    pacing.forget_idle(700.0)

    assert set(pacing.buckets) == {CREATE}
