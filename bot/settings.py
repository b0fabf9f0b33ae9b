"""Settings from process variables and `.env`, read once at start; a wrong one is named with its mend, never shown."""

from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.core.access import EVERYTHING, Ability, Allowed, Lists
from bot.core.choices import parse_tools
from bot.core.errors import SettingsError
from bot.core.ids import Snowflake

_KEYS = (EVERYTHING, *Ability)
_WHOM_FIELDS = {
    (effect, key): effect if key == EVERYTHING else f"{effect}_{key}" for effect in ("allow", "deny") for key in _KEYS
}
_WHOM = "Write ids of servers, roles, people or channels with commas between them, or * for everyone."
_MENDS = {
    "discord_token": "Copy the bot's token from the Discord developer portal, page Bot.",
    "gemini_api_key": "Create a key in Google AI Studio, or set MODEL and another provider.",
    **dict.fromkeys(_WHOM_FIELDS.values(), _WHOM),
    "discord_api_base": "Write an address that begins with http:// or https://.",
    "discord_gateway_url": "Write an address that begins with ws:// or wss://.",
    "discord_cdn_base": "Write an address that begins with http:// or https://.",
    "gemini_api_base": "Write an address that begins with http:// or https://.",
    "gemini_api_version": "Write a version of the API, for example v1beta.",
    "gemini_agent": "Write the agent's id as the provider's documents have it, or leave it out.",
    "model": "Write provider/model of GATEWAY_BASE or PROVIDERS; without GEMINI_API_KEY it says who answers.",
    "gateway_base": "Write an address that begins with http:// or https:// and ends before the name of a platform.",
    "gateway_key": "Write the key of the gateway that GATEWAY_BASE names, in one word, or leave out both.",
    "providers": "Write the path of a TOML file as docs/gateways.md has it, or leave it out.",
    "image_model": "Write an image model as docs/pictures.md lists them, or provider/model as docs/gateways.md does.",
    "image_discretion": "Write open, spoiler or age_restricted.",
    "database_url": "Write sqlite:/// and a path, for example sqlite:///data/bot.db.",
    "max_tokens_per_turn": "Write a whole number of at least 1000.",
    "max_minutes_per_turn": "Write a number of minutes above 0 and at most 1440.",
    "max_turns_per_person": "Write a whole number, or 0 for no limit.",
    "max_turns_per_guild": "Write a whole number, or 0 for no limit.",
    "max_waiting_per_session": "Write a whole number from 1.",
    "answer_within_hours": "Write a number of hours above 0 and at most 24.",
    "tools": "Write module:function with commas between them, for example sample_tools:get_weather.",
    "max_attachment_mb": "Write a whole number of megabytes from 1 to 500.",
    "environments": "Write the path of a TOML file as docs/environments.md has it, or leave it out.",
    "instructions": "Write what the agent is told besides our own words, or leave it out.",
    "default_tools": "Write default, none, or any of code, search and urls with spaces between.",
    "mcp_allow_origins": "Write origins with commas between them, for example https://tools.example:8443.",
    "health_port": "Write a port from 1 to 65535, or leave it out.",
    "health_host": "Write an address of this machine, for example 127.0.0.1, or 0.0.0.0 for all that it has.",
    "secret_keys": "Write Fernet keys with commas between them, the newest first.",
    "log_format": "Write json or pretty.",
}
_MISSING = "missing:"
_HTTP = r"^https?://[^\s/@?#]+(/[^\s@?#]*)?$"
_WS = r"^wss?://[^\s]+$"
Places = Annotated[tuple[Annotated[str, Field(pattern=r"^[\w.]+:\w+$")], ...], NoDecode]
_PORT = r"([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])"
_ORIGIN = rf"^https?://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:({_PORT}|\*))?$"
Origins = Annotated[tuple[Annotated[str, Field(pattern=_ORIGIN)], ...], NoDecode]
Keys = Annotated[tuple[SecretStr, ...], NoDecode]


class Settings(BaseSettings):
    """`.env.example` documents each; names there are in capitals."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True
    )

    discord_token: SecretStr = Field(min_length=1)
    discord_api_base: str = Field("https://discord.com/api/v10", pattern=_HTTP)
    discord_gateway_url: str = Field("wss://gateway.discord.gg/", pattern=_WS)
    discord_cdn_base: str = Field("https://cdn.discordapp.com", pattern=_HTTP)
    gateway_base: str = Field("", pattern=r"^(https?://[^\s/@?#]+(/[^\s@?#]*)?)?$")
    gateway_key: SecretStr | None = Field(None, validate_default=True)
    providers: str = ""
    model: str = Field("", pattern=r"^([^\s/]+/\S+)?$")
    gemini_api_key: SecretStr | None = Field(None, validate_default=True)
    gemini_api_base: str = Field("https://generativelanguage.googleapis.com", pattern=_HTTP)
    gemini_api_version: str = Field("v1beta", pattern=r"^v[0-9]+[a-z]*$")
    gemini_agent: str = Field("antigravity-preview-09-2026", min_length=1)
    image_model: str = ""
    image_discretion: Literal["open", "spoiler", "age_restricted"] = "open"
    database_url: str = Field("sqlite:///data/bot.db", pattern=r"^sqlite:///.+")
    secret_keys: Keys = ()
    allow: str = ""
    allow_ask: str = ""
    allow_imagine: str = ""
    allow_act: str = ""
    allow_manage: str = ""
    deny: str = ""
    deny_ask: str = ""
    deny_imagine: str = ""
    deny_act: str = ""
    deny_manage: str = ""
    max_tokens_per_turn: int = Field(1_000_000, ge=1000)
    max_minutes_per_turn: float = Field(30, gt=0, le=1440)
    max_turns_per_person: int = Field(5, ge=0)
    max_turns_per_guild: int = Field(25, ge=0)
    max_waiting_per_session: int = Field(20, ge=1)
    max_attachment_mb: int = Field(25, ge=1, le=500)
    environments: str = ""
    default_tools: str = "default"
    instructions: str = ""
    answer_within_hours: float = Field(20, gt=0, le=24)
    tools: Places = ()
    mcp_allow_origins: Origins = ()
    health_port: int | None = Field(None, ge=1, le=65535)
    health_host: str = Field("127.0.0.1", pattern=r"^[A-Za-z0-9_.:-]{1,253}$")
    log_format: str = Field("pretty", pattern=r"^(json|pretty)$")

    @field_validator("discord_token", "gemini_api_key", "gemini_agent", "gateway_key", mode="before")
    @classmethod
    def _one_word(cls, value: object) -> object:
        """White space around it comes with copying, and is taken off."""
        words = value.split() if isinstance(value, str) else [value]
        if len(words) != 1:
            raise ValueError("not one word")
        return words[0]

    @field_validator("gateway_key")
    @classmethod
    def _key_and_address(cls, value: SecretStr | None, others: ValidationInfo) -> SecretStr | None:
        if "gateway_base" in others.data and bool(others.data["gateway_base"]) != bool(value):
            raise _missing("gateway_base" if value else "gateway_key")
        return value

    @field_validator("gemini_api_key")
    @classmethod
    def _somebody_answers(cls, value: SecretStr | None, others: ValidationInfo) -> SecretStr | None:
        """Google's key is needed, unless another provider is there and MODEL names one of its models."""
        told = {name: others.data.get(name, "?") for name in ("gateway_base", "providers", "model")}
        if value is None and not (told["gateway_base"] or told["providers"]):
            raise _missing("gemini_api_key")
        if value is None and not told["model"]:
            raise _missing("model")
        return value

    @field_validator("secret_keys", "tools", "mcp_allow_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("default_tools")
    @classmethod
    def _known_tools(cls, value: str) -> str:
        parse_tools(value)
        return value

    @field_validator(*_WHOM_FIELDS.values())
    @classmethod
    def _known_ids(cls, value: str) -> str:
        if not all(word == "*" or (word.isascii() and word.isdecimal()) for word in _words(value)):
            raise ValueError("neither an id nor *")
        return value

    @property
    def secrets(self) -> tuple[str, ...]:
        """All that may stand in no log."""
        values = [one for _, value in self for one in (value if isinstance(value, tuple) else (value,))]
        return tuple(value.get_secret_value() for value in values if isinstance(value, SecretStr))

    @cached_property
    def access(self) -> Lists:
        """Whom the operator allows and denies; a list that is empty says nothing."""
        return Lists(allow=self._listed("allow"), deny=self._listed("deny"))

    def _listed(self, effect: str) -> dict[str, Allowed]:
        given = {key: str(getattr(self, _WHOM_FIELDS[effect, key])) for key in _KEYS}
        return {key: _allowed(words) for key, value in given.items() if (words := _words(value))}

    @classmethod
    def load(cls) -> Self:
        """Raises SettingsError with a sentence for each setting that is missing or wrong."""
        try:
            return cls()
        except ValidationError as error:
            raise SettingsError(
                "\n".join(_sentence(problem["loc"], problem["type"]) for problem in error.errors())
            ) from None


def _missing(name: str) -> PydanticCustomError:
    """That another setting than the one at hand is missing is told by the kind of error."""
    return PydanticCustomError(f"{_MISSING}{name}", "missing")


def _allowed(words: list[str]) -> Allowed:
    return Allowed(frozenset(Snowflake(int(word)) for word in words if word != "*"), everyone="*" in words)


def _words(value: str) -> list[str]:
    return value.replace(",", " ").split()


def _sentence(place: tuple[int | str, ...], kind: str) -> str:
    name = kind.removeprefix(_MISSING) if kind.startswith(_MISSING) else str(place[0]) if place else "a setting"
    trouble = "is missing" if kind.startswith("missing") else "has a value that cannot be used"
    return f"{name.upper()} {trouble}. {_MENDS.get(name, 'See .env.example.')}"
