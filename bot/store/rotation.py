"""Every sealed value sealed anew with the newest key, so that older keys can be thrown away."""

import asyncio
from dataclasses import dataclass

from bot.core.ids import Milliseconds
from bot.store.database import Database, Transaction
from bot.store.inbound import token_key
from bot.store.mcp_servers import headers_key
from bot.store.secrets import secret_key
from bot.store.vault import Vault

TOKEN_LASTS_MS = 15 * 60_000
"""Discord's: an older token answers nothing any more."""
_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """How many values were sealed anew, and how many tokens were emptied because nothing answers to them any more."""

    sealed: int
    emptied: int


async def rotate(database: Database, vault: Vault, *, now: Milliseconds) -> Rotated:
    """All or nothing. Raises `SettingsError` where a value that is still needed opens with none of the keys."""
    async with database.transaction() as tx:
        emptied = await _empty_old_tokens(tx, vault, before=now - TOKEN_LASTS_MS)
        sealed = await _seal_tokens(tx, vault, since=now - TOKEN_LASTS_MS)
        sealed += await _seal_headers(tx, vault) + await _seal_secrets(tx, vault)
    return Rotated(sealed=sealed, emptied=emptied)


async def _empty_old_tokens(transaction: Transaction, vault: Vault, *, before: int) -> int:
    """An empty token is sealed for each, for a row that has an itx has a token, and reading one must not fail."""
    count, last = 0, ""
    while rows := await transaction.run(
        """
        SELECT origin FROM inbound
        WHERE token IS NOT NULL AND itx_at < :before AND origin > :last
        ORDER BY origin LIMIT :batch""",
        before=before,
        last=last,
        batch=_BATCH,
    ):
        for row in rows:
            last = row["origin"]
            await _keep_token(transaction, last, await asyncio.to_thread(vault.seal, token_key(last), ""))
        count += len(rows)
    return count


async def _seal_tokens(transaction: Transaction, vault: Vault, *, since: int) -> int:
    rows = await transaction.run(
        "SELECT origin, token FROM inbound WHERE token IS NOT NULL AND itx_at >= :since", since=since
    )
    for row in rows:
        sealed = await _anew(vault, token_key(row["origin"]), row["token"])
        await _keep_token(transaction, row["origin"], sealed)
    return len(rows)


async def _seal_headers(transaction: Transaction, vault: Vault) -> int:
    rows = await transaction.run("SELECT guild, name, headers FROM mcp_server")
    for row in rows:
        await transaction.run(
            "UPDATE mcp_server SET headers = :headers WHERE guild = :guild AND name = :name",
            headers=await _anew(vault, headers_key(row["guild"], row["name"]), row["headers"]),
            guild=row["guild"],
            name=row["name"],
        )
    return len(rows)


async def _seal_secrets(transaction: Transaction, vault: Vault) -> int:
    rows = await transaction.run("SELECT name, sealed FROM secret")
    for row in rows:
        await transaction.run(
            "UPDATE secret SET sealed = :sealed WHERE name = :name",
            sealed=await _anew(vault, secret_key(row["name"]), row["sealed"]),
            name=row["name"],
        )
    return len(rows)


async def _keep_token(transaction: Transaction, origin: str, sealed: str) -> None:
    await transaction.run("UPDATE inbound SET token = :token WHERE origin = :origin", token=sealed, origin=origin)


async def _anew(vault: Vault, row_key: str, sealed: str) -> str:
    return await asyncio.to_thread(lambda: vault.seal(row_key, vault.open(row_key, sealed)))
