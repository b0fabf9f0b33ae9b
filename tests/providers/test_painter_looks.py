"""Waiting for a run that was begun, by this process or another, however often it cannot be read."""

import aiohttp
import pytest
from aiohttp import web

from bot.core.errors import OutcomeUnknown, Refused
from bot.core.imagine.ports import Painter
from tests.providers.behaviours import cuts_its_answer, drops, says, sends
from tests.providers.conftest import KEY, Behaviour, Endpoint
from tests.providers.pictures import DONE, JPEG, LOOKED, POSTED, REQUEST, RUN, WORKING, Beginnings, painter_at


@pytest.fixture
def painter(endpoint: Endpoint, session: aiohttp.ClientSession) -> Painter:
    return painter_at(endpoint.base, session)


@pytest.fixture
def begun() -> Beginnings:
    return Beginnings()


async def test_a_run_is_looked_at_until_it_ends(painter: Painter, endpoint: Endpoint, begun: Beginnings) -> None:
    """Queued, in progress and a status that we do not know are waited out, and so are a young run's 404s."""
    looks = [
        says(404),
        says(404),
        says(200, {"status": "queued"}),
        says(200, WORKING),
        says(200, {"status": "dreaming"}),
    ]
    endpoint.will(says(200, WORKING), *looks, says(200, DONE))

    made = await painter.paint(REQUEST, begun=begun)

    assert made == JPEG
    assert endpoint.asked == [POSTED, *[LOOKED] * 6]


@pytest.mark.parametrize(
    "behaviour",
    [drops, cuts_its_answer, sends(b"{"), says(500), says(503), says(429, {"error": {"code": "quota_exceeded"}})],
)
async def test_looks_that_fail_are_only_looks(
    painter: Painter, endpoint: Endpoint, begun: Beginnings, behaviour: Behaviour
) -> None:
    """A run that was begun is asked for again however often that fails, for longer than one call's patience."""
    endpoint.will(says(200, WORKING), *[behaviour] * 9, says(200, DONE))

    assert await painter.paint(REQUEST, begun=begun) == JPEG
    assert endpoint.asked.count(POSTED) == 1


async def test_a_run_that_takes_too_long_is_cancelled(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """After `within_s` a run is cancelled and refused as too slow, whatever comes of the cancelling."""
    for cancelling in (says(200, {"status": "cancelled"}), says(403), drops):
        endpoint.asked.clear()
        endpoint.will(_by_method(POST=cancelling, GET=says(200, WORKING)))

        with pytest.raises(Refused) as caught:
            await painter_at(endpoint.base, session, within_s=0.1).resume(RUN)

        assert caught.value.code == "deadline_exceeded"
        assert ("POST", f"/v1beta/interactions/{RUN}/cancel") in endpoint.asked


async def test_a_run_that_cannot_be_read_is_left_alone(
    endpoint: Endpoint, session: aiohttp.ClientSession, begun: Beginnings
) -> None:
    """Where no look succeeded in all the time, nobody knows what became of the run, and it is not cancelled."""
    endpoint.will(says(200, WORKING), says(503, {"error": {"code": "service_unavailable", "message": KEY}}))

    with pytest.raises(OutcomeUnknown) as caught:
        await painter_at(endpoint.base, session, within_s=1.0).paint(REQUEST, begun=begun)

    assert "service_unavailable" in str(caught.value)
    assert KEY not in str(caught.value)
    assert [path for method, path in endpoint.asked if method == "POST"] == [POSTED[1]]


async def test_a_refused_look_ends_the_wait(painter: Painter, endpoint: Endpoint, begun: Beginnings) -> None:
    """A look that is refused would be refused again, so its refusal is what comes of it."""
    endpoint.will(says(200, WORKING), says(403, {"error": {"code": "permission_denied", "message": f"not {KEY}"}}))

    with pytest.raises(Refused) as caught:
        await painter.paint(REQUEST, begun=begun)

    assert (caught.value.code, caught.value.status) == ("permission_denied", 403)
    assert KEY not in str(caught.value)


# --- resume and cancel ---


async def test_a_finished_run_is_resumed(painter: Painter, endpoint: Endpoint) -> None:
    """The picture of a run begun by another process is there for its id."""
    endpoint.will(says(200, DONE))

    assert await painter.resume(RUN) == JPEG
    assert endpoint.asked == [LOOKED]


async def test_a_working_run_is_resumed(painter: Painter, endpoint: Endpoint) -> None:
    """A run that still works is waited for."""
    endpoint.will(says(200, WORKING), says(200, WORKING), says(200, DONE))

    assert await painter.resume(RUN) == JPEG


async def test_an_unknown_run_is_refused(painter: Painter, endpoint: Endpoint) -> None:
    """A run that is not found for longer than a young one is refused as not found."""
    endpoint.will(says(404, {"error": {"code": "not_found", "message": "gone"}}))

    with pytest.raises(Refused) as caught:
        await painter.resume(RUN)

    assert (caught.value.code, caught.value.status) == ("not_found", 404)


async def test_cancel_tries_both_spellings(painter: Painter, endpoint: Endpoint) -> None:
    """Where `/cancel` is not found, `:cancel` is asked."""
    endpoint.will(says(404), says(200, {"status": "cancelled"}))

    await painter.cancel(RUN)

    assert endpoint.asked == [
        ("POST", f"/v1beta/interactions/{RUN}/cancel"),
        ("POST", f"/v1beta/interactions/{RUN}:cancel"),
    ]


def _by_method(**answers: Behaviour) -> Behaviour:
    async def behaviour(request: web.Request) -> web.StreamResponse:
        return await answers[request.method](request)

    return behaviour
