"""The one place where messages come into being, whoever sends them by whatever route."""

from dataclasses import dataclass

from bot.playground.discord import limits
from bot.playground.discord.channels.thread_states import join, may_bring, reopen, thread_of
from bot.playground.discord.errors import DiscordError, NotServedError, form_error
from bot.playground.discord.messages.bodies import Shown, shown_by, text_of
from bot.playground.discord.messages.drafts import Draft
from bot.playground.discord.messages.mentions import Mentions, Spoken, mentions_of
from bot.playground.discord.messages.telling import publish_message
from bot.playground.discord.world.entities import Channel, JsonObject, Message
from bot.playground.discord.world.flags import MessageFlag, MessageType, Permission
from bot.playground.discord.world.permissions import allowed
from bot.playground.discord.world.state import World

KEPT_FLAGS = MessageFlag.SUPPRESS_EMBEDS | MessageFlag.SUPPRESS_NOTIFICATIONS | MessageFlag.IS_COMPONENTS_V2

_MANY_NONCES = 5000  # then the expired ones are forgotten


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a message comes from when it is not simply sent: an interaction, for one person only, a system."""

    type: MessageType = MessageType.DEFAULT
    interaction_metadata: JsonObject | None = None
    webhook_id: int | None = None
    seen_only_by: int | None = None
    reference: JsonObject | None = None
    flags: int = 0


SENT = Origin()


def create(world: World, channel: Channel, author_id: int, draft: Draft, origin: Origin = SENT) -> Message:
    """Make, store and announce a message; the same author's same nonce gives the first one again.

    Checks the form (50035, 50006), not whether the author may write here.
    """
    twin = _twin(world, author_id, draft)
    if twin is not None:
        return twin
    message = composed(world, channel, author_id, draft, origin)
    if draft.nonce is not None and draft.fields.get("enforce_nonce"):
        _remember_nonce(world, author_id, message)
    put(world, channel, message)
    return message


def composed(world: World, channel: Channel, author_id: int, draft: Draft, origin: Origin = SENT) -> Message:
    """The message that `create` would make, not stored and known to nobody."""
    replied = _replied(world, channel, author_id, draft)
    flags = _flags(draft, origin)
    v2 = bool(flags & MessageFlag.IS_COMPONENTS_V2)
    shown = shown_by(world, channel.id, draft, v2=v2, ephemeral=origin.seen_only_by is not None)
    rules = draft.fields.get("allowed_mentions")
    spoken = Spoken(author_id, channel, text_of(shown), rules, replied.author_id if replied else None, flags)
    message = _message(world, channel, author_id, shown, mentions_of(world, spoken))
    message.flags, message.tts, message.nonce = flags, bool(draft.fields.get("tts")), draft.nonce
    _set_origin(message, origin)
    if replied is not None:
        message.type, message.reference = MessageType.REPLY, _reference(channel, replied)
    return message


def put(world: World, channel: Channel, message: Message) -> None:
    """Store a finished message and announce it; an archived thread opens, the author follows a thread."""
    if message.ephemeral:
        channel.hidden[message.id] = message
    else:
        _append(world, channel, message)
    publish_message(world, "MESSAGE_CREATE", message, nonce=True)


def system_message(
    world: World,
    channel: Channel,
    author_id: int,
    kind: MessageType,
    *,
    content: str = "",
    reference: JsonObject | None = None,
    mentions: tuple[int, ...] = (),
) -> Message:
    """What Discord itself writes in somebody's name."""
    shown = Shown(content, [], [], [])
    message = _message(world, channel, author_id, shown, Mentions(users=mentions))
    message.type, message.reference = kind, reference
    put(world, channel, message)
    return message


def _twin(world: World, author_id: int, draft: Draft) -> Message | None:
    """The message that the same author sent with the same nonce within the past minutes."""
    if draft.nonce is None or not draft.fields.get("enforce_nonce"):
        return None
    sent = world.sent_nonces.get((author_id, str(draft.nonce)))
    if sent is None or world.now() - sent[0] >= limits.NONCE_SECONDS:
        return None
    return sent[1]


def _remember_nonce(world: World, author_id: int, message: Message) -> None:
    now, sent = world.now(), world.sent_nonces
    if len(sent) > _MANY_NONCES:
        world.sent_nonces = sent = {k: (at, m) for k, (at, m) in sent.items() if now - at < limits.NONCE_SECONDS}
    sent[author_id, str(message.nonce)] = now, message


def _flags(draft: Draft, origin: Origin) -> int:
    """The flags a sender may set; EPHEMERAL comes with an interaction only."""
    unserved = draft.flags & ~int(KEPT_FLAGS | MessageFlag.EPHEMERAL)
    if unserved:
        raise NotServedError("unknown-field", f"message flags {unserved:#x}")
    return (draft.flags & int(KEPT_FLAGS)) | origin.flags


def _replied(world: World, channel: Channel, author_id: int, draft: Draft) -> Message | None:
    reference = draft.fields.get("message_reference")
    if reference is None:
        return None
    target = channel.messages.get(int(reference["message_id"]))
    if int(reference.get("channel_id") or channel.id) != channel.id:
        raise form_error(
            ("message_reference",),
            "REPLIES_CANNOT_REFERENCE_OTHER_CHANNEL",
            "Cannot reply to a message in another channel",
        )
    if target is None and reference.get("fail_if_not_exists") is not False:
        raise form_error(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    if target is not None and target.type in _SYSTEM:
        raise form_error(
            ("message_reference",), "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", "Cannot reply to a system message"
        )
    if target is not None and not allowed(world, author_id, channel, Permission.READ_MESSAGE_HISTORY):
        raise DiscordError(403, 160002, "Cannot reply without permission to read message history")
    return target


_SYSTEM = frozenset(MessageType) - {
    MessageType.DEFAULT,
    MessageType.REPLY,
    MessageType.CHAT_INPUT_COMMAND,
    MessageType.CONTEXT_MENU_COMMAND,
}


def _reference(channel: Channel, target: Message) -> JsonObject:
    reference: JsonObject = {"type": 0, "channel_id": str(channel.id), "message_id": str(target.id)}
    if channel.guild_id is not None:
        reference["guild_id"] = str(channel.guild_id)
    return reference


def _message(world: World, channel: Channel, author_id: int, shown: Shown, mentions: Mentions) -> Message:
    return Message(
        id=world.snowflake(),
        channel_id=channel.id,
        author_id=author_id,
        created_at=world.now(),
        content=shown.content,
        embeds=shown.embeds,
        components=shown.components,
        attachments=shown.attachments,
        mentions=list(mentions.users),
        mention_roles=list(mentions.roles),
        mention_everyone=mentions.everyone,
        pinged=set(mentions.notified),
    )


def _set_origin(message: Message, origin: Origin) -> None:
    message.type = origin.type
    message.interaction_metadata = origin.interaction_metadata
    message.webhook_id = origin.webhook_id
    message.seen_only_by = origin.seen_only_by
    message.reference = origin.reference


def _append(world: World, channel: Channel, message: Message) -> None:
    reopen(world, channel)
    channel.messages[message.id] = message
    channel.last_message_id = message.id
    channel.last_sent_at[message.author_id] = message.created_at
    if channel.thread is not None:
        _append_to_thread(world, channel, message)


def _append_to_thread(world: World, channel: Channel, message: Message) -> None:
    thread = thread_of(channel)
    message.position = thread.total_sent
    is_first = message.type == MessageType.THREAD_STARTER_MESSAGE or message.id == channel.id
    if not is_first:
        thread.message_count += 1
        thread.total_sent += 1
    thread.last_activity_at = message.created_at
    join(world, channel, message.author_id)
    for user_id in message.mentions if may_bring(world, channel, message.author_id) else ():
        if world.member(channel.guild_id, user_id) is not None:
            join(world, channel, user_id)
