"""The rules of guilds about who may do what: few, and asked for at every step, so they are known without a read."""

from bot.core.access import Lists
from bot.core.access_rules import MOST_RULES, Effect, Kind, Rule, SetRule, lists_of
from bot.core.ids import Snowflake
from bot.store.database import Database, Row


class SqliteAccessRules:
    """Implements `core.access_rules.AccessRules`; `load` first. Nobody else writes there, so it stays true."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lists: dict[Snowflake, Lists] = {}

    async def load(self) -> None:
        rows = await self._database.read("SELECT DISTINCT guild FROM access_rule")
        for row in rows:
            await self._look_at(Snowflake(row["guild"]))

    def lists(self, guild: Snowflake | None) -> Lists:
        return self._lists.get(guild, Lists()) if guild is not None else Lists()

    async def of_guild(self, guild: Snowflake) -> tuple[Rule, ...]:
        rows = await self._database.read(
            "SELECT * FROM access_rule WHERE guild = :guild ORDER BY set_at, subject, ability", guild=guild
        )
        return tuple(_rule(row) for row in rows)

    async def put(self, rule: SetRule) -> bool:
        async with self._database.transaction() as tx:
            rows = await tx.run(
                """
                INSERT INTO access_rule (guild, effect, ability, kind, subject, set_by, set_at)
                SELECT :guild, :effect, :ability, :kind, :subject, :set_by, :set_at
                WHERE (
                    SELECT COUNT(*) FROM access_rule
                    WHERE guild = :guild AND NOT (ability = :ability AND subject = :subject)
                ) < :most
                ON CONFLICT (guild, ability, subject) DO UPDATE SET
                    effect = :effect, kind = :kind, set_by = :set_by, set_at = :set_at
                RETURNING guild""",
                guild=rule.guild,
                effect=rule.rule.effect,
                ability=rule.rule.ability,
                kind=rule.rule.kind,
                subject=rule.rule.subject,
                set_by=rule.set_by,
                set_at=rule.set_at,
                most=MOST_RULES,
            )
        await self._look_at(rule.guild)
        return bool(rows)

    async def remove(self, guild: Snowflake, name: str) -> bool:
        """`name`: a rule's."""
        found = next((rule for rule in await self.of_guild(guild) if rule.name == name), None)
        if found is None:
            return False
        async with self._database.transaction() as tx:
            await tx.run(
                "DELETE FROM access_rule WHERE guild = :guild AND ability = :ability AND subject = :subject",
                guild=guild,
                ability=found.ability,
                subject=found.subject,
            )
        await self._look_at(guild)
        return True

    async def _look_at(self, guild: Snowflake) -> None:
        self._lists[guild] = lists_of(await self.of_guild(guild))


def _rule(row: Row) -> Rule:
    return Rule(
        effect=Effect(row["effect"]), ability=row["ability"], kind=Kind(row["kind"]), subject=Snowflake(row["subject"])
    )
