"""Functions that a client offers the local agent, and what comes of them."""

from typing import Any

from tests.playground.served import Client


def function(name: str, /, *required: str, **properties: Any) -> dict[str, Any]:
    """A property is a JSON schema, or the name of a type."""
    shaped = {key: {"type": one} if isinstance(one, str) else one for key, one in properties.items()}
    schema: dict[str, Any] = {"type": "object", "properties": shaped}
    if required:
        schema["required"] = list(required)
    return {"type": "function", "name": name, "description": f"Does {name}.", "parameters": schema}


WEATHER = function("get_weather", "location", location="string", unit={"enum": ["celsius", "fahrenheit"]})
TIME = function("get_time", "city", city="string")
ASK = function(
    "discord_ask_person",
    "question",
    question={"type": "string", "description": "What you want to know."},
    kind={"type": "string", "enum": ["text", "choice", "yes_no"], "default": "text"},
    choices={"type": "array", "items": {"type": "string"}, "default": []},
)
READ_THREAD = function("discord_read_thread", count={"type": "integer", "default": 30})
READ_CHANNEL = function("discord_read_channel", "channel", channel="string", count={"type": "integer", "default": 30})
POST = function("discord_post", "channel", "text", channel="string", text="string")
OPEN = function("discord_open_thread", "channel", "name", "text", channel="string", name="string", text="string")
REACT = function(
    "discord_react",
    "message",
    "emoji",
    message="string",
    emoji="string",
    channel={"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
)
SEND = function("discord_send_file", "path", path="string")
PICTURE = function("discord_make_picture", "prompt", prompt="string", model={"type": "string", "default": ""})
DISCORD = [ASK, READ_THREAD, READ_CHANNEL, POST, OPEN, REACT, SEND, PICTURE]


def open_calls(made: dict[str, Any]) -> list[dict[str, Any]]:
    """The calls of a run that nobody has answered, in order."""
    answered = {step["call_id"] for step in made["steps"] if step["type"] == "function_result"}
    return [step for step in made["steps"] if step["type"] == "function_call" and step["id"] not in answered]


def called(made: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(call["name"], call["arguments"]) for call in open_calls(made)]


def result(call: dict[str, Any], value: Any, **more: Any) -> dict[str, Any]:
    return {"type": "function_result", "call_id": call["id"], "name": call["name"], "result": value} | more


def text_of(made: dict[str, Any]) -> str:
    """All texts of the answer, in order."""
    parts = [part for step in made["steps"] if step["type"] == "model_output" for part in step["content"]]
    return "".join(part["text"] for part in parts)


async def answer(client: Client, made: dict[str, Any], *values: Any, **fields: Any) -> Any:
    """The next run, after every open call was answered with a value, in order."""
    results = [result(call, value) for call, value in zip(open_calls(made), values, strict=True)]
    chained = {"previous_interaction_id": made["id"]}
    if "environment_id" in made:
        chained["environment"] = made["environment_id"]
    return await client.ask(results, **chained, **fields)
