"""Machines that the operator has set up: a TOML file read once at start. It names secrets and holds none."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.core.access import Allowed
from bot.core.choices import NEW_MACHINE, NO_MACHINE
from bot.core.errors import SettingsError
from bot.core.ids import Snowflake
from bot.core.machines import (
    INLINE_LIMIT,
    INLINE_TOGETHER,
    SECRET_NAME,
    Configuration,
    Header,
    InlineFile,
    Repository,
    Setup,
)
from bot.core.supply_ports import Secrets
from bot.variables import value_of

_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
_WORKSPACE = "/workspace"
_TOKEN_USER = "x-oauth-basic"  # noqa: S105 - GitHub's word for "the password is a token"
_Host = Annotated[str, Field(pattern=r"^(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")]
_Secret = Annotated[str, Field(pattern=rf"^({SECRET_NAME.pattern})?$")]
_Path = Annotated[str, Field(pattern=r"^/?[^/\x00][^\x00]*$")]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class _Repository(_Table):
    """`secret`: a stored token that may read it; `variable`: the process variable that holds it instead."""

    url: Annotated[str, Field(pattern=r"^https://[^\s@]+$")]
    target: _Path = ""
    secret: _Secret = ""
    variable: str = ""


class _File(_Table):
    """Its content stands here, or in a file beside the TOML file."""

    target: _Path
    content: str | None = None
    file: str | None = None


class _Header(_Table):
    """Added to every request to `host`. `value` may hold `{secret}`: the stored `secret`, or what `variable` holds."""

    host: _Host
    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")]
    value: str
    secret: _Secret = ""
    variable: str = ""


class _Machine(_Table):
    allow: tuple[str | int, ...]
    network: Literal["open", "none"] | tuple[_Host, ...] = "open"
    repositories: tuple[_Repository, ...] = ()
    files: tuple[_File, ...] = ()
    headers: tuple[_Header, ...] = ()
    env: Mapping[str, str] = Field(default_factory=dict)


_FILE: TypeAdapter[dict[str, _Machine]] = TypeAdapter(dict[str, _Machine])


def read_configurations(path: str) -> dict[str, Configuration]:
    """By name. Raises SettingsError with the place of what is missing or wrong, and never with a value."""
    if not path:
        return {}
    file = Path(path)
    try:
        machines = _FILE.validate_python(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"ENVIRONMENTS: the file cannot be read ({type(error).__name__}).") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"ENVIRONMENTS: the file is no TOML: {error}.") from None
    except ValidationError as error:
        raise SettingsError("\n".join(map(_sentence, error.errors(include_input=False, include_url=False)))) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, lists in lists without end
        raise SettingsError(
            "ENVIRONMENTS: the file has a number too long, or is nested too deep, to be read."
        ) from None
    return {name: _configuration(name, machine, file.parent) for name, machine in machines.items()}


async def check_secrets(configurations: Mapping[str, Configuration], secrets: Secrets) -> None:
    """Raises SettingsError with a line for each secret that is not stored, or for the first that cannot be opened."""
    missing = [
        f"ENVIRONMENTS: {name}: the secret {secret} is not stored: say `bot secret set {secret}`, "
        f"or write variable instead of secret where a process variable holds it."
        for name, configuration in configurations.items()
        for secret in configuration.secrets
        if await secrets.get(secret) is None
    ]
    if missing:
        raise SettingsError("\n".join(missing))


def _sentence(problem: Any) -> str:
    return f"ENVIRONMENTS: {'.'.join(map(str, problem['loc']))}: {problem['msg']}."


def _configuration(name: str, machine: _Machine, folder: Path) -> Configuration:
    if not _NAME.fullmatch(name) or name in (NEW_MACHINE, NO_MACHINE):
        raise SettingsError(
            f"ENVIRONMENTS: {name} is no name: write lower case letters, digits and hyphens, and neither new nor none."
        )
    files = tuple(_inline(name, file, folder) for file in machine.files)
    if sum(len(file.data) for file in files) > INLINE_TOGETHER:
        raise SettingsError(f"ENVIRONMENTS: {name}.files hold more than 2 MB together.")
    setup = Setup(
        repositories=tuple(Repository(one.url, _target(one)) for one in machine.repositories),
        files=files,
        hosts={"open": None, "none": ()}[machine.network] if isinstance(machine.network, str) else machine.network,
        env=dict(machine.env),
    )
    return Configuration(name=name, setup=setup, allowed=_allowed(name, machine), headers=_headers(name, machine))


def _allowed(name: str, machine: _Machine) -> Allowed:
    words = [str(word) for word in machine.allow]
    if not all(word == "*" or (word.isascii() and word.isdecimal()) for word in words):
        raise SettingsError(f"ENVIRONMENTS: {name}.allow holds something that is neither an id nor *.")
    return Allowed(ids=frozenset(Snowflake(int(word)) for word in words if word != "*"), everyone="*" in words)


def _target(repository: _Repository) -> str:
    """As git would call it, unless it is said."""
    folder = urlsplit(repository.url).path.rstrip("/").rpartition("/")[2].removesuffix(".git") or "repository"
    return _absolute(repository.target or folder)


def _absolute(path: str) -> str:
    return path if path.startswith("/") else f"{_WORKSPACE}/{path}"


def _inline(name: str, file: _File, folder: Path) -> InlineFile:
    if (file.content is None) == (file.file is None):
        raise SettingsError(f"ENVIRONMENTS: a file of {name}.files needs either content or file.")
    try:
        data = (file.content or "").encode() if file.file is None else (folder / file.file).read_bytes()
    except OSError as error:
        raise SettingsError(f"ENVIRONMENTS: a file of {name}.files cannot be read ({type(error).__name__}).") from None
    if len(data) > INLINE_LIMIT:
        raise SettingsError(f"ENVIRONMENTS: a file of {name}.files holds more than 1 MB.")
    return InlineFile(_absolute(file.target), data)


def _headers(name: str, machine: _Machine) -> tuple[Header, ...]:
    """What the service's proxy adds, so that the machine itself never has the secret."""
    with_token = (one for one in machine.repositories if one.secret or one.variable)
    tokens = (_header(name, one, _token_of(one)) for one in with_token)
    written = (
        _header(name, one, Header(host=one.host, name=one.name, value=one.value, secret=one.secret))
        for one in machine.headers
    )
    return (*tokens, *written)


def _token_of(repository: _Repository) -> Header:
    return Header(
        host=urlsplit(repository.url).hostname or "",
        name="Authorization",
        value=f"{_TOKEN_USER}:{{secret}}",
        secret=repository.secret,
        is_basic=True,
    )


def _header(name: str, written: _Repository | _Header, header: Header) -> Header:
    """What stands in a variable is read now; what is stored, when a machine is made."""
    if written.secret and written.variable:
        raise SettingsError(f"ENVIRONMENTS: {name} names a secret ({written.secret}) and a variable for one place.")
    if written.secret:
        return header
    return header.with_secret(
        value_of(written.variable, setting="ENVIRONMENTS").get_secret_value() if written.variable else ""
    )
