"""What those who manage a guild have set for it: one row, written over, and gone once it is removed."""

from bot.core.guild_setting import GuildSetting
from bot.core.ids import Milliseconds, Snowflake
from bot.store.database import Database, only


class SqliteGuildSettings:
    """Implements `core.guild_setting.GuildSettings` and `core.ports.GuildInstructions`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def instructions(self, guild: Snowflake | None) -> str:
        setting = None if guild is None else await self.get(guild)
        return "" if setting is None else setting.instructions

    async def get(self, guild: Snowflake) -> GuildSetting | None:
        row = only(await self._database.read("SELECT * FROM guild_setting WHERE guild = :guild", guild=guild))
        if row is None:
            return None
        return GuildSetting(
            guild=guild,
            instructions=row["instructions"],
            set_by=Snowflake(row["set_by"]),
            set_at=Milliseconds(row["set_at"]),
        )

    async def put(self, setting: GuildSetting) -> None:
        async with self._database.transaction() as tx:
            await tx.run(
                """
                INSERT INTO guild_setting (guild, instructions, set_by, set_at)
                VALUES (:guild, :instructions, :set_by, :set_at)
                ON CONFLICT (guild) DO UPDATE SET
                    instructions = :instructions, set_by = :set_by, set_at = :set_at""",
                guild=setting.guild,
                instructions=setting.instructions,
                set_by=setting.set_by,
                set_at=setting.set_at,
            )

    async def remove(self, guild: Snowflake) -> None:
        async with self._database.transaction() as tx:
            await tx.run("DELETE FROM guild_setting WHERE guild = :guild", guild=guild)
