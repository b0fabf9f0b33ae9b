"""Files that somebody gave along with a request: Discord's addresses of them last a day, what grows of them longer."""

from base64 import b64decode, b64encode

from bot.core.ids import Milliseconds
from bot.core.ports import Reference
from bot.store.database import Transaction, only

KEPT_DAYS = 30
"""How long a file stays that nobody uses."""
_DAY_MS = 24 * 60 * 60 * 1000


async def keep(transaction: Transaction, digest: str, reference: Reference, *, now: Milliseconds) -> None:
    await transaction.run(
        """
        INSERT INTO kept_file (digest, mime_type, used_at, data) VALUES (:digest, :mime_type, :now, :data)
        ON CONFLICT (digest) DO UPDATE SET used_at = excluded.used_at""",
        digest=digest,
        mime_type=reference.mime_type,
        now=now,
        data=b64encode(reference.data).decode(),
    )


async def throw_away(transaction: Transaction, *, now: Milliseconds) -> None:
    """Delete what was not used for KEPT_DAYS."""
    await transaction.run("DELETE FROM kept_file WHERE used_at < :oldest", oldest=now - KEPT_DAYS * _DAY_MS)


async def use(transaction: Transaction, digest: str, *, now: Milliseconds) -> Reference | None:
    row = only(
        await transaction.run(
            """
            UPDATE kept_file SET used_at = :now WHERE digest = :digest AND used_at >= :oldest
            RETURNING mime_type, data""",
            digest=digest,
            now=now,
            oldest=now - KEPT_DAYS * _DAY_MS,
        )
    )
    return None if row is None else Reference(row["mime_type"], b64decode(row["data"]))
