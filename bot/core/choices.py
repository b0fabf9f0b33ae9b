"""What a person chose for a talk; it holds for every request in it."""

from dataclasses import dataclass

from bot.core.tools.offers import BuiltIn

NO_MACHINE = "none"
NEW_MACHINE = "new"
DEFAULT, NOTHING = "default", "none"
MCP_PREFIX = "mcp:"
BUILT_INS: dict[str, BuiltIn] = {"code": BuiltIn.CODE, "search": BuiltIn.SEARCH, "urls": BuiltIn.URLS}
"""By the words that people use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """`machine`: empty for a new one, `NO_MACHINE`, or the name of one of the operator's configurations.

    `tools`: words as in `parse_tools`; empty for the operator's own choice. `model`: the one that the agent thinks
    with; empty for the agent's own. `max_tokens`: a ceiling per request below the operator's.
    """

    machine: str = ""
    tools: str = ""
    model: str = ""
    max_tokens: int | None = None

    @property
    def has_machine(self) -> bool:
        return self.machine != NO_MACHINE


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolChoice:
    """`built_ins`: None for all that the agent has by itself. `servers`: names of MCP servers."""

    built_ins: tuple[BuiltIn, ...] | None = None
    servers: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """No tool at all was wanted."""
        return self.built_ins == () and not self.servers

    @property
    def is_default(self) -> bool:
        return self.built_ins is None and not self.servers


def parse_tools(words: str) -> ToolChoice:
    """`default`, `none`, or any of `code search urls`; `mcp:NAME` comes on top of each.

    Servers alone leave the agent its own tools. Raises ValueError with the word that is none of these.
    """
    named, servers, is_default = [], [], False
    for word in dict.fromkeys(words.replace(",", " ").lower().split()):
        if word.startswith(MCP_PREFIX) and len(word) > len(MCP_PREFIX):
            servers.append(word.removeprefix(MCP_PREFIX))
        elif word in (DEFAULT, NOTHING, *BUILT_INS):
            named.append(word)
            is_default = is_default or word == DEFAULT
        else:
            raise ValueError(word)
    built_ins = tuple(BUILT_INS[word] for word in named if word in BUILT_INS)
    return ToolChoice(built_ins=None if is_default or not named else built_ins, servers=tuple(servers))
