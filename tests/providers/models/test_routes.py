"""Which endpoint of a provider is asked, and which path never is."""

from contextlib import AsyncExitStack

import aiohttp
import pytest
from pydantic import SecretStr

from bot.core.errors import Overloaded, ProviderError, Refused
from bot.core.models.naming import choose
from bot.core.models.provider import Endpoint, Makes, Model, Protocol, Suffix
from bot.core.tools.offers import Function
from bot.providers.models.asking import Asker, Order
from bot.providers.models.line import Line
from bot.providers.models.routes import Routes, is_of_endpoint
from bot.providers.models.speech import UserSaid
from bot.providers.models.speeches import SPEECHES
from tests.providers.behaviours import says, sends
from tests.providers.conftest import Endpoint as Server
from tests.providers.models.samples import KEY, by_path, message, provider

CHAT, MESSAGES, GENERATE = Protocol.CHAT, Protocol.MESSAGES, Protocol.GENERATE
TOOL = Function(name="discord_tell", description="Tells.", parameters={"type": "object", "properties": {}})
FLASH = choose({"acme": provider("http://127.0.0.1:9")}, "acme/flash")
BUSY = sends(message("here"), content_type="text/event-stream")


def order(base: str, *ways: Protocol, functions: tuple[Function, ...] = (), name: str = "flash") -> Order:
    choice = choose({"acme": provider(base, *ways)}, f"acme/{name}")
    return Order(choice=choice, said=(UserSaid(text="hello"),), functions=functions)


async def asked(asker: Asker, session: aiohttp.ClientSession, given: Order) -> Protocol:
    async with AsyncExitStack() as stack:
        return (await asker.open(stack, Line(session, given.choice.provider, SecretStr(KEY)), given)).protocol


def paths(endpoint: Server) -> list[str]:
    return [path for _, path in endpoint.asked]


async def test_endpoints_are_tried_in_their_order(endpoint: Server, session: aiohttp.ClientSession) -> None:
    """The first that is not refused answers, and what was refused is not asked again while the process lives."""
    endpoint.will(by_path({"generate": says(403), "Generate": says(403)}, BUSY))
    asker, given = Asker(Routes(), SPEECHES), order(endpoint.base, GENERATE, MESSAGES)

    assert await asked(asker, session, given) is MESSAGES
    assert await asked(asker, session, given) is MESSAGES
    assert [path.partition("?")[0] for path in paths(endpoint)] == [
        "/v1beta/models/flash:streamGenerateContent",
        "/v1/messages",
        "/v1/messages",
    ]


async def test_a_refusal_of_all_is_remembered_by_nobody(endpoint: Server, session: aiohttp.ClientSession) -> None:
    """A wrong key is refused everywhere; once it is mended, all is as before."""
    endpoint.will(says(403))
    asker, given = Asker(Routes(), SPEECHES), order(endpoint.base, GENERATE, MESSAGES)

    with pytest.raises(Refused):
        await asked(asker, session, given)
    endpoint.will(BUSY)

    assert await asked(asker, session, given) is GENERATE


@pytest.mark.parametrize("status", [400, 401, 429])
async def test_what_is_not_of_the_endpoint_ends_it(
    endpoint: Server, session: aiohttp.ClientSession, status: int
) -> None:
    """A bad request, a wrong key and a spent quota would be no better elsewhere."""
    endpoint.will(says(status, headers={"Retry-After": "60"}))

    with pytest.raises(ProviderError):
        await asked(Asker(Routes(), SPEECHES), session, order(endpoint.base, GENERATE, MESSAGES))
    assert len(endpoint.asked) == 1


async def test_no_other_path_is_ever_asked(endpoint: Server, session: aiohttp.ClientSession) -> None:
    """Whatever is refused, neither responses nor videos nor a list of models is asked for."""
    endpoint.will(says(404))
    for name in ("flash", "painter"):
        for functions in ((), (TOOL,)):
            for painting in (False, True):
                given = order(endpoint.base, functions=functions, name=name)
                given = Order(choice=given.choice, said=given.said, functions=functions, is_painting=painting)
                with pytest.raises(Refused):
                    await asked(Asker(Routes(), SPEECHES), session, given)

    known = ("/v1/chat/completions", "/v1/messages", "/v1beta/models/", "/v1/images/")
    assert all(path.startswith(known) for path in paths(endpoint))
    assert endpoint.asked


async def test_a_provider_without_an_endpoint_says_so(endpoint: Server, session: aiohttp.ClientSession) -> None:
    """Pictures alone are no talk."""
    with pytest.raises(Refused) as caught:
        await asked(Asker(Routes(), SPEECHES), session, order(endpoint.base, Protocol.IMAGES))
    assert caught.value.code == "no_endpoint"
    assert endpoint.asked == []


def test_functions_go_where_they_are_taken() -> None:
    """Endpoints with functions come first where there are some, in their order; else none is preferred."""
    endpoints = {CHAT: Endpoint(), MESSAGES: Endpoint(tools=True), GENERATE: Endpoint(tools=True)}
    choice = choose({"acme": provider("http://127.0.0.1:9", endpoints=endpoints)}, "acme/flash")

    assert Routes().ways(choice, with_tools=True) == (MESSAGES, GENERATE, CHAT)
    assert Routes().ways(choice, with_tools=False) == (CHAT, MESSAGES, GENERATE)


def test_chat_is_never_given_up() -> None:
    """Of all endpoints that were refused, it alone is asked again, last."""
    routes = Routes()
    routes.close(FLASH, [CHAT, GENERATE])

    assert routes.ways(FLASH, with_tools=False) == (MESSAGES, CHAT)


def test_films_are_asked_for_on_chat_first() -> None:
    """What was seen on the chat route alone is asked of the others after it."""
    suffix = Suffix(word="video", family="makes", makes=Makes.VIDEO)
    given = provider(
        "http://127.0.0.1:9", GENERATE, MESSAGES, CHAT, models={"pro": Model(id="pro")}, suffixes=(suffix,)
    )

    assert Routes().ways(choose({"acme": given}, "acme/pro-video"), with_tools=False)[0] is CHAT


@pytest.mark.parametrize(
    ("error", "wanted"),
    [
        (Refused("POST /v1beta/models/flash:x: 403 denied: no licence", code="denied", status=403), True),
        (Refused("POST /v1beta/models/flash:x: 404 not_found: no such page", code="not_found", status=404), True),
        (Refused("POST /x: 404 model_not_found: gone", code="model_not_found", status=404), False),
        (Refused("POST /x: 404 not_found: models/flash is not found", code="not_found", status=404), False),
        (Refused("POST /x: 405 method_not_allowed: ", code="method_not_allowed", status=405), True),
        (Refused("POST /x: 400 bad: ", code="bad", status=400), False),
        (Overloaded("POST /x: 503 busy: ", code="busy", status=503), False),
    ],
)
def test_a_refusal_is_of_the_endpoint_or_not(error: ProviderError, wanted: bool) -> None:
    """Not licensed or not there is; a model that is not there, named in the provider's words, is not."""
    assert is_of_endpoint(error, FLASH) is wanted
