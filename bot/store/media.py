"""Files that models gave or were shown: once each by what it holds, and not for ever.

What nobody used for KEPT_DAYS goes, and what was used longest ago as soon as all together are larger than MOST_BYTES.
"""

import asyncio
import hashlib
from base64 import b64decode, b64encode

from bot.core.ids import Milliseconds
from bot.core.models.ports import MEDIA
from bot.store.database import Database, Transaction, only

KEPT_DAYS = 30
MOST_BYTES = 4_000_000_000
_DAY_MS = 24 * 60 * 60 * 1000
_LARGE = 1_000_000
"""Bytes from which on encoding them would be felt by everybody else."""


class SqliteMedia:
    """Implements `core.models.ports.Media`. `most_bytes`: of all files together."""

    def __init__(self, database: Database, *, most_bytes: int = MOST_BYTES) -> None:
        self._database = database
        self._most_bytes = most_bytes

    async def keep(self, data: bytes, *, mime_type: str, now: Milliseconds) -> str:
        name, text = await asyncio.to_thread(_named, data) if len(data) > _LARGE else _named(data)
        async with self._database.transaction() as tx:
            await tx.run(
                """
                INSERT INTO model_media (name, mime_type, size, used_at, data)
                VALUES (:name, :mime_type, :size, :now, :data)
                ON CONFLICT (name) DO UPDATE SET used_at = excluded.used_at""",
                name=name,
                mime_type=mime_type,
                size=len(data),
                now=now,
                data=text,
            )
            await self._make_room(tx, now=now)
        return name

    async def read(self, name: str, *, now: Milliseconds | None = None) -> tuple[str, bytes] | None:
        row = only(await self._database.read("SELECT mime_type, data FROM model_media WHERE name = :name", name=name))
        if row is None:
            return None
        if now is not None:
            async with self._database.transaction() as tx:
                await tx.run("UPDATE model_media SET used_at = :now WHERE name = :name", name=name, now=now)
        text: str = row["data"]
        return row["mime_type"], await asyncio.to_thread(b64decode, text) if len(text) > _LARGE else b64decode(text)

    async def throw_away(self, *, now: Milliseconds) -> None:
        async with self._database.transaction() as tx:
            await self._make_room(tx, now=now)

    async def _make_room(self, transaction: Transaction, *, now: Milliseconds) -> None:
        await transaction.run("DELETE FROM model_media WHERE used_at < :oldest", oldest=now - KEPT_DAYS * _DAY_MS)
        await transaction.run(
            """
            DELETE FROM model_media WHERE name IN (
                SELECT name FROM (
                    SELECT name, SUM(size) OVER (ORDER BY used_at DESC, name) AS together FROM model_media
                ) AS kept WHERE together > :most
            )""",
            most=self._most_bytes,
        )


def _named(data: bytes) -> tuple[str, str]:
    return MEDIA + hashlib.sha256(data).hexdigest(), b64encode(data).decode()
