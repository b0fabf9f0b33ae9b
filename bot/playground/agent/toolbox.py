"""Which tools a request may bring, and how each version of the agent calls the ones it has by itself."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from bot.playground.agent.create import JsonObject
from bot.playground.agent.errors import AgentError, invalid
from bot.playground.agent.formats import only

OLD_AGENT = "antigravity-preview-05-2026"
NEW_AGENT = "antigravity-preview-09-2026"

_SUPPORTED = ("code_execution", "google_search", "url_context", "function", "mcp_server")
_REFUSED = ("file_search", "computer_use", "google_maps")
_FIELDS: Mapping[str, frozenset[str]] = {
    "code_execution": frozenset({"type"}),
    "url_context": frozenset({"type"}),
    "google_search": frozenset({"type", "search_types"}),
    "function": frozenset({"type", "name", "description", "parameters", "defer_loading", "short_description"}),
    "mcp_server": frozenset({"type", "name", "url", "headers", "allowed_tools"}),
}
_OWN_NAMES = frozenset(
    [
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
_MCP_NAME = re.compile(r"[a-z0-9_-]+")


def check_tools(value: Any, *, for_agent: bool) -> tuple[JsonObject, ...]:
    """Raises AgentError; what the real service takes passes."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(tool, dict) for tool in value):
        raise invalid("tools must be a list of tools.")
    for tool in value:
        _check_tool(tool, for_agent=for_agent)
    named = Counter((tool["type"], tool["name"]) for tool in value if "name" in tool)
    if twice := [name for (_, name), count in named.items() if count > 1]:
        raise invalid(f"tools holds '{twice[0]}' twice.")
    return tuple(value)


def _check_tool(tool: JsonObject, *, for_agent: bool) -> None:
    kind = tool.get("type")
    if for_agent and kind in _REFUSED:
        raise invalid(f"Tool '{kind}' is not supported by this agent.")
    if kind == "function":
        _check_function(tool, for_agent=for_agent)
    elif kind == "mcp_server":
        _check_mcp(tool)
    elif kind not in _SUPPORTED + _REFUSED:
        raise invalid(f"Unknown tool type '{kind}'.")
    if kind in _FIELDS:
        only(tool, _FIELDS[kind], "tools.")


def _check_function(tool: JsonObject, *, for_agent: bool) -> None:
    name, parameters = tool.get("name"), tool.get("parameters")
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.:-]{0,63}", name):
        raise invalid("A function needs a name of letters, digits and underscores.")
    if for_agent and name in _OWN_NAMES:
        raise AgentError(500, "api_error", "Unknown Error")
    if parameters is not None and not isinstance(parameters, dict):
        raise invalid("function.parameters must be a JSON schema.")
    if parameters and parameters.get("required") == []:
        raise invalid("function.parameters.required must not be empty when present.")


def _check_mcp(tool: JsonObject) -> None:
    name, url = tool.get("name"), tool.get("url")
    if not isinstance(name, str) or not _MCP_NAME.fullmatch(name):
        raise invalid("Bad Request")
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        raise invalid("mcp_server.url must be an http or https address.")
    headers, allowed = tool.get("headers", {}), tool.get("allowed_tools", [])
    if not isinstance(headers, dict) or not all(isinstance(text, str) for text in headers.values()):
        raise invalid("mcp_server.headers must be an object of strings.")
    if not isinstance(allowed, list) or not all(map(_is_allowance, allowed)):
        raise invalid("mcp_server.allowed_tools must be a list of names, or of objects with mode and tools.")


def _is_allowance(given: Any) -> bool:
    """Both forms are documented."""
    if isinstance(given, str):
        return True
    names = given.get("tools", []) if isinstance(given, dict) and set(given) <= {"mode", "tools"} else None
    return isinstance(names, list) and all(isinstance(name, str) for name in names)


def writing(agent: str, path: str, content: str) -> tuple[str, JsonObject]:
    """Name and arguments with which this agent writes a file."""
    if agent == OLD_AGENT:
        return "write_file", {"path": path, "content": content}
    return "write_to_file", {
        "TargetFile": path,
        "CodeContent": content,
        "Overwrite": True,
        "Description": f"Write {path}",
    }


def reading(agent: str, path: str) -> tuple[str, JsonObject]:
    if agent == OLD_AGENT:
        return "read_file", {"path": path}
    return "view_file", {"AbsolutePath": path}


def listing(agent: str, path: str) -> tuple[str, JsonObject]:
    if agent == OLD_AGENT:
        return "list_files", {"path": path}
    return "list_dir", {"DirectoryPath": path}


def editing(agent: str, path: str, *, line: int, old: str, new: str) -> tuple[str, JsonObject]:
    """The older agent's tool of this kind is not documented; its name and arguments here are an invention."""
    if agent == OLD_AGENT:
        return "edit_file", {"path": path, "old_string": old, "new_string": new}
    lines: JsonObject = {"StartLine": line, "EndLine": line}
    return "replace_file_content", {"TargetFile": path} | lines | {"TargetContent": old, "ReplacementContent": new}


def searching(agent: str, path: str) -> list[tuple[str, JsonObject]]:
    """Finding by name and by content, which the older agent does in its shell."""
    if agent == OLD_AGENT:
        return []
    return [
        ("find_by_name", {"SearchDirectory": path, "Pattern": "*.py", "MaxDepth": 3}),
        ("grep_search", {"SearchPath": path, "Query": "def main", "IsRegex": False}),
    ]
