"""All that the platforms document, asked by our own client: served, heard, and without a violation."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from bot.core import events as e
from bot.core.errors import ProviderError
from bot.core.ids import RunId
from bot.core.imagine.ports import PaintRequest
from bot.core.models.naming import choose
from bot.core.models.provider import AuthStyle, Makes, Protocol
from bot.core.tools.offers import Function
from bot.providers.models.asking import Order
from bot.providers.models.lines import Lines
from bot.providers.models.painter import ModelPainter
from bot.providers.models.speech import UserSaid
from bot.providers.models.speeches import SPEECHES
from bot.providers_file import PRESETS
from tests.models_matrix import ALL, Case, one_of_each
from tests.playground.gateways.wire import LICENCE, Wire, size_of
from tests.playground.served import served

TEXT = "a boat, short"
TOOL = Function(
    name="get_weather",
    description="Tells the weather.",
    parameters={"type": "object", "properties": {"location": {"type": "string"}}, "required": ["location"]},
)


@pytest.fixture
async def wire(tmp_path: Path) -> AsyncIterator[Wire]:
    async with served(tmp_path) as client:
        yield Wire(client)


async def nothing(_: RunId) -> None:
    """No picture here has a name."""


async def fault_of(wire: Wire, session: aiohttp.ClientSession, case: Case, *, stream: bool = True) -> str:
    """What is wrong with a case; empty where all is well."""
    provider = replace(case.provider(wire.client.origin), stream=stream)
    keys = {provider.name: SecretStr(LICENCE)}
    lines = Lines(session, providers={provider.name: provider}, keys=keys, speeches=SPEECHES)
    try:
        return await (_painted if case.makes is Makes.IMAGE else _answered)(lines, case)
    except ProviderError as error:
        return f"{case.id}: {error}"
    finally:
        await lines.close()


async def _painted(lines: Lines, case: Case) -> str:
    if case.wants.is_original:  # a size of `/imagine`'s, 2K, means the same there
        return ""
    line, fetching = lines.to(case.platform), partial(lines.fetching, case.platform)
    painter = ModelPainter(line, asker=lines.asker, fetching=fetching)
    request = PaintRequest(model=case.model, prompt=TEXT, ratio=case.wants.ratio or None, size=case.wants.size or None)
    sides = size_of(await painter.paint(request, begun=nothing))
    return "" if sides == case.pixels else f"{case.id}: {sides} instead of {case.pixels}"


async def _answered(lines: Lines, case: Case) -> str:
    provider = lines.providers[case.platform]
    words = f"{TEXT}, get_weather in Tokyo" if case.tools else TEXT
    order = Order(
        choice=choose({provider.name: provider}, case.model),
        said=(UserSaid(text=words),),
        functions=(TOOL,) if case.tools else (),
    )
    async with AsyncExitStack() as stack:
        told = await (await lines.asker.open(stack, lines.to(case.platform), order)).heard()
    wanted = e.RunStatus.REQUIRES_ACTION if case.tools else e.RunStatus.COMPLETED
    return "" if told.status is wanted and told.steps else f"{case.id}: {told.status} {told.faults}"


def is_worth_it(case: Case) -> bool:
    """Pictures take long to paint, so not all of them are painted once more for each style of a key."""
    return case.auth is AuthStyle.BEARER or case.makes is Makes.TEXT


@pytest.mark.parametrize("protocol", Protocol)
@pytest.mark.parametrize("platform", PRESETS)
async def test_every_case_through_our_client(wire: Wire, platform: str, protocol: Protocol) -> None:
    """Every model, suffix, parameter and key of an endpoint; functions where the platform has them; real pixels."""
    here = [case for case in ALL if (case.platform, case.protocol) == (platform, protocol) and is_worth_it(case)]

    async with aiohttp.ClientSession() as session:
        faults = [fault for case in here if (fault := await fault_of(wire, session, case))]

    assert here
    assert faults == []
    assert set(await wire.broken()) <= {"key-in-query"}


@pytest.mark.parametrize("platform", PRESETS)
async def test_every_endpoint_answers_in_one_piece(wire: Wire, platform: str) -> None:
    """Asked for no stream, what a model says and calls, draws and films comes all the same."""
    here = [case for (case,) in (param.values for param in one_of_each()) if case.platform == platform]

    async with aiohttp.ClientSession() as session:
        faults = [fault for case in here if (fault := await fault_of(wire, session, case, stream=False))]

    assert {case.protocol for case in here} == set(Protocol)
    assert faults == []
    assert await wire.broken() == []
