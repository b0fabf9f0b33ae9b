"""What those who manage a guild have set for it, for everybody there."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.core.ids import Milliseconds, Snowflake

INSTRUCTIONS_LIMIT = 2_000
"""Characters: they go along with every run, and are paid for each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuildSetting:
    """`instructions`: what the agent is told on this guild besides our words and the operator's; never empty."""

    guild: Snowflake
    instructions: str
    set_by: Snowflake
    set_at: Milliseconds


class GuildSettings(Protocol):
    """What guilds have set; each verb is one transaction."""

    async def get(self, guild: Snowflake) -> GuildSetting | None: ...

    async def put(self, setting: GuildSetting) -> None:
        """In the place of what the guild had set before."""
        ...

    async def remove(self, guild: Snowflake) -> None: ...


class Answers(StrEnum):
    """Whose messages are requests in a thread of ours, once several people write there."""

    EVERYONE = "everyone"
    MENTIONED = "mentioned"  # of those who mention the bot or reply to it; where nothing is set


@dataclass(frozen=True, slots=True, kw_only=True)
class GuildTalk:
    guild: Snowflake
    answers: Answers
    set_by: Snowflake
    set_at: Milliseconds


class GuildTalks(Protocol):
    async def answers(self, guild: Snowflake | None) -> Answers: ...

    async def put(self, talk: GuildTalk) -> None:
        """In the place of what the guild had set before."""
        ...
