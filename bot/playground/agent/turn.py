"""What a person asked last in a talk, and what the client's functions have answered since."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.playground.agent.create import Create, JsonObject
from bot.playground.agent.run import Run


@dataclass(frozen=True, kw_only=True)
class Answer:
    """`name` is the call's own, whatever the result says."""

    name: str
    result: JsonObject


@dataclass(frozen=True, kw_only=True)
class Turn:
    """`functions` are those that came with the text; `rounds` what was answered each time since.

    `after`: how the interaction before the text ended.
    """

    text: str = ""
    functions: tuple[JsonObject, ...] = ()
    rounds: tuple[tuple[Answer, ...], ...] = ()
    after: str = ""

    @property
    def answers(self) -> tuple[Answer, ...]:
        return tuple(answer for answered in self.rounds for answer in answered)


def turn_of(create: Create, talk: Sequence[Run]) -> Turn:
    """`talk`: what came before, oldest first."""
    rounds: list[tuple[Answer, ...]] = []
    now, before = create, list(talk)
    while now.results and before:
        rounds.insert(0, _answers(now, before[-1]))
        now = before.pop().create
    return Turn(
        text=now.text,
        functions=now.functions,
        rounds=tuple(rounds),
        after=before[-1].status if before else "",
    )


def _answers(create: Create, asked: Run) -> tuple[Answer, ...]:
    names = {call["id"]: str(call["name"]) for call in asked.pending_calls}
    return tuple(Answer(name=names.get(one["call_id"], "?"), result=one) for one in create.results)
