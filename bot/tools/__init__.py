"""Functions that the agent may call: those the bot ships, and those an operator adds with `TOOLS`.

An operator's own is one Python file: a pydantic model of the arguments, and an async function under `@tool`.
`deploy/sample_tools.py` is one that works.
"""

from bot.core.tools.calls import Caller, ToolError
from bot.tools.declaring import Tool, tool

__all__ = ["Caller", "Tool", "ToolError", "tool"]
