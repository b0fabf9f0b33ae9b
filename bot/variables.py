"""Secrets that an operator's file names as variables, of the process or of `.env`, as the settings are read."""

import re
from typing import Any

from pydantic import SecretStr, ValidationError, create_model
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.core.errors import SettingsError


class _Variables(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True
    )


def value_of(name: str, *, setting: str) -> SecretStr:
    """`setting`: the one whose file names it. Raises SettingsError."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
        raise SettingsError(f"{setting}: a variable is named with letters, digits and underscores.")
    fields: Any = {name.lower(): (SecretStr, ...)}
    try:
        found: SecretStr = getattr(create_model("_Secret", __base__=_Variables, **fields)(), name.lower())
    except ValidationError:
        raise SettingsError(f"{setting}: the variable {name}, which it names as a secret, is missing.") from None
    return found
