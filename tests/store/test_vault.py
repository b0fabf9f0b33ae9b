"""Secrets at rest: opened by their row and their key, and by nothing else."""

import base64

import pytest
from pydantic import SecretStr

from bot.core.errors import SettingsError
from bot.store.vault import Vault

OLD = SecretStr(base64.urlsafe_b64encode(b"o" * 32).decode())
NEW = SecretStr(base64.urlsafe_b64encode(b"n" * 32).decode())


@pytest.mark.parametrize("secret", ["token", SecretStr("token")])
def test_what_is_sealed_opens(secret: str | SecretStr) -> None:
    """A secret opens for the row that it was sealed for, and is not in what is stored."""
    sealed = Vault([OLD]).seal("row/1", secret)

    assert Vault([OLD]).open("row/1", sealed).get_secret_value() == "token"
    assert "token" not in sealed
    assert b"token" not in base64.urlsafe_b64decode(sealed)


def test_a_secret_moved_to_another_row_is_refused() -> None:
    """A ciphertext copied to another row does not open there, and the refusal tells no secret."""
    sealed = Vault([OLD]).seal("row/1", "token")

    with pytest.raises(SettingsError, match="row/2 belongs to another row") as caught:
        Vault([OLD]).open("row/2", sealed)
    assert "token" not in str(caught.value)


def test_keys_rotate() -> None:
    """Behind a new key the old one still opens; what is sealed then needs the new one."""
    old = Vault([OLD]).seal("row/1", "before")
    both = Vault([NEW, OLD])
    new = both.seal("row/1", "after")

    assert both.open("row/1", old).get_secret_value() == "before"
    assert Vault([NEW]).open("row/1", new).get_secret_value() == "after"


@pytest.mark.parametrize("sealed", [Vault([OLD]).seal("row/1", "token"), "no ciphertext", ""])
def test_what_no_key_opens_is_refused(sealed: str) -> None:
    """What no key opens, and what never was sealed, is refused with what to do next, telling no key."""
    with pytest.raises(SettingsError, match="put back the key") as caught:
        Vault([NEW]).open("row/1", sealed)

    assert NEW.get_secret_value() not in str(caught.value)
