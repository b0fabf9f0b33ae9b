"""A step in the words of a person: one line for the card."""

from collections.abc import Sequence

from bot.core import events as e
from bot.core.catalogue import say
from bot.core.graphemes import clean
from bot.core.titles import is_control, plain_title

LINE_LIMIT = 120
"""Characters of a line on the card; a phone shows about two rows of it."""

_FILE_TOOLS: dict[str, tuple[str, tuple[str, ...]]] = {
    # names of both agent versions (Google's Antigravity page and its September change log)
    "write_file": ("step.write", ("path",)),
    "write_to_file": ("step.write", ("TargetFile",)),
    "replace_file_content": ("step.edit", ("TargetFile",)),
    "read_file": ("step.view", ("path",)),
    "view_file": ("step.view", ("AbsolutePath",)),
    "list_files": ("step.list", ("path",)),
    "list_dir": ("step.list", ("DirectoryPath",)),
    "find_by_name": ("step.find", ("Pattern",)),
    "grep_search": ("step.find", ("Query",)),
    "code_execution": ("step.command", ("command", "code")),
    "google_search": ("step.search", ("queries",)),
}
_TOOLS: dict[str, tuple[str, tuple[str, ...]]] = {
    "code_execution": ("step.command", ("code", "command")),
    "google_search": ("step.search", ("queries",)),
    "url_context": ("step.read_url", ("urls",)),
    "google_maps": ("step.search", ("queries",)),
    "retrieval": ("step.search", ("queries",)),
}
_OURS: dict[str, tuple[str, str]] = {
    "discord_ask_person": ("step.asked", "question"),
    "discord_post": ("step.post", "text"),
    "discord_open_thread": ("step.open_thread", "name"),
    "discord_react": ("step.react", "emoji"),
    "discord_send_file": ("step.send_file", "path"),
    "discord_make_picture": ("step.picture", "prompt"),
}
_OURS_ALONE = {"discord_read_thread": "step.read_thread", "discord_read_channel": "step.read_channel"}


def lines_of(steps: Sequence[e.Step]) -> tuple[str, ...]:
    """A line for each step that a person would want to see, in order; results and outputs have none of their own."""
    return tuple(line for step in steps if (line := line_of(step)))


def line_of(step: e.Step) -> str:
    match step:
        case e.Call():
            return _call_line(step)
        case e.Thought(summary=summary):
            said = " ".join(part.text for part in summary if isinstance(part, e.TextPart))
            return say("step.thinking", what=plain(said)) if said.strip() else ""
        case e.UnknownStep(type=kind) if kind != "missing":
            return say("step.other", what=code(kind))
        case _:
            return ""


def _call_line(call: e.Call) -> str:
    return _our_line(call) if call.tool == "function" and call.name in {*_OURS, *_OURS_ALONE} else _their_line(call)


def _our_line(call: e.Call) -> str:
    """Our own functions in words, once it is known what they are called with."""
    if call.name in _OURS_ALONE:
        return say(_OURS_ALONE[call.name])
    key, name = _OURS[call.name]
    value = (call.arguments or {}).get(name)
    return say(key, what=plain(value)) if isinstance(value, str) and value.strip() else ""


def _their_line(call: e.Call) -> str:
    if call.server:  # whatever its name, it is no tool of the machine
        return say("step.server_tool", what=code(call.name), server=code(call.server)) if call.name else ""
    key, names = _TOOLS.get(call.tool) or _FILE_TOOLS.get(call.name) or ("step.tool", ())
    arguments = call.arguments or {}
    what = code(next((_words(arguments[name]) for name in names if name in arguments), ""))
    if what:
        return say(key, what=what)
    return say("step.tool", what=code(call.name or call.tool)) if not call.pending or call.name else ""


def _words(value: e.JsonValue) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)


def code(text: str) -> str:
    """The text's first line as inline code, which Discord shows untouched; its own backticks cannot end it early.

    What shows nothing and may turn the line around is left out, so that a name reads as what it is.
    """
    bare = "".join(char for char in clean(shortened(text)).replace("\t", " ") if not is_control(char))
    line = bare.replace("`", "\u02cb").strip()
    return f"`{line}`" if line else ""


def plain(text: str) -> str:
    """The first line in plain words, without anything that Discord's Markdown would act upon."""
    line = plain_title(shortened(text), limit=LINE_LIMIT) if text.strip() else ""
    return "".join(f"\\{char}" if char in "*_~`|[]<>#\\" else char for char in line)


def shortened(text: str) -> str:
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    first = lines[0] if lines else ""
    return first if len(first) <= LINE_LIMIT else f"{first[: LINE_LIMIT - 1].rstrip()}…"
