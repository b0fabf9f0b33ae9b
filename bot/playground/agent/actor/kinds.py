"""Scenes for eyes: every kind of step there is, one that nobody knows, and an answer told in parts."""

from collections.abc import Iterator

from bot.playground.agent.actor.cues import Cue
from bot.playground.agent.actor.stage import Stage
from bot.playground.agent.create import JsonObject
from bot.playground.agent.machine import WORKSPACE
from bot.playground.agent.toolbox import editing, listing, reading, searching, writing

_PLACE = {"name": "The Lantern", "place_id": "place-1", "url": "https://example.org/place", "review_snippets": []}
_FUNCTION = {"type": "function", "name": "glow", "description": "Makes light."}
# Call, its fields, and the fields of its result.
_PAIRS: tuple[tuple[str, JsonObject, JsonObject], ...] = (
    (
        "url_context",
        {"arguments": {"urls": ["https://www.example.com"]}},
        {"result": [{"url": "https://www.example.com", "status": "success"}]},
    ),
    (
        "mcp_server_tool",
        {"name": "forecast", "server_name": "weather", "arguments": {"city": "Oslo"}},
        {"name": "forecast", "server_name": "weather", "result": "sunny"},
    ),
    ("file_search", {}, {}),
    (
        "google_maps",
        {"arguments": {"queries": ["lantern shops"]}},
        {"result": [{"places": [_PLACE], "widget_context_token": "token"}]},
    ),
    (
        "retrieval",
        {"arguments": {"queries": ["lanterns"]}, "retrieval_type": "vertex_ai_search"},
        {"is_error": False},
    ),
    ("tool_search", {"arguments": {"function_names": ["glow"]}}, {"result": [_FUNCTION]}),
    ("processing", {}, {}),
)
_SHORT = "First I look around."
_LONG = (
    "What I have found so far is worth telling before I go on, because it is long. Lanterns were made of paper before "
    "they were made of glass, and of glass before they were made of tin; each of these changes took a hundred years "
    "and was called the last one by those who saw it. Nobody has to remember it, but it must not be lost."
)


def all_kinds(stage: Stage) -> Iterator[Cue]:
    """With the user's input, which reading a run gives, these are all 23; then two things that nobody knows."""
    script = stage.script
    yield from script.thought("**Going through all kinds of steps**", "One after the other.", seconds=0.4)
    yield from script.search("every kind of step", seconds=0.3)
    yield from _shell(stage)
    yield from _sandbox(stage)
    for kind, call, result in _PAIRS:
        yield from script.pair(kind, call, result)
    yield from script.strange()
    yield from script.say(stage.introduced("Those were all kinds of steps, and two that nobody knows."), seconds=0.6)


def in_parts(stage: Stage) -> Iterator[Cue]:
    """Text, work, text again: a short interim remark, a long one, then the end, in two steps with work after it."""
    script = stage.script
    yield from script.say(stage.introduced(_SHORT), seconds=0.4)
    yield from _shell(stage)
    yield from script.say(_LONG, seconds=1)
    yield from script.search("lanterns of tin", seconds=0.3)
    yield from script.say("Here is the end of it, ", seconds=0.4)
    yield from script.say("told in two steps.", seconds=0.4)
    yield from script.search("where it came from", seconds=0.2)


def _shell(stage: Stage) -> Iterator[Cue]:
    yield from stage.script.code("ls -la /workspace", "total 0\n", language="bash", seconds=0.2)
    yield from stage.script.command("uname -s", "Linux\n")
    failing = "ls: cannot access '/nowhere': No such file or directory\n"
    yield from stage.script.command("ls /nowhere", failing, is_error=True)


def _sandbox(stage: Stage) -> Iterator[Cue]:
    """Every tool of the machine, as this version of the agent calls it."""
    if stage.environment is None:
        return
    path = f"{WORKSPACE}/steps.py"
    content = "def main() -> None: ...\n"
    stage.environment.write(path, content.encode())
    calls = [
        writing(stage.agent, path, content),
        editing(stage.agent, path, line=1, old="...", new="pass"),
        reading(stage.agent, path),
        listing(stage.agent, WORKSPACE),
        *searching(stage.agent, WORKSPACE),
    ]
    for name, arguments in calls:
        yield from stage.script.sandbox(name, arguments, "steps.py")
