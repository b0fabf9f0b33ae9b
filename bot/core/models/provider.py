"""A configured endpoint and its models, as values: what it is asked by, and nothing of how it is reached."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.events import JsonValue


class Protocol(StrEnum):
    """The conventional APIs, by the words of the settings."""

    CHAT = "chat"  # POST /v1/chat/completions
    MESSAGES = "messages"  # POST /v1/messages
    GENERATE = "generate"  # POST /v1beta/models/{model}:generateContent and :streamGenerateContent
    IMAGES = "images"  # POST /v1/images/generations and /v1/images/edits


class AuthStyle(StrEnum):
    BEARER = "bearer"
    X_API_KEY = "x-api-key"
    X_GOOG_API_KEY = "x-goog-api-key"
    QUERY = "query"  # ends up in logs: only where an operator says so


class Makes(StrEnum):
    """What a model's answer is, which decides how it is asked and shown; also the words of the option `mode`."""

    TEXT = "text"
    IMAGE = "image"
    VIDEO = "video"
    CANVAS = "canvas"
    RESEARCH = "research"
    STORYBOOK = "storybook"


class Dialect(StrEnum):
    """Where a wish for ratio and size goes on the chat route."""

    TOP_LEVEL = "top_level"  # the platform's own parameters, at the top of the body
    OPENROUTER = "openrouter"  # image_config and modalities
    NEW_API = "new_api"  # a literal extra_body with google.image_config in it
    SUFFIX = "suffix"  # lower-case suffixes of the model's name, as in -16x9-4k


class Tells(StrEnum):
    """What a parameter of the platform says of a picture; also its name in the settings, however the wire spells it."""

    RATIO = "ratio"  # 16:9
    SIZE = "size"  # 1K, 2K, 4K
    PIXELS = "pixels"  # 1376x768
    ORIGINAL = "original"  # the picture as the service keeps it: 2K, and watermarked for most accounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """`id`: without suffixes. `window`: tokens that a talk may have. `sees`: takes pictures in.

    `ratios`: those that an image model has; empty for any. `references`: the most pictures it looks at.
    """

    id: str
    makes: Makes = Makes.TEXT
    sees: bool = True
    window: int = 128_000
    ratios: tuple[str, ...] = ()
    references: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Suffix:
    """A parameter as part of a model's name. A name takes one of a `family` at most; `models` None: each may have it.

    `makes`: what the model then makes. `sets`: the parameter that it stands for, and its value; never is both sent.
    """

    word: str
    family: str
    makes: Makes | None = None
    sets: tuple[Tells, str] | None = None
    models: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """An extra parameter of models that make pictures. `names`: its spellings on the wire, all sent with one value.

    `values`: the words that it takes; empty where `pattern`, a whole regular expression, says it. `default`: what the
    platform takes when it is not sent; empty where there is none.
    """

    tells: Tells
    names: tuple[str, ...]
    values: tuple[str, ...] = ()
    pattern: str = ""
    default: str = ""
    protocols: frozenset[Protocol] = frozenset({Protocol.CHAT, Protocol.IMAGES})

    def takes(self, value: str) -> bool:
        return value in self.values if self.values else re.fullmatch(self.pattern or ".+", value) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """`auth`: the styles that the documentation lists, the first is used. `tools`: functions may be offered there.

    `extra_body` goes along with every request to this endpoint, besides the provider's own.
    """

    auth: tuple[AuthStyle, ...] = (AuthStyle.BEARER,)
    tools: bool = False
    extra_body: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """`endpoints`: in the order in which they are tried. `takes_any`: a model that is not listed is taken as text.

    `in_query`: parameters go there and not into the body. `extra_body`, `extra_query`, `extra_headers` go along with
    every request. `base`: without a slash at its end, and without `/v1`. `version` stands in place of that in every
    path; empty for none, None for what each protocol has. `stream`: answers are asked for as they come. `timeout_s`
    bounds a silence; `allow_hosts`: origins besides the base's own that files may be fetched from though they are not
    public.
    """

    name: str
    base: str
    endpoints: Mapping[Protocol, Endpoint]
    models: Mapping[str, Model]
    suffixes: tuple[Suffix, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    dialect: Dialect = Dialect.TOP_LEVEL
    takes_any: bool = False
    in_query: bool = False
    extra_body: Mapping[str, JsonValue] = field(default_factory=dict)
    extra_query: Mapping[str, str] = field(default_factory=dict)
    extra_headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    version: str | None = None
    stream: bool = True
    timeout_s: float = 300.0
    allow_hosts: tuple[str, ...] = ()
    title: str = ""
    """The name that people read; empty for `name`."""

    def path(self, usual: str) -> str:
        """After the base, of the path that a protocol's inventor has."""
        if self.version is None:
            return usual
        rest = usual.removeprefix("/").partition("/")[2]
        return f"/{self.version}/{rest}" if self.version else f"/{rest}"

    def parameter(self, tells: Tells) -> Parameter | None:
        return next((one for one in self.parameters if one.tells is tells), None)
