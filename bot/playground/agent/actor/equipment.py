"""Scenes in which the agent says what it works with: its tools, its machine's network, its variables."""

import re
from collections.abc import Iterator

from bot.playground.agent.actor.cues import Cue
from bot.playground.agent.actor.files import NO_MACHINE
from bot.playground.agent.actor.stage import Stage
from bot.playground.agent.create import BUILT_INS
from bot.playground.agent.network import domains, may_reach

_HOST = re.compile(r"\b(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})\b", re.IGNORECASE)


def tools(stage: Stage) -> Iterator[Cue]:
    """By the names under which a request offers them."""
    named = [f"`{name}`" for name in sorted(BUILT_INS - stage.create.barred)]
    named += [f"the function `{function['name']}`" for function in stage.create.functions]
    named += [f"the MCP server `{one['name']}`" for one in stage.create.tools if one["type"] == "mcp_server"]
    named += ["the file system of my machine"] if stage.environment is not None else []
    lines = "\n".join(f"- {one}" for one in named)
    text = f"I have these tools:\n\n{lines}\n" if named else "I have no tools at all."
    without = "" if stage.environment is not None else "\nI have no machine in this talk.\n"
    yield from stage.script.say(stage.introduced(text + without), seconds=0.8)


def reach(stage: Stage) -> Iterator[Cue]:
    """What its machine may reach; of a host that the request names, whether it may."""
    if stage.environment is None:
        yield from stage.script.say(stage.introduced(NO_MACHINE))
        return
    network = stage.environment.network
    hosts = [found[1] for found in _HOST.finditer(stage.prompt)]
    lines = [_rules(domains(network))]
    lines += [f"I {'may' if may_reach(network, host) else 'may not'} reach `{host}`." for host in hosts]
    yield from stage.script.say(stage.introduced("\n".join(lines) + "\n"), seconds=0.6)


def variables(stage: Stage) -> Iterator[Cue]:
    """Names and values; of one that stands for a credential the machine has the name only."""
    if stage.environment is None:
        yield from stage.script.say(stage.introduced(NO_MACHINE))
        return
    lines = [f"- `{name}`: {_value(value)}" for name, value in sorted(stage.environment.variables.items())]
    text = "My machine has these variables:\n\n" + "\n".join(lines) if lines else "My machine has no variables."
    yield from stage.script.say(stage.introduced(text + "\n"), seconds=0.6)


def _rules(named: list[str] | None) -> str:
    if named is None or "*" in named:
        return "My machine may reach everything."
    listed = ", ".join(f"`{one}`" for one in named)
    return f"My machine may reach these and nothing else: {listed}." if named else "My machine may reach nothing."


def _value(value: object) -> str:
    if isinstance(value, dict):
        return f"`{value['value']}`" if "value" in value else "(a credential that I never see)"
    return f"`{value}`"
