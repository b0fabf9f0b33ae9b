"""Pictures by a provider's models, over real HTTP against the local gateway: every form, and why there is none."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from bot.core.errors import OutcomeUnknown, Overloaded, ProviderError, Refused
from bot.core.ids import RunId
from bot.core.imagine.ports import PaintRequest
from bot.core.models.provider import Makes, Model, Protocol
from bot.core.ports import Reference
from bot.providers.models.lines import Lines
from bot.providers.models.painter import ModelPainter
from bot.providers.models.speeches import SPEECHES
from bot.providers_file import preset
from tests.playground.gateways.wire import LICENCE, Wire, png, size_of
from tests.playground.served import served

MODEL = "antigravity/gemini-3-pro-image"
FORMS = ("usual", "markdown_relative", "markdown_data_split", "link", "bare_base64", "images", "parts_image", "data")


async def nothing(_: RunId) -> None:
    """No picture here has a name."""


async def at_once(_: float) -> None:
    """Nobody waits in a test."""


@dataclass
class Studio:
    wire: Wire
    session: aiohttp.ClientSession
    key: str = LICENCE
    order: tuple[Protocol, ...] = (Protocol.CHAT, Protocol.GENERATE, Protocol.MESSAGES, Protocol.IMAGES)

    async def paint(self, words: str, **wishes: object) -> bytes:
        whole = preset("antigravity", base=f"{self.wire.client.origin}/antigravity")
        later = {"gemini-3.1-flash-image": Model(id="gemini-3.1-flash-image", makes=Makes.IMAGE)}
        endpoints = {one: whole.endpoints[one] for one in self.order}
        provider = replace(whole, endpoints=endpoints, models={**whole.models, **later})
        keys = {provider.name: SecretStr(self.key)}
        providers = {provider.name: provider}
        lines = Lines(self.session, providers=providers, keys=keys, speeches=SPEECHES, sleep=at_once)
        try:
            painter = ModelPainter(
                lines.to(provider.name), asker=lines.asker, fetching=partial(lines.fetching, provider.name)
            )
            return await painter.paint(replace(PaintRequest(model=MODEL, prompt=words), **wishes), begun=nothing)  # type: ignore[arg-type]
        finally:
            await lines.close()

    async def refusal(self, words: str) -> ProviderError:
        with pytest.raises(ProviderError) as raised:
            await self.paint(words)
        return raised.value


@pytest.fixture
async def studio(tmp_path: Path) -> AsyncIterator[Studio]:
    async with served(tmp_path) as client, aiohttp.ClientSession() as session:
        yield Studio(Wire(client), session)


@pytest.mark.parametrize("form", FORMS)
async def test_a_picture_in_whatever_form(studio: Studio, form: str) -> None:
    """Its bytes, fetched or decoded, in the shape and size that were asked for."""
    made = await studio.paint(f"a red fox, form {form}", ratio="16:9", size="2K")

    assert size_of(made) == (2752, 1536)
    assert await studio.wire.broken() == []


@pytest.mark.parametrize(("era", "model"), [("2026-02", MODEL), ("2026-08", "antigravity/gemini-3.1-flash-image")])
@pytest.mark.parametrize("order", [Protocol.CHAT, Protocol.IMAGES])
async def test_a_size_in_either_version_of_the_gateway(studio: Studio, era: str, model: str, order: Protocol) -> None:
    """It is sent in the words of both, and each version has a picture of it."""
    await studio.wire.client.lever("gateways", {"era": era})
    studio.order = (order,)

    made = await studio.paint("a red fox", model=model, size="2K")

    assert size_of(made) == (2048, 2048)
    assert await studio.wire.broken() == []


async def test_drafts_are_no_answer(studio: Studio) -> None:
    """Of several pictures the last one counts that is no thought."""
    studio.order = (Protocol.GENERATE,)

    made = await studio.paint("a red fox, drafts", size="1K")

    assert size_of(made) == (1024, 1024)


@pytest.mark.parametrize("order", [(Protocol.CHAT,), (Protocol.GENERATE,), (Protocol.IMAGES,)], ids=str)
async def test_pictures_to_look_at_go_along(studio: Studio, order: tuple[Protocol, ...]) -> None:
    """On every route that takes some."""
    studio.order = order

    await studio.paint("join them", references=(Reference("image/png", png(20, 10)), Reference("image/png", png(8, 8))))

    assert await studio.wire.broken() == []


async def test_an_endpoint_that_is_not_licensed(studio: Studio) -> None:
    """Chat is asked instead."""
    await studio.wire.client.lever("gateways", {"licensed": {"antigravity": {"images": False}}})
    studio.order = (Protocol.IMAGES, Protocol.CHAT)

    assert size_of(await studio.paint("a red fox")) == (1024, 1024)


async def test_a_shape_where_it_has_no_place(studio: Studio) -> None:
    """Messages cannot be told of one, so the next endpoint is asked."""
    studio.order = (Protocol.MESSAGES, Protocol.CHAT)

    assert size_of(await studio.paint("a red fox", ratio="16:9")) == (1376, 768)


@pytest.mark.parametrize(
    ("words", "kind", "code"),
    [
        ("a fox, form none", Refused, "no_image"),
        ("a fox, form none, finish with SAFETY", Refused, "content_blocked"),
        ("a fox, refuse with 429", Overloaded, "provider_busy"),
        ("a fox, refuse with 403", Refused, "provider_denied"),
        ("a fox, without done, form none", OutcomeUnknown, ""),
    ],
)
async def test_why_there_is_none(studio: Studio, words: str, kind: type[ProviderError], code: str) -> None:
    """Each reason has its own word; an answer that broke off may have been paid for."""
    studio.order = (Protocol.CHAT,)

    error = await studio.refusal(words)

    assert type(error) is kind
    assert error.code == code


async def test_a_wrong_key(studio: Studio) -> None:
    """It is the operator's to mend, and is in no message."""
    studio.key = "a-key-that-nobody-sold"

    error = await studio.refusal("a fox")

    assert error.code == "provider_key"
    assert "nobody-sold" not in str(error)


async def test_nothing_can_be_asked_for_again(studio: Studio) -> None:
    """Such a picture has no name."""
    provider = preset("antigravity", base=f"{studio.wire.client.origin}/antigravity")
    lines = Lines(studio.session, providers={"antigravity": provider}, keys={}, speeches=SPEECHES)
    painter = ModelPainter(lines.to("antigravity"), asker=lines.asker, fetching=partial(lines.fetching, "antigravity"))

    with pytest.raises(Refused) as refused:
        await painter.resume(RunId("x"))

    assert refused.value.status == 404
