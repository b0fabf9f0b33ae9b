"""What the agent asks of us, and what we answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core import events as e
from bot.core.events import JsonObject, JsonValue
from bot.core.ids import Milliseconds, TurnId
from bot.core.session import Session, Turn
from bot.core.tools.questions import Question, Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """`id` is the provider's; a call is ours to answer when its run holds no result with this id."""

    id: str
    name: str
    arguments: JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolResult:
    call: str
    name: str
    result: JsonValue
    is_error: bool = False


class CallState(StrEnum):
    OPEN = "open"
    ASKED = "asked"  # the asker has been asked
    BEGUN = "begun"  # it acts, and nobody knows how far it came until it is answered
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedCall:
    """A call that a turn owes an answer, or has answered. `number` counts within the turn, `run` is the run's."""

    turn: TurnId
    number: int
    run: int
    call: ToolCall
    state: CallState = CallState.OPEN
    question: Question | None = None
    reply: Reply | None = None
    asked_at: Milliseconds | None = None
    expires_at: Milliseconds | None = None
    result: ToolResult | None = None
    answered_at: Milliseconds | None = None

    @property
    def waits(self) -> bool:
        """For the asker."""
        return self.state is CallState.ASKED and self.reply is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """On whose behalf a tool acts, and for which call; `number` is the call's within the turn."""

    session: Session
    turn: Turn
    number: int


class ToolError(Exception):
    """The call cannot be answered as it was meant; the text is for the agent."""


def open_calls(steps: Sequence[e.Step]) -> tuple[ToolCall, ...]:
    """Ours to answer: functions without a result in the same run. The sandbox's own look alike, but have theirs."""
    answered = {step.call_id for step in steps if isinstance(step, e.Result)}
    calls = [step for step in steps if isinstance(step, e.Call) and step.tool == "function" and step.id]
    waiting = {call.id: call for call in calls if call.id not in answered}
    return tuple(ToolCall(id=call.id, name=call.name, arguments=call.arguments or {}) for call in waiting.values())


def waited_for_people(calls: Sequence[OwedCall], now: Milliseconds) -> int:
    """Milliseconds of a turn in which the agent waited for the asker; two questions at once count once."""
    spans = sorted((call.asked_at, call.answered_at or now) for call in calls if call.asked_at is not None)
    total, until = 0, 0
    for begin, end in spans:
        total += max(0, end - max(begin, until))
        until = max(until, end)
    return total
