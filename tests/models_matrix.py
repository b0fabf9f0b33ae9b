"""All that the two platforms document, as plain values: every endpoint, model, suffix, parameter and style of a key.

A test takes `@pytest.mark.parametrize("case", CASES)`, or a part of them: `some(protocol=Protocol.CHAT)`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pytest

from bot.core.imagine.image_models import IMAGE_MODELS, ImageModel
from bot.core.models.naming import Choice, choices_of
from bot.core.models.parameters import Wants
from bot.core.models.provider import AuthStyle, Endpoint, Makes, Protocol, Provider
from bot.providers_file import PRESETS, preset

NOWHERE = "http://gateway.invalid"
RATIO = "16:9"


@dataclass(frozen=True, kw_only=True)
class Case:
    """One valid request. `wire_name`, `sent` and `image_config` are what must be on the wire, told by the documents.

    `sent`: extra parameters, in the query (as text) where `in_query`, else at the top of the body.
    """

    platform: str
    protocol: Protocol
    name: str  # of the model, with its suffixes and without the platform
    makes: Makes
    auth: AuthStyle
    tools: bool
    wants: Wants = field(default_factory=Wants)
    in_query: bool = False
    wire_name: str = ""
    sent: tuple[tuple[str, str | bool], ...] = ()
    image_config: tuple[tuple[str, str], ...] = ()
    pixels: tuple[int, int] | None = None

    @property
    def model(self) -> str:
        """As people name it."""
        return f"{self.platform}/{self.name}"

    @property
    def id(self) -> str:
        wants = (self.wants.ratio, self.wants.size, "original" if self.wants.is_original else "")
        parts = (self.platform, self.protocol, self.name, *wants, "query" if self.in_query else "", self.auth)
        return " ".join(part for part in parts if part)

    def provider(self, base: str = NOWHERE) -> Provider:
        """`base`: of the gateway, without the platform. It has this endpoint alone, and this style of a key."""
        whole = preset(self.platform, base=f"{base}/{self.platform}")
        known = whole.endpoints[self.protocol]
        endpoint = Endpoint(auth=(self.auth,), tools=known.tools, extra_body=known.extra_body)
        return replace(whole, endpoints={self.protocol: endpoint}, in_query=self.in_query)

    @cached_property
    def extra(self) -> dict[str, Any]:
        return dict(self.sent)


_SIZES = ("1K", "2K", "4K")
_TOP_LEVEL = (Protocol.CHAT, Protocol.IMAGES)
_PICTURES_OF_APP = IMAGE_MODELS["gemini-3-pro-image"]  # the shapes that `-imagen` is asked for in pixels
_APP_WANTS = (
    Wants(),
    Wants(ratio=RATIO),
    Wants(size="1K"),
    Wants(size="2K"),
    Wants(is_original=True),
    Wants(ratio=RATIO, is_original=True),
)


def _cases() -> Iterator[Case]:
    for platform in PRESETS:
        provider = preset(platform, base=NOWHERE)
        for protocol, endpoint in provider.endpoints.items():
            for choice in choices_of(provider):
                for case in _of(choice, protocol):
                    for auth in endpoint.auth:
                        yield replace(case, auth=auth, tools=endpoint.tools)


def _of(choice: Choice, protocol: Protocol) -> Iterator[Case]:
    plain = Case(
        platform=choice.provider.name,
        protocol=protocol,
        name=choice.wire_name,
        makes=choice.makes,
        auth=AuthStyle.BEARER,
        tools=False,
        wire_name=choice.wire_name,
    )
    if choice.makes is not Makes.IMAGE:
        if protocol is not Protocol.IMAGES:
            yield plain
        return
    wanted = _of_app(plain) if choice.provider.name == "gemini_official" else _of_antigravity(plain, choice)
    for case in wanted:
        yield case
        if case.sent:
            yield replace(case, in_query=True, sent=tuple((key, _text(value)) for key, value in case.sent))


def _text(value: str | bool) -> str:
    return "true" if value is True else str(value)


def _of_app(plain: Case) -> Iterator[Case]:
    """Size in pixels and the original, on chat and images alone."""
    for wants in _APP_WANTS if plain.protocol in _TOP_LEVEL else (Wants(),):
        is_original = wants.is_original or wants.size == "2K"
        width, height = _PICTURES_OF_APP.pixels_of(wants.ratio or "1:1", "2K" if is_original else "1K")
        shape = (("size", f"{width}x{height}"),) if wants.ratio else ()
        original = (("return_origin_image", True),) if is_original else ()
        yield replace(plain, wants=wants, sent=(*shape, *original), pixels=(width, height))


def _of_antigravity(plain: Case, choice: Choice) -> Iterator[Case]:
    in_name = choice.suffixes[0].word if choice.suffixes else ""
    ratios = ("",) if plain.protocol is Protocol.MESSAGES else ("", RATIO)
    for ratio in ratios:
        for size in ("",) if in_name else ("", *_SIZES):
            pixels = _model_of(choice).pixels_of(ratio or "1:1", in_name or size or "1K")
            yield _told(replace(plain, wants=Wants(ratio=ratio, size=size), pixels=pixels))


def _model_of(choice: Choice) -> ImageModel:
    return IMAGE_MODELS[choice.model.id]


def _told(case: Case) -> Case:
    """Where each protocol has the wish: at the top of the body, in imageConfig, or in the name."""
    ratio, size = case.wants.ratio, case.wants.size
    if case.protocol is Protocol.MESSAGES:
        return replace(case, wire_name=f"{case.name}-{size}" if size else case.name)
    if case.protocol is Protocol.GENERATE:
        config = (("aspectRatio", ratio), ("imageSize", size))
        return replace(case, image_config=tuple((key, value) for key, value in config if value))
    both = (("aspect_ratio", ratio), ("image_size", size), ("resolution", size))
    return replace(case, sent=tuple((key, value) for key, value in both if value))


ALL: tuple[Case, ...] = tuple(_cases())
CASES = [pytest.param(case, id=case.id) for case in ALL]


def some(**fields: Any) -> list[Any]:
    """Those whose fields are so, as parameters of a test: `some(protocol=Protocol.CHAT, platform="antigravity")`."""
    return [
        pytest.param(case, id=case.id)
        for case in ALL
        if all(getattr(case, name) == value for name, value in fields.items())
    ]


def one_of_each() -> list[Any]:
    """For each platform, endpoint, suffix and parameter one case, for tests that are slow."""
    firsts: dict[tuple[object, ...], Case] = {}
    for case in ALL:
        wants = (bool(case.wants.ratio), bool(case.wants.size), case.wants.is_original)
        suffix = case.makes, case.name.rsplit("-", 1)[-1] in _SIZES
        if sum(wants) <= 1 and not case.in_query:
            firsts.setdefault((case.platform, case.protocol, suffix, wants), case)
    return [pytest.param(case, id=case.id) for case in firsts.values()]
