"""A provider over HTTP: where its endpoints are, how the key goes along, and what is asked a second time."""

from contextlib import AsyncExitStack

import aiohttp
import pytest
from pydantic import SecretStr

from bot.core.errors import OutcomeUnknown, Overloaded, ProviderError, Refused, Unreachable
from bot.core.models.provider import AuthStyle, Endpoint, Protocol, Provider
from bot.providers.models.line import LONGEST_WAIT, Line
from bot.providers.models.speech import Asking
from tests.providers.behaviours import drops, says, sends
from tests.providers.conftest import Endpoint as Server
from tests.providers.models.samples import KEY, provider

ASKING = Asking(path="/v1/messages", body={"model": "flash"}, query={"q": "1"}, headers={"x-own": "yes"})


def line_to(given: Provider, session: aiohttp.ClientSession, waits: list[float] | None = None) -> Line:
    async def sleep(seconds: float) -> None:
        if waits is not None:
            waits.append(seconds)

    return Line(session, given, SecretStr(KEY), sleep=sleep)


async def ask(line: Line, *, is_costly: bool = False) -> bytes:
    async with AsyncExitStack() as stack:
        answer = await stack.enter_async_context(line.open(Protocol.MESSAGES, ASKING, is_costly=is_costly))
        return await answer.read()


@pytest.mark.parametrize(
    ("style", "header", "value"),
    [
        (AuthStyle.BEARER, "authorization", f"Bearer {KEY}"),
        (AuthStyle.X_API_KEY, "x-api-key", KEY),
        (AuthStyle.X_GOOG_API_KEY, "x-goog-api-key", KEY),
    ],
)
async def test_the_key_stands_in_its_header(
    endpoint: Server, session: aiohttp.ClientSession, style: AuthStyle, header: str, value: str
) -> None:
    """In the one of its style and in no other, and not in the address."""
    endpoint.will(sends(b"{}"))

    await ask(line_to(provider(endpoint.base, auth=style), session))

    sent = endpoint.headers[0]
    assert {name: text for name, text in sent.items() if KEY in text} == {header: value}
    assert endpoint.asked == [("POST", "/v1/messages?q=1")]


async def test_a_key_may_stand_in_the_query(endpoint: Server, session: aiohttp.ClientSession) -> None:
    """Where an operator says so, it is a part of the address and of no header."""
    endpoint.will(sends(b"{}"))

    await ask(line_to(provider(endpoint.base, auth=AuthStyle.QUERY), session))

    assert endpoint.asked == [("POST", f"/v1/messages?q=1&key={KEY}")]
    assert KEY not in str(endpoint.headers)


async def test_no_key_is_no_header(endpoint: Server, session: aiohttp.ClientSession) -> None:
    """A server that needs none is sent none."""
    endpoint.will(sends(b"{}"))

    async with Line(session, provider(endpoint.base), None).open(Protocol.MESSAGES, ASKING):
        pass

    assert "authorization" not in endpoint.headers[0]


@pytest.mark.parametrize(
    ("version", "path"), [(None, "/v1/messages"), ("v4", "/v4/messages"), ("", "/messages")], ids=str
)
async def test_a_provider_may_have_a_version_of_its_own(
    endpoint: Server, session: aiohttp.ClientSession, version: str | None, path: str
) -> None:
    """It stands where the protocol's inventor has another one, or nothing does."""
    endpoint.will(sends(b"{}"))

    await ask(line_to(provider(endpoint.base, version=version), session))

    assert endpoint.asked == [("POST", f"{path}?q=1")]


async def test_what_the_operator_adds_goes_along(endpoint: Server, session: aiohttp.ClientSession) -> None:
    """Body, query and headers of provider and endpoint, over what we would have sent."""
    given = provider(
        endpoint.base,
        endpoints={Protocol.MESSAGES: Endpoint(extra_body={"b": 2})},
        extra_body={"a": 1},
        extra_query={"p": "2"},
        extra_headers={"x-own": "theirs"},
    )
    endpoint.will(sends(b"{}"))

    await ask(line_to(given, session))

    assert endpoint.bodies == [b'{"model":"flash","a":1,"b":2}']
    assert endpoint.asked == [("POST", "/v1/messages?q=1&p=2")]
    assert endpoint.headers[0]["x-own"] == "theirs"


@pytest.mark.parametrize("status", [429, 502, 503, 504, 529])
async def test_a_busy_service_is_asked_once_more(endpoint: Server, session: aiohttp.ClientSession, status: int) -> None:
    """After the time that it says, or a second."""
    waits: list[float] = []
    endpoint.will(says(status, headers={"Retry-After": "3"}), sends(b"well"))

    assert await ask(line_to(provider(endpoint.base), session, waits)) == b"well"
    assert waits == [3.0]


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, Refused), (401, Refused), (403, Refused), (404, Refused), (422, Refused), (500, OutcomeUnknown)],
)
async def test_a_definite_answer_is_not_asked_again(
    endpoint: Server, session: aiohttp.ClientSession, status: int, kind: type[ProviderError]
) -> None:
    """A refusal stays one, and a failure from within may have cost already."""
    endpoint.will(says(status))

    with pytest.raises(kind):
        await ask(line_to(provider(endpoint.base), session))
    assert len(endpoint.asked) == 1


@pytest.mark.parametrize(("status", "asked"), [(502, 1), (504, 1), (429, 2), (503, 2)])
async def test_what_costs_is_not_asked_again_from_behind_the_door(
    endpoint: Server, session: aiohttp.ClientSession, status: int, asked: int
) -> None:
    """A picture may have been made, and billed, before a gateway lost it."""
    endpoint.will(says(status))

    with pytest.raises(ProviderError):
        await ask(line_to(provider(endpoint.base), session), is_costly=True)
    assert len(endpoint.asked) == asked


async def test_a_long_wait_is_left_to_others(endpoint: Server, session: aiohttp.ClientSession) -> None:
    """Who wants to be left alone for long is told on, with that time."""
    endpoint.will(says(429, headers={"Retry-After": str(LONGEST_WAIT + 1)}))

    with pytest.raises(Overloaded) as caught:
        await ask(line_to(provider(endpoint.base), session))
    assert caught.value.retry_after == LONGEST_WAIT + 1
    assert len(endpoint.asked) == 1


async def test_no_connection_is_tried_twice(session: aiohttp.ClientSession) -> None:
    """Nothing was taken, so nothing is lost by it."""
    waits: list[float] = []

    with pytest.raises(Unreachable):
        await ask(line_to(provider("http://127.0.0.1:9"), session, waits))
    assert len(waits) == 1


async def test_an_answer_that_never_comes_is_not_asked_for_again(
    endpoint: Server, session: aiohttp.ClientSession
) -> None:
    """The request was taken, and nobody knows what it cost."""
    endpoint.will(drops)

    with pytest.raises(OutcomeUnknown):
        await ask(line_to(provider(endpoint.base), session))
    assert len(endpoint.asked) == 1


@pytest.mark.parametrize("style", AuthStyle)
async def test_no_error_holds_the_key(endpoint: Server, session: aiohttp.ClientSession, style: AuthStyle) -> None:
    """Not even where the service repeats it, bare."""
    endpoint.will(says(401, {"error": {"message": f"Incorrect API key provided: {KEY}.", "code": "invalid_api_key"}}))

    with pytest.raises(Refused) as caught:
        await ask(line_to(provider(endpoint.base, auth=style), session))
    assert caught.value.said == "Incorrect API key provided: ***."
    assert KEY not in str(caught.value)
