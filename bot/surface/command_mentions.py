"""Our commands as mentions that people can press, once Discord has told their ids."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

_SLASH = 1
"""Discord's number for a command that is written; the others stand in menus."""


@dataclass(slots=True)
class CommandMentions:
    _ids: dict[str, str] = field(default_factory=dict)

    def learn(self, there: Iterable[Mapping[str, Any]]) -> None:
        self._ids = {str(one["name"]): str(one["id"]) for one in there if one.get("type", _SLASH) == _SLASH}

    def of(self, command: str) -> str:
        """`command`: with its verb, where it has one; pressed, that is what it opens."""
        known = self._ids.get(command.partition(" ")[0])
        return f"`/{command}`" if known is None else f"</{command}:{known}>"
