"""What is said once and for all, and what Discord was last told: the ports of small lasting rows."""

from enum import StrEnum
from typing import Protocol

from bot.core.ids import Milliseconds, Snowflake


class Notice(StrEnum):
    """Of what kind the place is stands with each."""

    KNOWN = "known"  # a server: it was greeted, or the bot was there before it greeted
    UNREAD = "unread"  # a thread: people were told that plain messages are not read there
    COMPANY = "company"  # a thread: people were told that only who speaks to the bot is answered there
    NO_CONTENT = "no_content"  # an application: its owner was told that message content is off


class Notices(Protocol):
    async def say_once(self, kind: Notice, place: Snowflake, *, now: Milliseconds) -> bool:
        """True for whoever comes first: the row stands before anything is said."""
        ...

    async def was_said(self, kind: Notice, place: Snowflake) -> bool: ...

    async def forget(self, kind: Notice, place: Snowflake) -> None:
        """It may be said again."""
        ...


class CommandSync(Protocol):
    async def synced(self, application: Snowflake) -> str:
        """The digest that was kept last; empty where none was."""
        ...

    async def sync_done(self, application: Snowflake, digest: str) -> None: ...
