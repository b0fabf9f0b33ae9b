"""The keys that secrets at rest are sealed with: from the settings, or from a file made at the first start."""

import base64
import binascii
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from pydantic import SecretStr

from bot.core.errors import SettingsError
from bot.store.faults import blaming_disk

_BYTES = 32
_FORM = f"{_BYTES} random bytes in URL-safe base64 (44 characters, as `openssl rand -base64 32 | tr +/ -_` prints)"


def gather(given: Sequence[SecretStr], *, file: Path) -> tuple[SecretStr, ...]:
    """The settings' keys, then the file's, one a line; the first seals, all open. Without any key, the file is made."""
    settings = _checked(given, source="SECRET_KEYS")
    if file.exists():
        return (*settings, *_read(file))
    return settings or (_make(file),)


def _read(file: Path) -> tuple[SecretStr, ...]:
    with blaming_disk(file):
        if file.stat().st_mode & 0o077:
            raise SettingsError(f"others on this machine may read the key file {file}: chmod 600 {file}")
        lines = file.read_text(encoding="ascii", errors="replace").split()
    if not lines:
        raise SettingsError(f"the key file {file} is empty: restore it; without it, stored secrets cannot be opened")
    return _checked([SecretStr(line) for line in lines], source=f"the key file {file}")


def _make(file: Path) -> SecretStr:
    """Write a new key under another name and move it here whole, so that a kill never leaves half a key."""
    key = base64.urlsafe_b64encode(secrets.token_bytes(_BYTES))
    draft = file.with_name(f"{file.name}.new")
    with blaming_disk(file):
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(key + b"\n")
            stream.flush()
            os.fsync(descriptor)
        draft.rename(file)
        _sync_folder(file.parent)
    return SecretStr(key.decode())


def _sync_folder(folder: Path) -> None:
    """A new name outlives a power cut only when its folder is written too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _checked(keys: Sequence[SecretStr], *, source: str) -> tuple[SecretStr, ...]:
    for number, key in enumerate(keys, start=1):
        if not _is_key(key.get_secret_value()):
            raise SettingsError(f"key {number} of {source} is not an encryption key: it must be {_FORM}")
    return tuple(keys)


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, altchars=b"-_", validate=True)) == _BYTES
    except (ValueError, binascii.Error):
        return False
