"""An operator's own tools, found by the setting `TOOLS`: `module:name`, with commas between."""

import importlib
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.core.errors import SettingsError
from bot.tools.declaring import Tool
from bot.tools.schema import schema_of

OURS = "discord_"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
SANDBOX = frozenset(
    [
        # names of the sandbox's own tools, in both versions of the agent; an equal one is answered with a 500
        "write_file",
        "read_file",
        "edit_file",
        "list_files",
        "write_to_file",
        "replace_file_content",
        "view_file",
        "list_dir",
        "find_by_name",
        "grep_search",
        "code_execution",
        "execute_code",
        "google_search",
        "url_context",
        "run_command",
    ]
)


def load(places: Sequence[str]) -> tuple[Tool, ...]:
    """Modules are looked for in the working directory too. Raises SettingsError with what to mend."""
    here = str(Path.cwd())
    if places and here not in sys.path:
        sys.path.append(here)
    found = tuple(map(_loaded, places))
    names = [tool.name for tool in found]
    for name in {name for name in names if names.count(name) > 1}:
        raise SettingsError(f"TOOLS names two functions called {name}. Rename one of them.")
    return found


def _loaded(place: str) -> Tool:
    module, _, name = place.partition(":")
    try:
        found = getattr(importlib.import_module(module), name, None)
    except Exception as error:
        raise SettingsError(
            f"TOOLS names {place}, and importing it failed: {type(error).__name__}: {error}. "
            "The file has to be in the working directory or on PYTHONPATH."
        ) from error
    if not isinstance(found, Tool):
        raise SettingsError(f"TOOLS names {place}, which is no function under @tool. deploy/sample_tools.py is one.")
    _check(place, found)
    return found


def _check(place: str, tool: Tool) -> None:
    if not _NAME.fullmatch(tool.name) or tool.name in SANDBOX or tool.name.startswith(OURS):
        raise SettingsError(
            f"TOOLS names {place}, but a function may not be called {tool.name}: the agent has that already, "
            f"or it begins with {OURS}. Rename it."
        )
    if not tool.description:
        raise SettingsError(f"TOOLS names {place}, which has no docstring: by that the agent knows what it is for.")
    try:
        schema_of(tool.arguments)
    except ValueError as error:
        raise SettingsError(f"TOOLS names {place}, whose arguments cannot be offered: {error}.") from error
