"""Secrets at rest: whoever reads the file reads nothing, and a secret moved to another row does not open there."""

import asyncio
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.core.errors import SettingsError

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


class Vault:
    """The first key seals, every key opens: to rotate, put a new key first. They must be well formed (`keys`)."""

    def __init__(self, keys: Sequence[SecretStr]) -> None:
        self._keys = tuple(keys)
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="vault")

    async def seal_aside(self, row_key: str, secret: str) -> str:
        """In a thread of its own: the first time imports cryptography, and for those 60 ms every turn would wait.

        The threads that all share may all be held by something slow, and an itx has 3 s.
        """
        return await asyncio.get_running_loop().run_in_executor(self._aside, self.seal, row_key, secret)

    def seal(self, row_key: str, secret: SecretStr | str) -> str:
        plain = secret.get_secret_value() if isinstance(secret, SecretStr) else secret
        return self._fernet.encrypt(json.dumps([row_key, plain]).encode()).decode()

    def open(self, row_key: str, sealed: str) -> SecretStr:
        """The secret of this row. Raises `SettingsError` where no key fits, or where it was sealed for another row."""
        from cryptography.fernet import InvalidToken  # noqa: PLC0415 - 60 ms, for those who need it

        try:
            kept_for, plain = json.loads(self._fernet.decrypt(sealed))
        except InvalidToken:
            raise SettingsError(
                f"the stored secret of {row_key} opens with none of the keys: put back the key it was sealed with"
            ) from None
        if kept_for != row_key:
            raise SettingsError(
                f"the stored secret of {row_key} belongs to another row: the database was tampered with"
            )
        return SecretStr(plain)

    @cached_property
    def _fernet(self) -> "MultiFernet":
        from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415 - as above

        return MultiFernet([Fernet(key.get_secret_value()) for key in self._keys])
