"""The servers of tools that were added to a guild; what opens their doors is sealed."""

import asyncio
import json
from collections.abc import Sequence

from bot.core.ids import Milliseconds, Snowflake
from bot.core.tools.offers import McpServer
from bot.core.tools.servers import MOST_SERVERS, AddedServer
from bot.store.database import Database, Row, Transaction, only
from bot.store.vault import Vault


class SqliteMcpServers:
    """Implements `core.tools.ports.McpServers`, and what `/mcp` needs besides.

    Reading raises `SettingsError` where the keys that sealed the headers are no longer there.
    """

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def names(self, guild: Snowflake | None) -> tuple[str, ...]:
        """In order; none outside a guild."""
        rows = await self._database.read("SELECT name FROM mcp_server WHERE guild = :guild ORDER BY name", guild=guild)
        return tuple(row["name"] for row in rows)

    async def named(self, guild: Snowflake | None, names: Sequence[str]) -> tuple[McpServer, ...]:
        found = [await self.get(guild, name) for name in names]
        return tuple(server.offer for server in found if server is not None)

    async def of_guild(self, guild: Snowflake) -> tuple[AddedServer, ...]:
        """By their names."""
        rows = await self._database.read("SELECT * FROM mcp_server WHERE guild = :guild ORDER BY name", guild=guild)
        return tuple([await self._server(row) for row in rows])

    async def get(self, guild: Snowflake | None, name: str) -> AddedServer | None:
        rows = await self._database.read(
            "SELECT * FROM mcp_server WHERE guild = :guild AND name = :name", guild=guild, name=name
        )
        row = only(rows)
        return None if row is None else await self._server(row)

    async def add(self, server: AddedServer) -> bool:
        """False where the name is taken, or the guild has its `MOST_SERVERS`."""
        key = headers_key(server.guild, server.name)
        sealed = await asyncio.to_thread(self._vault.seal, key, json.dumps(dict(server.headers)))
        async with self._database.transaction() as tx:
            return await _has_room(tx, server.guild) and await _insert(tx, server, sealed)

    async def remove(self, guild: Snowflake, name: str) -> bool:
        """False where there was none."""
        async with self._database.transaction() as tx:
            rows = await tx.run(
                "DELETE FROM mcp_server WHERE guild = :guild AND name = :name RETURNING name", guild=guild, name=name
            )
        return bool(rows)

    async def _server(self, row: Row) -> AddedServer:
        guild, name = Snowflake(row["guild"]), row["name"]
        opened = await asyncio.to_thread(self._vault.open, headers_key(guild, name), row["headers"])
        return AddedServer(
            guild=guild,
            name=name,
            url=row["url"],
            headers=json.loads(opened.get_secret_value()),
            allowed=tuple(json.loads(row["allowed"])),
            added_by=Snowflake(row["added_by"]),
            added_at=Milliseconds(row["added_at"]),
        )


def headers_key(guild: int, name: str) -> str:
    """The name under which a server's headers are sealed."""
    return f"mcp_server.headers/{guild}/{name}"


async def _has_room(transaction: Transaction, guild: Snowflake) -> bool:
    rows = await transaction.run("SELECT COUNT(*) AS number FROM mcp_server WHERE guild = :guild", guild=guild)
    return bool(rows[0]["number"] < MOST_SERVERS)


async def _insert(transaction: Transaction, server: AddedServer, sealed: str) -> bool:
    rows = await transaction.run(
        """
        INSERT INTO mcp_server (guild, name, url, headers, allowed, added_by, added_at)
        VALUES (:guild, :name, :url, :headers, :allowed, :added_by, :added_at)
        ON CONFLICT (guild, name) DO NOTHING
        RETURNING name""",
        guild=server.guild,
        name=server.name,
        url=server.url,
        headers=sealed,
        allowed=json.dumps(list(server.allowed)),
        added_by=server.added_by,
        added_at=server.added_at,
    )
    return bool(rows)
