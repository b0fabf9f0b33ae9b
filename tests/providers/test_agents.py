"""Two agents behind one port, and what is said where there is only one."""

import pytest

from bot.core import events as e
from bot.core.agents import MODELS
from bot.core.errors import Refused
from bot.core.ids import EnvironmentId, RunId
from bot.core.ports import RunRequest
from bot.providers.agents import Agents, NoFiles
from tests.fake_agent import FakeAgent

REQUEST = RunRequest(agent="antigravity", input="", instruction="", environment=None)
ASKED = RunRequest(agent=MODELS, input="", instruction="", environment=None)


class OfModels(FakeAgent):
    """Its ids are as those of models' runs."""

    async def create(self, request: RunRequest) -> e.RunRecord:
        record = await FakeAgent.create(self, request)
        self.runs[RunId(f"m_{record.id}")] = self.runs[record.id]
        return e.RunRecord(RunId(f"m_{record.id}"), record.status)


async def test_each_is_asked_for_its_own() -> None:
    """By the word of the request, and then by the ids that they gave."""
    service, models = FakeAgent(), OfModels()
    agents = Agents(service, models)

    run, other = (await agents.create(REQUEST)).id, (await agents.create(ASKED)).id
    await agents.cancel(other)
    await agents.read(other)
    [_ async for _ in agents.listen(run)]

    assert [len(service.runs), len(models.runs)] == [1, 2]
    assert (await agents.read(run)).status is e.RunStatus.COMPLETED


async def test_without_a_key_there_are_models_alone() -> None:
    """What would be the agent's is refused with a code that has a sentence; machines have no files."""
    agents = Agents(None, OfModels())
    run = RunId("an-old-one")

    for refused in (agents.create(REQUEST), agents.read(run), agents.cancel(run), anext(agents.listen(run))):
        with pytest.raises(Refused) as caught:
            await refused
        assert caught.value.code == "no_agent"
    place = EnvironmentId("env")
    for files in (
        NoFiles().list(place),
        NoFiles().fetch(place, "x", limit=1),
        NoFiles().fetch_many(place, "x", limit=1),
    ):
        with pytest.raises(Refused):
            await files
    assert (await agents.create(ASKED)).id.startswith("m_")
