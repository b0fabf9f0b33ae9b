"""Machines that are made and filled before a run uses them: on the wire, and on the playground's."""

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.core.errors import Refused, Unreachable
from bot.core.ids import EnvironmentId
from bot.core.machines import InlineFile, Setup
from bot.playground.keys import OPTIONS
from bot.playground.server import Options, running
from bot.providers.http import Timeouts
from bot.providers.interactions.files import InteractionsFiles
from bot.providers.interactions.patience import Patience
from bot.providers.interactions.uploads import InteractionsMachines
from tests.providers.behaviours import drops, says
from tests.providers.conftest import KEY, Endpoint

ENV = EnvironmentId("env_1")
HURRY = Patience(attempts=3, first_wait=0.01, longest_wait=0.05, jitter=0)


def machines_at(base: str, session: aiohttp.ClientSession, *, direct_limit: int = 100) -> InteractionsMachines:
    return InteractionsMachines(
        session,
        base=base,
        key=SecretStr(KEY),
        timeouts=Timeouts(connect=2, total=2, idle=2),
        patience=HURRY,
        direct_limit=direct_limit,
    )


@pytest.fixture
def machines(endpoint: Endpoint, session: aiohttp.ClientSession) -> InteractionsMachines:
    return machines_at(endpoint.base, session)


async def test_a_small_file_is_one_request(machines: InteractionsMachines, endpoint: Endpoint) -> None:
    """A PUT with the bytes, under the address of uploads, over what may be there already."""
    endpoint.will(says(200, {"files": []}))

    await machines.put(ENV, "/workspace/uploads/ä b.csv", b"1,2")

    assert endpoint.asked == [
        ("PUT", "/upload/v1beta/environments/env_1/files/workspace/uploads/%C3%A4%20b.csv?overwrite=true")
    ]
    assert endpoint.bodies == [b"1,2"]
    assert endpoint.headers[0]["content-type"] == "application/octet-stream"
    assert endpoint.headers[0]["x-goog-api-key"] == KEY


async def test_a_large_file_is_announced(machines: InteractionsMachines, endpoint: Endpoint) -> None:
    """Its length first, then its bytes to the address that the answer names."""

    async def announced(_: web.Request) -> web.Response:
        return web.Response(headers={"X-Goog-Upload-URL": f"{endpoint.base}/upload/there?upload_id=7"})

    endpoint.will(announced, says(200, {"files": []}))

    await machines.put(ENV, "/workspace/uploads/film.mp4", b"x" * 101)

    assert [method for method, _ in endpoint.asked] == ["PUT", "POST"]
    assert endpoint.headers[0]["x-goog-upload-header-content-length"] == "101"
    assert endpoint.asked[1][1] == "/upload/there?upload_id=7"
    assert endpoint.headers[1]["x-goog-upload-command"] == "upload, finalize"
    assert endpoint.bodies == [b"", b"x" * 101]


async def test_bytes_go_nowhere_else(machines: InteractionsMachines, endpoint: Endpoint, elsewhere: Endpoint) -> None:
    """An answer that leads to another host is refused, and that host hears nothing."""

    async def leads_away(_: web.Request) -> web.Response:
        return web.Response(headers={"X-Goog-Upload-URL": f"{elsewhere.base}/take"})

    endpoint.will(leads_away)

    with pytest.raises(Refused):
        await machines.put(ENV, "/workspace/uploads/film.mp4", b"x" * 101)
    assert elsewhere.asked == []


async def test_a_cut_upload_is_made_again(machines: InteractionsMachines, endpoint: Endpoint) -> None:
    """Writing twice is writing once."""
    endpoint.will(drops, says(503, {"error": {"code": "unavailable"}}), says(200, {"files": []}))

    await machines.put(ENV, "/workspace/uploads/a.csv", b"1")

    assert len(endpoint.asked) == 3


async def test_a_machine_that_is_gone_is_told(machines: InteractionsMachines, endpoint: Endpoint) -> None:
    """404 is final, and nothing is asked twice."""
    endpoint.will(says(404, {"error": {"code": "not_found", "message": "Environment 'env_1' was not found."}}))

    with pytest.raises(Refused) as caught:
        await machines.put(ENV, "/workspace/uploads/a.csv", b"1")

    assert caught.value.status == 404
    assert len(endpoint.asked) == 1


@pytest.mark.parametrize("answer", [{"id": "env_7"}, {"environment_id": "env_7", "type": "remote"}])
async def test_either_spelling_of_a_machine(
    machines: InteractionsMachines, endpoint: Endpoint, answer: dict[str, str]
) -> None:
    """Older documents call the id otherwise."""
    endpoint.will(says(200, answer))

    assert await machines.make(Setup(hosts=())) == "env_7"
    assert json.loads(endpoint.bodies[0]) == {"network": "disabled"}


async def test_an_answer_without_a_machine(machines: InteractionsMachines, endpoint: Endpoint) -> None:
    """It is as if nothing had been made."""
    endpoint.will(says(200, {}))

    with pytest.raises(Unreachable):
        await machines.make(Setup())


@pytest.fixture
async def base() -> AsyncIterator[str]:
    async with running(Options(port=0, speed=200)) as app:
        yield app[OPTIONS].origin


async def test_what_was_put_lies_on_the_machine(base: str, session: aiohttp.ClientSession) -> None:
    """Small or large, and written over: the playground's disk has the bytes, beside those that came with it."""
    machines = machines_at(base, session)
    files = InteractionsFiles(session, base=base, key=SecretStr(KEY))
    made = await machines.make(Setup(files=(InlineFile("/workspace/uploads/one.txt", b"one"),)))

    await machines.put(made, "/workspace/uploads/two.txt", b"before")
    await machines.put(made, "/workspace/uploads/two.txt", b"two")
    await machines.put(made, "/workspace/uploads/large ü.bin", b"x" * 101)

    listed = {file.path: file.size for file in (await files.list(made)).files}
    assert listed == {
        "workspace/uploads/one.txt": 3,
        "workspace/uploads/two.txt": 3,
        "workspace/uploads/large ü.bin": 101,
    }
    assert await files.fetch(made, "workspace/uploads/two.txt", limit=100) == b"two"
