"""The verbs in any order, against a model of a few lines: what is promised stands, what is refused changes nothing."""

import asyncio
import tempfile
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.core.ids import Slot, Snowflake, TurnId
from bot.core.session import TRANSITIONS, Outcome, TurnEvent, TurnState
from bot.store import SqliteStore, open_store
from tests.store.samples import NOW, SESSION, another_turn, outgoing

NUMBERS = st.integers(min_value=1, max_value=4)
SLOTS = st.sampled_from(["card", "page0", "ping"])


@dataclass
class Known:
    """What the model knows of one turn."""

    state: TurnState = TurnState.QUEUED
    taken: bool = False
    slots: dict[str, tuple[int | None, bool]] = field(default_factory=dict)


class AnyOrder(RuleBasedStateMachine):
    """Turns of one session; `model` is by turn number, a slot is (message, gone)."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.resources = AsyncExitStack()
        folder = self.resources.enter_context(tempfile.TemporaryDirectory())
        self.url = f"sqlite:///{folder}/bot.db"
        self.store = self.open()
        self.model: dict[int, Known] = {}
        self.messages = 0

    def open(self) -> SqliteStore:
        self.opened = AsyncExitStack()
        return self.runner.run(self.opened.enter_async_context(open_store(self.url)))

    def teardown(self) -> None:
        self.runner.run(self.opened.aclose())
        self.runner.run(self.resources.aclose())
        self.runner.close()

    def refuses(self, verb: Coroutine[Any, Any, object]) -> bool:
        try:
            self.runner.run(verb)
        except ValueError:
            return True
        return False

    @rule()
    def restart(self) -> None:
        self.runner.run(self.opened.aclose())
        self.store = self.open()

    @rule(number=NUMBERS)
    def accept(self, number: int) -> None:
        accepted = self.runner.run(self.store.accept(SESSION, another_turn(number)))
        assert accepted is (number not in self.model)
        self.model.setdefault(number, Known())

    @rule(number=NUMBERS, event=st.sampled_from(TurnEvent))
    def move(self, number: int, event: TurnEvent) -> None:
        known = self.model.get(number)
        after = None if known is None else TRANSITIONS.get((known.state, event))
        busy = event is TurnEvent.TAKEN and any(k.taken and k.state is not TurnState.DONE for k in self.model.values())
        refused = self.refuses(self.store.move_turn(TurnId(f"turn-{number}"), event, now=NOW))
        assert refused is (after is None or after is TurnState.DELIVERING or busy)
        if known and after and not refused:
            known.state, known.taken = after, known.taken or event is TurnEvent.TAKEN

    @rule(number=NUMBERS, outcome=st.sampled_from(Outcome))
    def settle(self, number: int, outcome: Outcome) -> None:
        known = self.model.get(number)
        ready = known is not None and known.state in {TurnState.QUEUED, TurnState.STARTING, TurnState.FINISHING}
        verb = self.store.settle_turn(TurnId(f"turn-{number}"), outcome=outcome, reason="r", detail="d", now=NOW)
        assert self.refuses(verb) is not ready
        if known and ready:
            known.state = TurnState.DELIVERING

    @rule(number=NUMBERS, slot=SLOTS)
    def promise(self, number: int, slot: str) -> None:
        known = self.model.get(number)
        refused = self.refuses(self.store.promise(outgoing(slot, turn=TurnId(f"turn-{number}"))))
        assert refused is (known is None)
        if known is not None:
            known.slots.setdefault(slot, (None, False))

    @rule(number=NUMBERS, slot=SLOTS)
    def show(self, number: int, slot: str) -> None:
        known = self.model.get(number)
        promised = known is not None and slot in known.slots
        self.messages += 1
        verb = self.store.shown(
            TurnId(f"turn-{number}"), Slot(slot), message=Snowflake(self.messages), digest=f"d{self.messages}"
        )
        assert self.refuses(verb) is not promised
        if known and promised:
            known.slots[slot] = (self.messages, known.slots[slot][1])

    @rule(pick=st.integers(min_value=1, max_value=20))
    def delete(self, pick: int) -> None:
        owner = next(((k, s) for k in self.model.values() for s, row in k.slots.items() if row[0] == pick), None)
        told = self.runner.run(self.store.gone(Snowflake(pick)))
        assert (told is None) is (owner is None)
        if owner is not None:
            owner[0].slots[owner[1]] = (pick, True)

    @invariant()
    def the_store_holds_what_the_model_knows(self) -> None:
        held = {turn.id: turn.state for turn in self.runner.run(self.store.open_turns())}
        assert held == {f"turn-{n}": k.state for n, k in self.model.items() if k.state is not TurnState.DONE}
        for number, known in self.model.items():
            rows = self.runner.run(self.store.outbox(TurnId(f"turn-{number}")))
            assert {str(row.slot): (row.message, row.gone) for row in rows} == known.slots

    @invariant()
    def next_is_what_was_begun_or_else_the_oldest(self) -> None:
        waiting = sorted(
            (k.state is TurnState.QUEUED, n) for n, k in self.model.items() if k.state is not TurnState.DONE
        )
        found = self.runner.run(self.store.next_turn(SESSION.id))
        assert (found and found.id) == (f"turn-{waiting[0][1]}" if waiting else None)


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
