"""What the TOML of a provider may say, a preset's and an operator's alike, and the value that comes of it."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from bot.core.machines import SECRET_NAME
from bot.core.models.provider import (
    AuthStyle,
    Dialect,
    Endpoint,
    Makes,
    Model,
    Parameter,
    Protocol,
    Provider,
    Suffix,
    Tells,
)

_USUAL_AUTH = {
    Protocol.CHAT: AuthStyle.BEARER,
    Protocol.MESSAGES: AuthStyle.X_API_KEY,
    Protocol.GENERATE: AuthStyle.X_GOOG_API_KEY,
    Protocol.IMAGES: AuthStyle.BEARER,
}
_VERSION = re.compile(r"/v1(beta)?$")
_RATIO = r"^[1-9]\d{0,3}:[1-9]\d{0,3}$"
_MODEL_NAME = r"^[A-Za-z0-9._:/-]+$"
_Base = Annotated[str, Field(pattern=r"^https?://[^\s/@?#]+(/[^\s@?#]*)?$")]
_Origin = Annotated[str, Field(pattern=r"^https?://[^\s/@?#]+$")]
_Header = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")]
_Line = Annotated[str, Field(pattern=r"^[^\r\n]*$")]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class _Model(_Table):
    makes: Makes = Makes.TEXT
    sees: bool = True
    window: int = Field(128_000, ge=1000)
    ratios: tuple[Annotated[str, Field(pattern=_RATIO)], ...] = ()
    references: int = Field(3, ge=0, le=100)


class _Suffix(_Table):
    """`models`: their names, or what they make by themselves; all where it is left out."""

    family: str = Field(min_length=1)
    makes: Makes | None = None
    sets: Annotated[dict[Tells, str], Field(max_length=1)] = Field(default_factory=dict)
    models: Makes | tuple[str, ...] | None = None


class _Parameter(_Table):
    names: tuple[str, ...] = Field(min_length=1)
    values: tuple[str, ...] = ()
    pattern: str = ""
    default: str = ""
    endpoints: frozenset[Protocol] = frozenset({Protocol.CHAT, Protocol.IMAGES})


class _Endpoint(_Table):
    auth: tuple[AuthStyle, ...] = Field(min_length=1)
    tools: bool = False
    extra_body: dict[str, JsonValue] = Field(default_factory=dict)


class ProviderTable(_Table):
    """One provider. Without `endpoints`, those of `protocols` are as their inventors have them."""

    base: _Base
    secret: Annotated[str, Field(pattern=rf"^({SECRET_NAME.pattern})?$")] = ""
    variable: str = ""
    title: str = Field("", max_length=60)
    auth: AuthStyle | None = None
    protocols: tuple[Protocol, ...] = ()
    tools: bool = True
    endpoints: dict[Protocol, _Endpoint] = Field(default_factory=dict)
    models: dict[Annotated[str, Field(pattern=_MODEL_NAME)], _Model] = Field(default_factory=dict)
    takes_any: bool = False
    suffixes: dict[Annotated[str, Field(pattern=r"^[^\s|-]+$")], _Suffix] = Field(default_factory=dict)
    parameters: dict[Tells, _Parameter] = Field(default_factory=dict)
    parameters_in: Literal["body", "query"] = "body"
    dialect: Dialect = Dialect.TOP_LEVEL
    extra_body: dict[str, JsonValue] = Field(default_factory=dict)
    extra_query: dict[str, str] = Field(default_factory=dict)
    extra_headers: dict[_Header, _Line] = Field(default_factory=dict)
    version: Annotated[str, Field(pattern=r"^([A-Za-z0-9._-]+)?$")] | None = None
    stream: bool = True
    timeout_s: float = Field(300.0, gt=0, le=3600)
    allow_hosts: tuple[_Origin, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.secret and self.variable:
            raise ValueError("name a secret or a variable for the key, not both")
        if not self.models and not self.takes_any:
            raise ValueError("list its models, or write takes_any = true")
        if not self.protocols and not self.endpoints:
            raise ValueError("name the protocols that it speaks, such as protocols = ['chat']")
        strange = [word for word in self.protocols if self.endpoints and word not in self.endpoints]
        if strange:
            raise ValueError(f"protocols names {', '.join(strange)}, for which there is no endpoint here")
        if self.auth and not any(self.auth in one.auth for one in self._endpoints().values()):
            raise ValueError("no endpoint here takes a key in the style that auth names")
        return self

    def provider(self, name: str) -> Provider:
        return Provider(
            name=name,
            base=self._root(),
            endpoints={word: self._endpoint(one) for word, one in self._endpoints().items()},
            models={word: Model(id=word, **one.model_dump()) for word, one in self.models.items()},
            suffixes=tuple(self._suffix(word, one) for word, one in self.suffixes.items()),
            parameters=tuple(_parameter(tells, one) for tells, one in self.parameters.items()),
            dialect=self.dialect,
            takes_any=self.takes_any,
            in_query=self.parameters_in == "query",
            extra_body=self.extra_body,
            extra_query=self.extra_query,
            extra_headers=self.extra_headers,
            version=self.version,
            stream=self.stream,
            timeout_s=self.timeout_s,
            allow_hosts=self.allow_hosts,
            title=self.title,
        )

    def _root(self) -> str:
        """With `/v1` or without: the paths of the protocols begin with it, unless `version` says what else."""
        bare = self.base.rstrip("/")
        return bare if self.version is not None else _VERSION.sub("", bare).rstrip("/")

    def _endpoints(self) -> Mapping[Protocol, _Endpoint]:
        """In the order of `protocols`; what that does not name is left out, as an endpoint that is not licensed."""
        known = self.endpoints or {word: self._usual(word) for word in self.protocols}
        return {word: known[word] for word in self.protocols or known}

    def _usual(self, protocol: Protocol) -> _Endpoint:
        return _Endpoint(auth=(self.auth or _USUAL_AUTH[protocol],), tools=protocol is not Protocol.IMAGES)

    def _endpoint(self, one: _Endpoint) -> Endpoint:
        """`auth` counts wherever the endpoint takes it; `tools` can only take away."""
        first = (self.auth,) if self.auth in one.auth and self.auth else ()
        others = tuple(style for style in one.auth if style not in first)
        return Endpoint(auth=(*first, *others), tools=one.tools and self.tools, extra_body=one.extra_body)

    def _suffix(self, word: str, one: _Suffix) -> Suffix:
        return Suffix(
            word=word,
            family=one.family,
            makes=one.makes,
            sets=next(iter(one.sets.items()), None),
            models=self._models_of(one),
        )

    def _models_of(self, one: _Suffix) -> frozenset[str] | None:
        if isinstance(one.models, Makes):
            return frozenset(name for name, model in self.models.items() if model.makes is one.models)
        return None if one.models is None else frozenset(one.models)


def _parameter(tells: Tells, one: _Parameter) -> Parameter:
    return Parameter(
        tells=tells,
        names=one.names,
        values=one.values,
        pattern=one.pattern,
        default=one.default,
        protocols=one.endpoints,
    )
