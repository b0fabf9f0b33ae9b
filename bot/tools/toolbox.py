"""Our functions as one: looked up, offered, checked and run. The port `Toolbox`."""

import json
from collections.abc import Callable, Sequence

from pydantic import BaseModel, ValidationError
from pydantic_core import to_jsonable_python

from bot.core.catalogue import say
from bot.core.events import JsonValue
from bot.core.session import Session, Turn
from bot.core.steps import code
from bot.core.tools.calls import Caller, ToolCall, ToolError
from bot.core.tools.offers import Function
from bot.core.tools.questions import Question, Reply
from bot.tools.declaring import Tool
from bot.tools.guard import Guard
from bot.tools.leave import leave
from bot.tools.schema import schema_of

RESULT_LIMIT = 200_000
"""Characters of JSON; more would fill the agent's memory with one result."""
_ASKING_WITHIN_S = 30.0


class Tools:
    """Raises ValueError for two tools of one name. `may_act`: whether an asker may have done what needs their leave."""

    def __init__(
        self,
        tools: Sequence[Tool],
        guard: Guard | None = None,
        *,
        may_act: Callable[[Session, Turn], bool] = lambda *_: True,
    ) -> None:
        self._guard = guard or Guard()
        self._may_act = may_act
        self._tools = {tool.name: tool for tool in tools}
        if len(self._tools) < len(tools):
            raise ValueError("two functions have one name")
        self._offers = {
            tool.name: Function(name=tool.name, description=tool.description, parameters=schema_of(tool.arguments))
            for tool in tools
        }

    def functions(self, session: Session, turn: Turn) -> tuple[Function, ...]:
        return tuple(self._offers[name] for name, tool in self._tools.items() if self._may_use(tool, session, turn))

    async def question(self, call: ToolCall, caller: Caller) -> Question | None:
        tool = self._tool(call, caller)
        return await self._guard.run(lambda: _question(tool, call, caller), name=tool.name, within_s=_ASKING_WITHIN_S)

    def acts(self, call: ToolCall) -> bool:
        tool = self._tools.get(call.name)
        return tool is not None and tool.acts

    async def act(self, call: ToolCall, caller: Caller, reply: Reply | None) -> JsonValue:
        tool = self._tool(call, caller)
        return await self._guard.run(
            lambda: _in_json(tool, call, caller, reply), name=tool.name, within_s=tool.timeout_s
        )

    def _tool(self, call: ToolCall, caller: Caller) -> Tool:
        tool = self._tools.get(call.name)
        if tool is None or not self._may_use(tool, caller.session, caller.turn):
            raise ToolError(say("tool.unknown", name=call.name))
        return tool

    def _may_use(self, tool: Tool, session: Session, turn: Turn) -> bool:
        if tool.is_act and not self._may_act(session, turn):
            return False
        return tool.allow is None or not tool.allow.isdisjoint({turn.actor.id, session.guild, *turn.actor.roles})


def _arguments(tool: Tool, call: ToolCall) -> BaseModel:
    try:
        return tool.arguments.model_validate(dict(call.arguments))
    except ValidationError as error:
        raise ToolError(say("tool.arguments", what=_words(error))) from None


def _words(error: ValidationError) -> str:
    """Which argument, and what is wrong with it; without the value, which the agent knows."""
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{'.'.join(map(str, one['loc'])) or 'all'}: {one['msg']}" for one in problems)


async def _question(tool: Tool, call: ToolCall, caller: Caller) -> Question | None:
    arguments = _arguments(tool, call)
    if tool.asks_first:
        given = json.dumps(to_jsonable_python(arguments), ensure_ascii=False, indent=1)
        return leave(say("ask.call", name=code(tool.name)), given, scope=tool.name)
    return None if tool.question is None else await tool.question(arguments, caller)


async def _in_json(tool: Tool, call: ToolCall, caller: Caller, reply: Reply | None) -> JsonValue:
    """An object or a text: nothing else is a result to the API, but for lists of its own contents."""
    given = await tool.body(_arguments(tool, call), caller, reply)
    result: JsonValue = to_jsonable_python(given, inf_nan_mode="null")  # which JSON has no words for
    if len(json.dumps(result, ensure_ascii=False)) > RESULT_LIMIT:
        raise ToolError(say("tool.too_long"))
    return result if isinstance(result, str | dict) else {"result": result}
