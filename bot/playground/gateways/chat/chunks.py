"""A chat completion as a stream of chunks, as gateways send them."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.playground.gateways.answer import Answer
from bot.playground.gateways.asked import JsonObject
from bot.playground.gateways.chat.completion import finish_of, usage
from bot.playground.gateways.chat.deltas import Delta
from bot.playground.gateways.chat.request import Order
from bot.playground.gateways.sse import DONE, Frame

_LETTERS = 24
_HEARTBEAT_EVERY = 4


def chunks(begun: JsonObject, made: Iterable[Delta], order: Order, answer: Answer) -> list[Frame]:
    """Role first, then the deltas, then the finish, usage if it was asked for, and [DONE]."""
    frames = [_frame(begun, {"role": "assistant"})]
    if "null_content" in answer.manner:
        frames.append(_frame(begun, {"role": "assistant", "content": None}))
    for delta in made:
        made_of = [_frame(begun | delta.top, fields) for fields in _pieces(delta, answer.manner)]
        frames += [replace(one, after_s=delta.after_s) for one in made_of[:1]] + made_of[1:]
    return [*_odd(begun, frames, answer.manner), *_end(begun, order, answer), DONE]


def trouble(begun: JsonObject, error: str, told: JsonObject) -> list[Frame]:
    """What a stream says when its upstream breaks; `told` is an error in OpenAI's shape."""
    match error:
        case "error_finish":
            return [Frame(begun | {"choices": [{"index": 0, "delta": {}, "finish_reason": "error"}]}), DONE]
        case "error_string":
            return [Frame({"error": told["error"]["message"]}), DONE]
        case "error_event":
            return [Frame(told, "error")]
        case _:
            return [Frame(told), DONE]


def _end(begun: JsonObject, order: Order, answer: Answer) -> Iterator[Frame]:
    """Usage stands in the last chunk, or in one of its own without choices."""
    counted = usage(order.asked, answer)
    last = begun | {"choices": [{"index": 0, "delta": {}, "finish_reason": finish_of(answer)}]}
    yield Frame(last if order.include_usage else last | {"usage": counted}, ends=True)
    if order.include_usage:
        yield Frame(begun | {"choices": [], "usage": counted}, ends=True)


def _pieces(delta: Delta, manner: frozenset[str]) -> Iterator[JsonObject]:
    if "tool_calls" in delta.fields:
        yield from _calls(delta.fields["tool_calls"], manner)
        return
    name, value = next(iter(delta.fields.items()), ("", None))
    if delta.cut == "no" or not isinstance(value, str):
        yield dict(delta.fields)
        return
    length = _LETTERS if delta.cut == "small" else math.ceil(len(value) / 3)
    for start in range(0, len(value), length):
        yield {name: value[start : start + length]}


def _calls(calls: list[JsonObject], manner: frozenset[str]) -> Iterator[JsonObject]:
    """Split by index: first the name, then the arguments in pieces; or all in one."""
    for call in calls:
        shown = {name: value for name, value in call.items() if name != "index" or "no_index" not in manner}
        if "one_chunk" in manner or "no_index" in manner:
            yield {"tool_calls": [shown]}
            continue
        function = call["function"]
        yield {"tool_calls": [shown | {"function": {"name": function["name"], "arguments": ""}}]}
        for start in range(0, len(function["arguments"]), 8):
            fragment = {"arguments": function["arguments"][start : start + 8]}
            yield {"tool_calls": [{"index": call["index"], "function": fragment}]}


def _odd(begun: JsonObject, frames: list[Frame], manner: frozenset[str]) -> Iterator[Frame]:
    """The chunks, and what some gateways send between them."""
    for number, frame in enumerate(frames):
        yield frame
        if "empty_deltas" in manner and number % _HEARTBEAT_EVERY == 0:
            yield _frame(begun, {})
    if "null_delta" in manner:
        yield Frame(begun | {"choices": [{"index": 0, "delta": None, "finish_reason": None}]})
    if "no_choices" in manner:
        yield Frame(begun)
        yield Frame(begun | {"choices": []})
    if "unknown_event" in manner:
        yield Frame({"type": "gateway.news", "note": "nobody knows this"}, "gateway.news")


def _frame(begun: JsonObject, fields: JsonObject) -> Frame:
    return Frame(begun | {"choices": [{"index": 0, "delta": fields, "finish_reason": None}]})
