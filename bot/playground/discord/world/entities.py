"""The things a Discord server is made of, as plain mutable records; who may change them is decided elsewhere."""

from dataclasses import dataclass, field
from typing import Any

from bot.playground.discord.world.flags import ChannelType, MessageFlag, MessageType

JsonObject = dict[str, Any]
THREAD_TYPES = frozenset({ChannelType.NEWS_THREAD, ChannelType.PUBLIC_THREAD, ChannelType.PRIVATE_THREAD})


@dataclass(eq=False)
class User:
    """A person or the bot; `token` is what it authenticates with, without any prefix.

    `takes_dms` is false for who has closed direct messages from members of a server.
    """

    id: int
    name: str
    token: str
    global_name: str | None = None
    bot: bool = False
    takes_dms: bool = True


@dataclass(eq=False)
class Role:
    """The role whose id is the guild's is @everyone; `bot_id` marks a bot's own managed role."""

    id: int
    name: str
    permissions: int
    position: int = 1
    color: int = 0
    mentionable: bool = False
    bot_id: int | None = None


@dataclass(eq=False)
class Overwrite:
    """A channel's exception for a role (type 0) or a member (type 1)."""

    id: int
    type: int
    allow: int = 0
    deny: int = 0


@dataclass(eq=False)
class Member:
    """A user in a guild; `roles` leaves out @everyone, `joined_at` is in epoch seconds."""

    user_id: int
    joined_at: float
    roles: list[int] = field(default_factory=list)
    nick: str | None = None


@dataclass(eq=False)
class Guild:
    """A server; it lasts when the bot is removed from it, and may have it back."""

    id: int
    name: str
    owner_id: int
    premium_tier: int = 0
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    bans: dict[int, str | None] = field(default_factory=dict)
    channel_ids: list[int] = field(default_factory=list)  # not threads
    system_channel_id: int | None = None  # where Discord itself greets newcomers


@dataclass(eq=False)
class ThreadMember:
    """Somebody who follows a thread; `joined_at` in epoch seconds."""

    user_id: int
    joined_at: float
    flags: int = 0


@dataclass(eq=False)
class Thread:
    """What a channel has besides when it is a thread; times in epoch seconds."""

    owner_id: int
    created_at: float
    archived_at: float  # when `archived` last changed, whatever to
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    auto_archive_minutes: int = 4320
    members: dict[int, ThreadMember] = field(default_factory=dict)
    message_count: int = 0
    total_sent: int = 0
    last_activity_at: float = 0.0
    applied_tags: list[int] | None = None  # None outside of forums


@dataclass(eq=False)
class Attachment:
    """A file at our CDN: its bytes, and what the uploader said of it. `channel_id` is part of its address."""

    id: int
    channel_id: int
    filename: str
    content: bytes
    content_type: str | None = None
    description: str | None = None
    width: int | None = None
    height: int | None = None
    ephemeral: bool = False
    spoiler: bool = False


@dataclass(eq=False)
class Reaction:
    """One emoji under a message and who set it, in order. `emoji` is the text, or `name:id` of a custom one."""

    emoji: str
    user_ids: dict[int, None] = field(default_factory=dict)


@dataclass(eq=False)
class Message:
    """A message as stored. `pinged` are the users who were really notified; `seen_only_by` makes it ephemeral.

    `embeds`, `components`, `reference`, `interaction_metadata` are kept as Discord spells them in answers, but for
    `attachment://` links, which become addresses when the message is written out (addresses expire).
    """

    id: int
    channel_id: int
    author_id: int
    created_at: float
    type: MessageType = MessageType.DEFAULT
    content: str = ""
    edited_at: float | None = None
    tts: bool = False
    nonce: str | int | None = None
    flags: int = 0
    embeds: list[JsonObject] = field(default_factory=list)
    components: list[JsonObject] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    reactions: dict[str, Reaction] = field(default_factory=dict)
    mentions: list[int] = field(default_factory=list)
    mention_roles: list[int] = field(default_factory=list)
    mention_everyone: bool = False
    pinged: set[int] = field(default_factory=set)
    pinned_at: float | None = None
    reference: JsonObject | None = None
    interaction_metadata: JsonObject | None = None
    webhook_id: int | None = None
    seen_only_by: int | None = None
    position: int = 0

    @property
    def ephemeral(self) -> bool:
        return self.seen_only_by is not None

    @property
    def components_v2(self) -> bool:
        return bool(self.flags & MessageFlag.IS_COMPONENTS_V2)


@dataclass(frozen=True)
class Tag:
    """What posts of a forum are sorted by; a moderated one only moderators put on."""

    id: int
    name: str
    moderated: bool = False
    emoji_id: str | None = None
    emoji_name: str | None = None


@dataclass(eq=False)
class Forum:
    """What a channel has besides when it holds posts instead of messages."""

    tags: list[Tag] = field(default_factory=list)
    reaction: JsonObject | None = None
    sort_order: int | None = None
    layout: int = 0


@dataclass(eq=False)
class Channel:
    """A text channel, a DM (`recipients`, both sides), a forum (`forum`) or a thread (`thread` and `parent_id`).

    `messages` is in order of ids; `hidden` holds the ephemeral ones, which history never shows.
    """

    id: int
    type: ChannelType
    name: str = ""
    guild_id: int | None = None
    parent_id: int | None = None
    position: int = 0
    topic: str | None = None
    nsfw: bool = False
    flags: int = 0
    slowmode_seconds: int = 0
    thread_slowmode_seconds: int = 0  # what threads in it begin with
    auto_archive_minutes: int | None = None  # likewise
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    recipients: list[int] = field(default_factory=list)
    thread: Thread | None = None
    forum: Forum | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    hidden: dict[int, Message] = field(default_factory=dict)
    last_message_id: int | None = None
    last_pin_at: float | None = None
    last_sent_at: dict[int, float] = field(default_factory=dict)  # by user, for slowmode


@dataclass(eq=False)
class Command:
    """A registered application command; `payload` is what was sent, with defaults filled in as Discord answers."""

    id: int
    version: int
    name: str
    type: int
    payload: JsonObject
    guild_id: int | None = None


@dataclass(eq=False)
class Application:
    """The bot's application; `owner_id` is who `oauth2/applications/@me` names."""

    id: int
    name: str
    owner_id: int
    bot_id: int
    flags: int = (1 << 15) | (1 << 19)  # limited presence of the member and message-content intents: switched on
    commands: dict[int, Command] = field(default_factory=dict)
