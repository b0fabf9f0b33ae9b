"""How a tool is declared."""

import inspect
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeAlias, get_type_hints

from pydantic import BaseModel

from bot.core.tools.calls import Caller
from bot.core.tools.questions import Question, Reply

Body: TypeAlias = Callable[[Any, Caller, Reply | None], Awaitable[Any]]
Asking: TypeAlias = Callable[[Any, Caller], Awaitable[Question | None]]
TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """`body` gets the arguments, the caller, and what the asker said where they were asked; its result becomes JSON.

    `question`: what the asker has to say first. `acts`: it has an effect that others see, so that it is never simply
    repeated after a crash. `allow`: ids of servers, roles and people that may have it called; None for all who may use
    the bot. `asks_first`: the asker is shown the arguments, and has to allow it. `needs_leave`: its question asks so.
    """

    name: str
    description: str
    arguments: type[BaseModel]
    body: Body
    question: Asking | None = None
    timeout_s: float = TIMEOUT_S
    acts: bool = True
    allow: frozenset[int] | None = None
    asks_first: bool = False
    needs_leave: bool = False

    @property
    def is_act(self) -> bool:
        """Done with the asker's leave only."""
        return self.asks_first or self.needs_leave


def tool(
    *,
    timeout_s: float = TIMEOUT_S,
    asks_first: bool = False,
    only_reads: bool = False,
    allow: Collection[int] | None = None,
) -> Callable[[Callable[..., Awaitable[Any]]], Tool]:
    """Make a tool of an async function of one pydantic model, and of the `Caller` too where it wants to know that.

    Its name and docstring are what the agent is told; what it returns goes to the agent as JSON; a `ToolError` that it
    raises does so as an error, word for word. `only_reads`: it changes nothing, so it may simply run again after a
    crash. `allow`: ids of servers, roles and people. `asks_first`: the person who asks is shown the arguments, and
    decides. Raises TypeError where the function is none of this kind.
    """

    def made(function: Callable[..., Awaitable[Any]]) -> Tool:
        model, wants_caller = _taken_by(function)

        async def body(arguments: BaseModel, caller: Caller, _: Reply | None) -> Any:
            return await (function(arguments, caller) if wants_caller else function(arguments))

        return Tool(
            name=function.__name__,
            description=inspect.getdoc(function) or "",
            arguments=model,
            body=body,
            timeout_s=timeout_s,
            acts=not only_reads,
            allow=None if allow is None else frozenset(allow),
            asks_first=asks_first,
        )

    return made


def _taken_by(function: Callable[..., Awaitable[Any]]) -> tuple[type[BaseModel], bool]:
    hints = get_type_hints(function)
    taken = [hints.get(name) for name in inspect.signature(function).parameters]
    is_fit = inspect.iscoroutinefunction(function) and taken[1:] in ([], [Caller])
    model = taken[0] if taken else None
    if not is_fit or not isinstance(model, type) or not issubclass(model, BaseModel):
        name = getattr(function, "__name__", "it")
        raise TypeError(f"{name} must be async, and take one pydantic model, and the Caller after it where it wants to")
    return model, len(taken) > 1
