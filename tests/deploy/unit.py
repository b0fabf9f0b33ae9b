"""What bot.service says, and which calls of the kernel it leaves."""

import re
import subprocess
from pathlib import Path

DEPLOY = Path(__file__).parents[2] / "deploy"
UNIT = DEPLOY / "bot.service"


def values(key: str) -> list[str]:
    """All values of a key, in their order."""
    return re.findall(rf"^{key}=(.*)$", UNIT.read_text(), re.MULTILINE)


def allowed_calls() -> frozenset[str]:
    """By the groups of the systemd on this machine: the first filter allows, those with ~ take away."""
    groups = _groups()
    allowed: set[str] = set()
    for value in values("SystemCallFilter"):
        named = {call for word in value.removeprefix("~").split() for call in _members(word, groups)}
        allowed = allowed - named if value.startswith("~") else allowed | named
    return frozenset(allowed)


def _groups() -> dict[str, list[str]]:
    told = subprocess.run(["systemd-analyze", "syscall-filter"], capture_output=True, text=True, check=True).stdout
    groups: dict[str, list[str]] = {}
    for line in told.splitlines():
        word = line.strip()
        if line.startswith("@"):
            members = groups.setdefault(word, [])
        elif word and not word.startswith("#") and line.startswith(" "):
            members.append(word)
    return groups


def _members(word: str, groups: dict[str, list[str]]) -> set[str]:
    if not word.startswith("@"):
        return {word}
    return {call for member in groups[word] for call in _members(member, groups)}
