"""The agent's machines: made, forked, found and forgotten, each kept seven days after its last use."""

import shutil
from pathlib import Path
from typing import Any

from bot.playground.agent.create import JsonObject
from bot.playground.agent.errors import invalid, not_found
from bot.playground.agent.ids import environment_id
from bot.playground.agent.machine import Environment
from bot.playground.agent.sources import bring, check_fields, checked_network, checked_sources
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
        check_fields(asked, _ALONE, "")
        origin = asked.get("from_environment")
        network, sources = checked_network(asked.get("network")), checked_sources(asked.get("sources"))
        if origin is None:
            return self._filled(self._new(), sources=sources, network=network)
        if not isinstance(origin, str) or sources or asked.get("env"):
            raise invalid("from_environment is an id, and goes without sources and env.")
        return self._forked(self.use(origin.removeprefix("environments/")), network)

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
        made.sources = list(origin.sources)
        return made

    def _configured(self, config: JsonObject) -> Environment:
        check_fields(config, _IN_A_RUN, "environment.")
        if config.get("type", "remote") != "remote":
            raise invalid("environment.type must be 'remote'.")
        network, sources = checked_network(config.get("network")), checked_sources(config.get("sources"))
        known = config.get("environment_id")
        environment = self.use(str(known)) if known is not None else self._new()
        return self._filled(environment, sources=sources, network=network)

    def _filled(self, environment: Environment, *, sources: list[JsonObject], network: Any) -> Environment:
        """New rules for the network replace all former ones; files stay."""
        bring(environment, sources)
        environment.sources += sources
        environment.network = environment.network if network is None else network
        return environment
