"""The agent's machines: made, forked, found and forgotten, each kept seven days after its last use."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.playground.agent.create import JsonObject
from bot.playground.agent.errors import invalid, not_found
from bot.playground.agent.formats import only
from bot.playground.agent.ids import environment_id
from bot.playground.agent.machine import Environment
from bot.playground.agent.network import checked_network, checked_variables
from bot.playground.agent.sources import bring, checked_sources
from bot.playground.clock import Clock

KEPT_SECONDS = 7 * 24 * 3600
IDLE_SECONDS = 15 * 60
_IN_A_RUN = frozenset({"type", "environment_id", "sources", "env", "network"})
_ALONE = frozenset({"type", "from_environment", "sources", "env", "network"})


class Environments:
    def __init__(self, root: Path, clock: Clock) -> None:
        self._root = root
        self._clock = clock
        self._all: dict[str, Environment] = {}

    def open(self, asked: str | JsonObject | None) -> Environment | None:
        """For a run; None where none was asked for. Raises AgentError (404 for an unknown or expired id)."""
        match asked:
            case None:
                return None
            case "remote":
                return self._new()
            case str():
                return self.use(asked)
            case _:
                return self._configured(asked)

    def create(self, asked: JsonObject) -> Environment:
        """By itself, fresh or as another one's copy. Raises AgentError."""
        only(asked, _ALONE, "")
        origin = asked.get("from_environment")
        wanted = _Wanted.of(asked)
        if origin is None:
            return self._filled(self._new(), wanted)
        if not isinstance(origin, str) or wanted.sources or wanted.variables:
            raise invalid("from_environment is an id, and goes without sources and env.")
        return self._forked(self.use(origin.removeprefix("environments/")), wanted.network)

    def use(self, known: str) -> Environment:
        """Finds it and counts it as used now. Raises AgentError."""
        found = self.find(known)
        found.last_used = self._clock.now()
        return found

    def find(self, known: str) -> Environment:
        """Raises AgentError 404 for an unknown, deleted or expired one."""
        found = self._all.get(known)
        if found is None or self._clock.now() - found.last_used > KEPT_SECONDS:
            raise not_found(f"Environment '{known}' was not found.")
        return found

    def known(self) -> list[Environment]:
        """All that have not expired, oldest first."""
        now = self._clock.now()
        return [one for one in self._all.values() if now - one.last_used <= KEPT_SECONDS]

    def touch(self, environment: Environment) -> None:
        """Its files may have changed."""
        environment.last_used = environment.updated = self._clock.now()

    def is_idle(self, environment: Environment) -> bool:
        """Stopped and kept as a snapshot; the next use starts it again."""
        return self._clock.now() - environment.last_used > IDLE_SECONDS

    def delete(self, known: str) -> None:
        environment = self.find(known)
        del self._all[known]
        shutil.rmtree(environment.root)

    def _new(self) -> Environment:
        name, now = environment_id(), self._clock.now()
        made = Environment(name, self._root / name, created=now, updated=now, last_used=now)
        (made.root / "workspace").mkdir(parents=True)
        self._all[made.id] = made
        return made

    def _forked(self, origin: Environment, network: Any) -> Environment:
        made = self._new()
        shutil.copytree(origin.root, made.root, symlinks=True, dirs_exist_ok=True)
        made.network = origin.network if network is None else network
        made.sources, made.variables = list(origin.sources), dict(origin.variables)
        return made

    def _configured(self, config: JsonObject) -> Environment:
        only(config, _IN_A_RUN, "environment.")
        if config.get("type", "remote") != "remote":
            raise invalid("environment.type must be 'remote'.")
        wanted, known = _Wanted.of(config), config.get("environment_id")
        return self._filled(self.use(str(known)) if known is not None else self._new(), wanted)

    def _filled(self, environment: Environment, wanted: "_Wanted") -> Environment:
        """New rules for the network replace all former ones; files and variables come on top."""
        bring(environment, wanted.sources)
        environment.sources += wanted.sources
        environment.variables |= wanted.variables
        environment.network = environment.network if wanted.network is None else wanted.network
        return environment


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """What a configuration asks for, judged before anything is made."""

    sources: list[JsonObject]
    network: Any
    variables: dict[str, Any]

    @classmethod
    def of(cls, config: JsonObject) -> "_Wanted":
        """Raises AgentError."""
        return cls(
            sources=checked_sources(config.get("sources")),
            network=checked_network(config.get("network")),
            variables=checked_variables(config.get("env")),
        )
