"""How the bot answers in the talks of a guild: one row, once somebody has set it."""

from bot.core.guild_setting import Answers, GuildTalk
from bot.core.ids import Snowflake
from bot.store.database import Database, only


class SqliteGuildTalks:
    """Implements `core.guild_setting.GuildTalks`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def answers(self, guild: Snowflake | None) -> Answers:
        row = only(await self._database.read("SELECT answers FROM guild_talk WHERE guild = :guild", guild=guild))
        return Answers.MENTIONED if row is None else Answers(row["answers"])

    async def put(self, talk: GuildTalk) -> None:
        async with self._database.transaction() as tx:
            await tx.run(
                """
                INSERT INTO guild_talk (guild, answers, set_by, set_at) VALUES (:guild, :answers, :set_by, :set_at)
                ON CONFLICT (guild) DO UPDATE SET answers = :answers, set_by = :set_by, set_at = :set_at""",
                guild=talk.guild,
                answers=talk.answers,
                set_by=talk.set_by,
                set_at=talk.set_at,
            )
