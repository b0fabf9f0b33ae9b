"""What a turn needs to offer tools and to answer calls; adapters implement it, `app` hands them in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.catalogue import say
from bot.core.events import JsonValue
from bot.core.ids import Milliseconds, SessionId, Snowflake, TurnId
from bot.core.patches import Upload
from bot.core.session import Session, Turn
from bot.core.tools.calls import Caller, OwedCall, ToolCall, ToolError, ToolResult
from bot.core.tools.offers import Function, McpServer
from bot.core.tools.questions import Question, Reply


class Toolbox(Protocol):
    """Our own functions. What is asked and done raises `ToolError` with a text for the agent, and nothing else."""

    def functions(self, session: Session, turn: Turn) -> tuple[Function, ...]:
        """What the asker of this turn may let the agent call."""
        ...

    async def question(self, call: ToolCall, caller: Caller) -> Question | None:
        """What the asker has to say first; None where it may be done at once."""
        ...

    def acts(self, call: ToolCall) -> bool:
        """Whether it has an effect that others see, and that must not happen twice."""
        ...

    async def act(self, call: ToolCall, caller: Caller, reply: Reply | None) -> JsonValue: ...


class NoTools:
    """A toolbox with nothing in it."""

    def functions(self, session: Session, turn: Turn) -> tuple[Function, ...]:  # noqa: ARG002 - the port's
        return ()

    async def question(self, call: ToolCall, caller: Caller) -> Question | None:  # noqa: ARG002 - the port's
        raise ToolError(say("tool.unknown", name=call.name))

    def acts(self, call: ToolCall) -> bool:  # noqa: ARG002 - the port's
        return False

    async def act(self, call: ToolCall, caller: Caller, reply: Reply | None) -> JsonValue:  # noqa: ARG002 - the port's
        raise ToolError(say("tool.unknown", name=call.name))


class Calls(Protocol):
    """The calls that turns owe an answer. Each verb is one transaction, committed when it returns."""

    async def owe(self, calls: Sequence[OwedCall]) -> None:
        """Write what is not written yet."""
        ...

    async def of_turn(self, turn: TurnId) -> tuple[OwedCall, ...]:
        """By their numbers."""
        ...

    async def of_call(self, turn: TurnId, number: int) -> OwedCall | None: ...

    async def asked(
        self, turn: TurnId, number: int, question: Question, *, now: Milliseconds, expires_at: Milliseconds
    ) -> None: ...

    async def replied(self, turn: TurnId, number: int, reply: Reply, *, now: Milliseconds) -> bool:
        """False where nobody waits for it: it was answered before, or has expired."""
        ...

    async def begun(self, turn: TurnId, number: int) -> None: ...

    async def answered(self, turn: TurnId, number: int, result: ToolResult, *, now: Milliseconds) -> None: ...

    async def grant(self, session: SessionId, scope: str, *, by: Snowflake, now: Milliseconds) -> None:
        """This person lets the agent do such things for the rest of the session."""
        ...

    async def is_granted(self, session: SessionId, scope: str, *, by: Snowflake) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message in a channel. `at` is ISO 8601, UTC."""

    id: Snowflake
    author: str
    is_bot: bool
    at: str
    text: str
    files: tuple[str, ...] = ()


class Rooms(Protocol):
    """Discord, as far as the agent may reach into it: where both the asker and the bot may. Raises `ToolError`."""

    async def read(self, caller: Caller, channel: Snowflake, *, count: int) -> tuple[Said, ...]:
        """The newest messages, oldest first."""
        ...

    async def may_post(self, caller: Caller, channel: Snowflake) -> str:
        """The channel's name. Raises where the asker or the bot may not write there."""
        ...

    async def may_open(self, caller: Caller, channel: Snowflake) -> str: ...

    async def may_react(self, caller: Caller, channel: Snowflake, message: Snowflake) -> str: ...

    async def post(self, caller: Caller, channel: Snowflake, text: str) -> Snowflake: ...

    async def open_thread(self, caller: Caller, channel: Snowflake, *, name: str, text: str) -> Snowflake: ...

    async def react(self, caller: Caller, channel: Snowflake, message: Snowflake, emoji: str) -> None: ...

    async def send_file(self, caller: Caller, upload: Upload) -> Snowflake: ...

    def upload_limit(self, caller: Caller) -> int:
        """Bytes that one message's files may have together."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A picture as it was made: its name in the message and its real pixels."""

    name: str
    width: int
    height: int


class PictureMaker(Protocol):
    async def make(self, caller: Caller, *, prompt: str, model: str, ratio: str, count: int) -> tuple[Made, ...]:
        """Pictures in a message of the session's thread. Raises `ToolError`; made once, however often it is asked."""
        ...


class McpServers(Protocol):
    """The servers that those who manage a guild have added."""

    async def named(self, guild: Snowflake | None, names: Sequence[str]) -> tuple[McpServer, ...]:
        """With their headers opened; a name that is no longer there is left out."""
        ...

    async def names(self, guild: Snowflake | None) -> tuple[str, ...]:
        """Those that may be chosen there, by the alphabet."""
        ...
