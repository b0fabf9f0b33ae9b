"""What a model's provider refuses: told to who asked while the start is waited for, and in the row afterwards."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.core import events as e
from bot.core.errors import Overloaded, Refused, Unreachable
from bot.core.models.provider import Protocol
from bot.providers.models.reading import CUT
from tests.providers.behaviours import drops, says
from tests.providers.conftest import Behaviour
from tests.providers.models.samples import provider
from tests.providers.models.world import (
    REQUEST,
    World,
    ended,
    heard,
)


@pytest.mark.parametrize(
    ("behaviour", "kind", "code"),
    [
        (says(401), Refused, "provider_key"),
        (says(402), Refused, "provider_payment"),
        (says(403), Refused, "provider_denied"),
        (says(404), Refused, "model_gone"),
        (says(400, {"error": {"code": "too_long", "message": "No."}}), Refused, "too_long"),
        (says(429), Overloaded, "provider_busy"),
        (says(529), Overloaded, "provider_busy"),
        (says(503, {"error": {"message": "没有可用token"}}), Overloaded, "no_account"),
        (says(400, {"error": {"message": "未接收到上游响应内容"}}), Refused, "no_upstream_content"),
    ],
)
async def test_a_refusal_reaches_who_asked(
    world: World, behaviour: Behaviour, kind: type[Exception], code: str
) -> None:
    """As long as the start is waited for, it is refused, with a code that has a sentence; the row has its end."""
    world.endpoint.will(behaviour)

    async with world.process() as agent:
        with pytest.raises(kind) as caught:
            await agent.create(REQUEST)
        await asyncio.sleep(0)

    assert getattr(caught.value, "code", "") == code
    assert "acme" in getattr(caught.value, "said", "")
    (row,) = world.runs.rows.values()
    assert row.record is not None
    assert row.record.status is e.RunStatus.FAILED


async def test_no_connection_is_told_as_such(world: World) -> None:
    """Nothing was taken, so the turn may try again."""
    world.provider = provider("http://127.0.0.1:9", Protocol.MESSAGES)

    async with world.process() as agent:
        with pytest.raises(Unreachable):
            await agent.create(REQUEST)


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [(says(500, {"message": "no upstream content"}), ""), (drops, CUT), (says(502), "bad_gateway")],
)
async def test_a_failure_from_within_is_the_runs_own(world: World, behaviour: Behaviour, code: str) -> None:
    """It was taken and failed: nothing is uncertain, for no answer can come of it any more."""
    world.endpoint.will(behaviour)

    async with world.process() as agent:
        record = await ended(agent)

    assert record.status is e.RunStatus.FAILED
    assert code in [fault.code for fault in record.faults] or not code
    assert record.faults


async def test_a_late_refusal_is_a_fault(world: World) -> None:
    """A service that says nothing for seconds is not waited for at the start; what it then refuses ends the run."""
    release = asyncio.Event()

    async def slow(request: Any) -> Any:
        await release.wait()
        return await says(401)(request)

    world.endpoint.will(slow)
    async with world.process(taken_within_s=0.01) as agent:
        run = (await agent.create(REQUEST)).id
        release.set()
        await heard(agent, run)
        record = await agent.read(run)

    assert record.status is e.RunStatus.FAILED
    assert [fault.code for fault in record.faults] == ["provider_key"]


@pytest.mark.parametrize("name", ["acme/none", "gone/flash", "flash", ""])
async def test_a_model_that_is_no_more_is_said(world: World, name: str) -> None:
    """Before anything is written or asked."""
    async with world.process() as agent:
        with pytest.raises(Refused) as caught:
            await agent.create(replace(REQUEST, model=name))

    assert (caught.value.code, caught.value.status) == ("model_unknown", 0)
    assert world.runs.rows == {}
    assert world.endpoint.asked == []
