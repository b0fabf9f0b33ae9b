"""The whole local Discord in memory: one world, its people, channels and messages, and who listens to its changes."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from bot.playground.clock import Clock
from bot.playground.discord.world.entities import (
    THREAD_TYPES,
    Application,
    Attachment,
    Channel,
    Command,
    Guild,
    JsonObject,
    Member,
    Message,
    Overwrite,
    Reaction,
    Role,
    Thread,
    ThreadMember,
    User,
)
from bot.playground.discord.world.events import Event
from bot.playground.discord.world.flags import ChannelType, MessageFlag, MessageType, Permission
from bot.playground.discord.world.snowflakes import Snowflakes
from bot.playground.journal import Journal

__all__ = [
    "THREAD_TYPES",
    "Application",
    "Attachment",
    "Channel",
    "ChannelType",
    "Command",
    "Event",
    "Guild",
    "JsonObject",
    "Member",
    "Message",
    "MessageFlag",
    "MessageType",
    "Overwrite",
    "Permission",
    "Reaction",
    "Role",
    "Thread",
    "ThreadMember",
    "User",
    "World",
]


class World:
    """Everything the local Discord knows, by id. `base_url` (scheme and host) is where its CDN links point."""

    def __init__(
        self, *, clock: Clock, journal: Journal, bot: User, application: Application, snowflakes: Snowflakes
    ) -> None:
        self.clock = clock
        self.journal = journal
        self.bot = bot
        self.application = application
        self.base_url = "http://127.0.0.1"
        self.users: dict[int, User] = {}
        self.person_by_token: dict[str, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.attachments: dict[int, Attachment] = {}
        self.sent_nonces: dict[tuple[int, str], tuple[float, Message]] = {}
        self._dms: dict[frozenset[int], int] = {}
        self._snowflakes = snowflakes
        self._listeners: list[Callable[[Event], None]] = []
        self.add_user(bot)

    def snowflake(self) -> int:
        return self._snowflakes.next()

    def now(self) -> float:
        return self.clock.now()

    def subscribe(self, listener: Callable[[Event], None]) -> None:
        self._listeners.append(listener)

    def publish(self, event: Event) -> None:
        for listener in self._listeners:
            listener(event)

    def add_user(self, user: User) -> None:
        self.users[user.id] = user
        if not user.bot:
            self.person_by_token[user.token] = user

    def bot_with(self, token: str) -> User | None:
        """The bot, whatever it was given as its token: only nothing will not do, nor a person's."""
        return self.bot if token.strip() and token not in self.person_by_token else None

    @property
    def guild(self) -> Guild:
        """The guild the playground begins with."""
        return next(iter(self.guilds.values()))

    def add_channel(self, guild: Guild, channel: Channel) -> None:
        self.channels[channel.id] = channel
        guild.channel_ids.append(channel.id)

    def guild_of(self, channel: Channel) -> Guild | None:
        return None if channel.guild_id is None else self.guilds[channel.guild_id]

    def member(self, guild_id: int | None, user_id: int) -> Member | None:
        guild = self.guilds.get(guild_id) if guild_id is not None else None
        return None if guild is None else guild.members.get(user_id)

    def message(self, channel_id: int, message_id: int) -> Message | None:
        """A stored message, ephemeral ones included; the caller asks whether the viewer may see it."""
        channel = self.channels.get(channel_id)
        if channel is None:
            return None
        return channel.messages.get(message_id) or channel.hidden.get(message_id)

    def thread_on(self, message: Message) -> Channel | None:
        """The thread that was started from a message: it has the message's id."""
        if not message.flags & MessageFlag.HAS_THREAD:
            return None
        return self.channels.get(message.id)

    def threads_of(self, guild_id: int) -> list[Channel]:
        return [c for c in self.channels.values() if c.thread is not None and c.guild_id == guild_id]

    def dm_between(self, one: int, other: int) -> Channel:
        """The DM of two users, made at its first use."""
        pair = frozenset({one, other})
        if pair not in self._dms:
            channel = Channel(id=self.snowflake(), type=ChannelType.DM, recipients=[one, other])
            self.channels[channel.id] = channel
            self._dms[pair] = channel.id
        return self.channels[self._dms[pair]]

    def forget_files(self, attachments: Iterable[Attachment]) -> None:
        """Their addresses lead nowhere from now on."""
        for attachment in attachments:
            self.attachments.pop(attachment.id, None)

    def violation(self, rule: str, detail: str, seq: int | None = None) -> None:
        self.journal.violation(rule, detail, seq)


def iso(seconds: float) -> str:
    """Epoch seconds as Discord writes times."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")
