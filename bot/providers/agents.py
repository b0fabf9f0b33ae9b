"""Every agent behind one port: by the request's word for it, and by the ids that they give their runs."""

from collections.abc import AsyncGenerator, Collection, Mapping

from bot.core.agents import MODELS
from bot.core.artifacts import Listing
from bot.core.errors import Refused
from bot.core.events import Heard, RunRecord
from bot.core.ids import Cursor, EnvironmentId, RunId
from bot.core.ports import Agent, RunRequest
from bot.providers.models.agent import PREFIX

NO_AGENT = "no_agent"


class Agents:
    """Implements `core.ports.Agent`. `service`: the one with machines; None where the operator has no key for it."""

    def __init__(self, service: Agent | None, models: Agent) -> None:
        self._service: Agent = service or NoAgent()
        self._models = models

    async def create(self, request: RunRequest) -> RunRecord:
        return await (self._models if request.agent == MODELS else self._service).create(request)

    def listen(self, run: RunId, *, after: Cursor | None = None, position: int = 0) -> AsyncGenerator[Heard, None]:
        return self._of(run).listen(run, after=after, position=position)

    async def read(self, run: RunId) -> RunRecord:
        return await self._of(run).read(run)

    async def cancel(self, run: RunId) -> None:
        await self._of(run).cancel(run)

    def _of(self, run: RunId) -> Agent:
        return self._models if run.startswith(PREFIX) else self._service


class NoAgent:
    """In place of an agent that cannot be asked: everything is refused, with a code that has a sentence."""

    async def create(self, request: RunRequest) -> RunRecord:  # noqa: ARG002 - the port's
        raise _refusal()

    async def listen(
        self,
        run: RunId,  # noqa: ARG002 - the port's
        *,
        after: Cursor | None = None,  # noqa: ARG002 - the port's
        position: int = 0,  # noqa: ARG002 - the port's
    ) -> AsyncGenerator[Heard, None]:
        raise _refusal()
        yield

    async def read(self, run: RunId) -> RunRecord:  # noqa: ARG002 - the port's
        raise _refusal()

    async def cancel(self, run: RunId) -> None:  # noqa: ARG002 - the port's
        raise _refusal()


class NoFiles:
    """In place of machines' files: there are no machines."""

    async def list(self, environment: EnvironmentId) -> Listing:  # noqa: ARG002 - the port's
        raise _refusal()

    async def fetch(self, environment: EnvironmentId, path: str, *, limit: int) -> bytes:  # noqa: ARG002 - the port's
        raise _refusal()

    async def fetch_many(
        self,
        environment: EnvironmentId,  # noqa: ARG002 - the port's
        paths: Collection[str],  # noqa: ARG002 - the port's
        *,
        limit: int,  # noqa: ARG002 - the port's
    ) -> Mapping[str, bytes]:
        raise _refusal()


def _refusal() -> Refused:
    return Refused(f"0 {NO_AGENT}: GEMINI_API_KEY is not set", code=NO_AGENT)
