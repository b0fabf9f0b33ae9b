"""Threads, channels, servers and people that go away while an agent works for them: it is stopped at once."""

from dataclasses import dataclass

import discord
import structlog

from bot.core.ids import Snowflake
from bot.turns.imagine.runner import JobRunner
from bot.turns.mailbox import Mailbox

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Absences:
    """Of a person only a ban is heard of: who leaves is told with the privileged members intent alone."""

    mailbox: Mailbox
    pictures: JobRunner

    def gone(self, place: int) -> None:
        """A thread, a channel, or a server that we are no longer on."""
        log.info("place.gone", place=place)
        self.mailbox.losses.places.add(Snowflake(place))
        self._halt()

    def back(self, guild: discord.Guild) -> None:
        """Invited again."""
        self.mailbox.losses.places.discard(Snowflake(guild.id))

    def banned(self, guild: discord.Guild, person: discord.abc.User) -> None:
        log.info("person.banned", guild=guild.id, person=person.id)
        self.mailbox.losses.banned.add((Snowflake(guild.id), Snowflake(person.id)))
        self._halt()

    def pardoned(self, guild: discord.Guild, person: discord.abc.User) -> None:
        self.mailbox.losses.banned.discard((Snowflake(guild.id), Snowflake(person.id)))

    def _halt(self) -> None:
        self.mailbox.halt_lost()
        self.pictures.halt_lost()
