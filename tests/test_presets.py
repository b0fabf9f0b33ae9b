"""The presets of the gateway's platforms ship with the bot."""

import re
from pathlib import Path

import pytest

from bot.core.models.provider import Protocol
from bot.providers_file import PRESETS, preset


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_a_file_that_is_read(name: str) -> None:
    """Both ship with the bot, chat first: it is part of every licence."""
    provider = preset(name, base="http://gateway.invalid")

    assert next(iter(provider.endpoints)) is Protocol.CHAT
    assert set(provider.endpoints) == set(Protocol)
    assert not re.search("secret|token", (Path("bot/providers/models/presets") / f"{name}.toml").read_text())
