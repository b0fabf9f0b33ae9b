"""`MODEL`: the one for whoever does not choose must be one that is configured."""

import pytest
from pydantic import SecretStr

from bot.core.errors import SettingsError
from bot.providers_file import Gateway, check_model, read_providers

GATEWAY = Gateway(base="http://gateway.example:8000/", key=SecretStr("licence"))


@pytest.mark.parametrize("name", ["", "antigravity/gemini-3-flash", "gemini_official/gemini-3-pro-canvas"])
def test_the_usual_model_is_one_that_is_configured(name: str) -> None:
    """With suffixes or without; none is none."""
    check_model(name, read_providers("", GATEWAY))


@pytest.mark.parametrize("name", ["antigravity/hidden", "gemini-3-flash"])
def test_a_usual_model_that_nobody_has_is_refused(name: str) -> None:
    """The sentence names the providers that there are."""
    with pytest.raises(SettingsError) as refused:
        check_model(name, read_providers("", GATEWAY))

    assert str(refused.value).endswith("the providers are: antigravity, gemini_official.")
    assert "hidden" not in str(refused.value)
