"""An answer as the fields that a message gets, in order: a stream sends them, a whole answer adds them up."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.playground.gateways.answer import Answer, Call, Picture, Text, Thought
from bot.playground.gateways.asked import JsonObject
from bot.playground.gateways.forms import Look, form_of, in_markdown, look
from bot.playground.gateways.scripts.stage import Stage

Cut = Literal["small", "three", "no"]


@dataclass(frozen=True)
class Delta:
    """`top` stands beside `choices`. `cut`: into how many pieces a stream cuts its text."""

    fields: JsonObject
    top: JsonObject = field(default_factory=dict)
    cut: Cut = "small"
    after_s: float = 0.0


def deltas(stage: Stage, answer: Answer, *, reasoning: str, origin: str) -> Iterator[Delta]:
    form = form_of(stage.prompt, stage.desk.conditions)
    for piece in answer.pieces:
        match piece:
            case Text(text, after_s):
                if not form.startswith("bare") or not stage.asked.model.draws:
                    yield Delta({"content": text}, after_s=after_s)
            case Thought(text):
                yield from _thought(text, reasoning)
            case Picture(is_draft=False):
                shown = look(piece, stage, origin, urlsafe="urlsafe" in answer.manner)
                yield from (replace(one, after_s=piece.after_s) for one in _picture(shown, form))
            case _:
                continue
    if answer.calls:
        yield Delta({"tool_calls": [_call(n, call, answer.manner) for n, call in enumerate(answer.calls)]})


def _thought(text: str, reasoning: str) -> Iterator[Delta]:
    match reasoning:
        case "nowhere":
            return
        case "think":
            yield Delta({"content": f"<think>{text}</think>\n\n"})
        case "quote":
            yield Delta({"content": "".join(f"> {line}\n" for line in text.split("\n")) + "\n"})
        case name:
            yield Delta({name: text})


def _picture(shown: Look, form: str) -> Iterator[Delta]:
    if form == "none":
        return
    if form in ("markdown_data", "markdown_data_split"):
        yield Delta({"content": in_markdown(shown, form)}, cut="no" if form == "markdown_data" else "three")
    elif made := _fields(shown, form):
        yield Delta(made, cut="no")
    elif form == "data":
        yield Delta({}, {"data": [{"b64_json": shown.base64}]}, cut="no")
    else:
        yield Delta({"content": in_markdown(shown, form)}, cut="no" if form.startswith("bare") else "small")
        if form == "everywhere":
            yield Delta({"images": [{"type": "image_url", "image_url": {"url": shown.data_uri}}]}, cut="no")


def _fields(shown: Look, form: str) -> JsonObject | None:
    """Where vendors put pictures that are no text."""
    image_url = {"type": "image_url", "image_url": {"url": shown.data_uri}}
    places: dict[str, JsonObject] = {
        "images": {"images": [image_url]},
        "images_string": {"images": [{"image_url": shown.data_uri}]},
        "images_url": {"images": [{"url": shown.url}]},
        "images_b64": {"images": [{"b64_json": shown.base64}]},
        "images_index": {"images": [image_url | {"index": 0}]},
        "parts": {"content": [image_url]},
        "parts_output": {"content": [{"type": "output_image", "image_url": shown.data_uri}]},
        "parts_image": {"content": [{"type": "image", "image_url": {"url": shown.url}}]},
        "image_b64_json": {"image_b64_json": shown.base64},
    }
    return places.get(form)


def _call(index: int, call: Call, manner: frozenset[str]) -> JsonObject:
    arguments = json.dumps(call.arguments, ensure_ascii=False)
    if "empty_arguments" in manner:
        arguments = ""
    if "broken_arguments" in manner:
        arguments = arguments[: len(arguments) // 2]
    return {
        "index": index,
        "id": call.id,
        "type": "function",
        "function": {"name": call.name, "arguments": arguments},
    }
