"""The operator's own secrets, by name and sealed: set from a terminal, read when a machine is made."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from pydantic import SecretStr

from bot.core.errors import SettingsError
from bot.core.ids import Milliseconds
from bot.store import keys
from bot.store.database import Database, only
from bot.store.location import make_private_folder, path_of
from bot.store.lock import only_process
from bot.store.migrate import is_current, migrate, packaged
from bot.store.sqlite import open_database
from bot.store.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A secret as far as it may be shown."""

    name: str
    set_at: Milliseconds


class SqliteSecrets:
    """Implements `core.ports.Secrets`, and what `bot secret` needs besides."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def get(self, name: str) -> str | None:
        """Raises `SettingsError` where the keys that sealed it are no longer there."""
        row = only(await self._database.read("SELECT sealed FROM secret WHERE name = :name", name=name))
        if row is None:
            return None
        opened = await asyncio.to_thread(self._vault.open, secret_key(name), row["sealed"])
        return opened.get_secret_value()

    async def all(self) -> tuple[Stored, ...]:
        """By their names."""
        rows = await self._database.read("SELECT name, set_at FROM secret ORDER BY name")
        return tuple(Stored(name=row["name"], set_at=Milliseconds(row["set_at"])) for row in rows)

    async def set(self, name: str, value: SecretStr, *, now: Milliseconds) -> None:
        """In place of an earlier one of that name."""
        sealed = await asyncio.to_thread(self._vault.seal, secret_key(name), value)
        async with self._database.transaction() as tx:
            await tx.run(
                """
                INSERT INTO secret (name, sealed, set_at) VALUES (:name, :sealed, :set_at)
                ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, set_at = excluded.set_at""",
                name=name,
                sealed=sealed,
                set_at=now,
            )

    async def remove(self, name: str) -> bool:
        """False where there was none."""
        async with self._database.transaction() as tx:
            return bool(await tx.run("DELETE FROM secret WHERE name = :name RETURNING name", name=name))


def secret_key(name: str) -> str:
    """The name under which a secret is sealed."""
    return f"secret.sealed/{name}"


@asynccontextmanager
async def open_secrets(url: str, given_keys: Sequence[SecretStr] = ()) -> AsyncIterator[SqliteSecrets]:
    """The secrets alone, also while another process runs the bot: that one reads what is written here.

    Only where migrations are missing must there be no other. Raises `SettingsError` as `open_store` does.
    """
    path = path_of(url)
    file = path.with_name(f"{path.name}.key")
    make_private_folder(path.parent)
    async with open_database(path) as database:
        if await is_current(database, packaged()):
            _refuse_new_key(given_keys, is_there=file.exists())
            vault = Vault(keys.gather(given_keys, file=file))
        else:
            with only_process(path):
                vault = Vault(keys.gather(given_keys, file=file))
                await migrate(database, packaged())
        yield SqliteSecrets(database, vault)


def _refuse_new_key(given: Sequence[SecretStr], *, is_there: bool) -> None:
    """A key made now would be one that the process at work does not have."""
    if not given and not is_there:
        raise SettingsError(
            "this database was made with SECRET_KEYS, and they are not set here: run this with the bot's own settings"
        )
