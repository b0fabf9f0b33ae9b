"""Judges what a client answers to an agent's calls: every open call once, and nothing else beside."""

from collections import Counter
from typing import Any

from bot.playground.agent.create import Create, JsonObject
from bot.playground.agent.errors import AgentError, invalid
from bot.playground.agent.formats import only

_FIELDS = frozenset({"type", "call_id", "name", "result", "is_error"})


def checked_result(item: JsonObject) -> JsonObject:
    """By itself; which call it answers is not looked at. Raises AgentError."""
    only(item, _FIELDS, "input.function_result.")
    if not isinstance(item.get("call_id"), str) or "result" not in item:
        raise invalid("A function_result needs call_id and result.")
    if not isinstance(item["result"], dict | str | list):
        raise invalid("function_result.result must be an object, a string or a list of contents.")
    if not isinstance(item.get("is_error", False), bool) or not isinstance(item.get("name", ""), str):
        raise invalid("function_result.is_error must be a boolean, and name a string.")
    return item


def check_alone(steps: tuple[JsonObject, ...], *, previous_id: Any) -> None:
    """Raises AgentError for results of no conversation, and for such as come with something a person typed."""
    kinds = {step["type"] for step in steps}
    if "function_result" not in kinds:
        return
    if previous_id is None:
        raise invalid("A function_result needs previous_interaction_id: function calling is stateful.")
    if kinds != {"function_result"}:
        raise invalid("Function results come by themselves: what else is to be said, say in the next interaction.")


def check_answers(create: Create, open_calls: list[JsonObject], *, may_leave_open: bool) -> None:
    """Raises AgentError. `may_leave_open`: whether a text may follow where results were awaited."""
    names = {call["id"]: call["name"] for call in open_calls}
    for result in create.results:
        _check_call(result, names)
    given = Counter(result["call_id"] for result in create.results)
    if twice := [call for call, count in given.items() if count > 1]:
        raise invalid(f"Call '{twice[0]}' is answered twice.")
    missing = [call for call in names if call not in given]
    if missing and given:
        raise invalid(f"Results come all together: call '{missing[0]}' is not answered.")
    if missing and not may_leave_open:
        raise AgentError(400, "failed_precondition", f"Call '{missing[0]}' waits for its result.")


def _check_call(result: JsonObject, names: dict[str, str]) -> None:
    call = result["call_id"]
    if call not in names:
        raise invalid(f"There is no open call '{call}' to answer.")
    if result.get("name", names[call]) != names[call]:
        raise invalid(f"Call '{call}' is of '{names[call]}', not of '{result['name']}'.")
