"""The messages that answers to interactions make and change: first answer, deferred answer, update, followup."""

from bot.playground.body import Body
from bot.playground.discord.errors import complaints_under, unknown_channel, unknown_message
from bot.playground.discord.interactions.payload import metadata
from bot.playground.discord.interactions.state import Interaction, InteractionType
from bot.playground.discord.messages.changing import edit
from bot.playground.discord.messages.creating import Origin, create, put
from bot.playground.discord.messages.drafts import EDIT, FOLLOWUP, Draft, checked_fields, draft_of
from bot.playground.discord.messages.uploads import file_limit
from bot.playground.discord.rules import number
from bot.playground.discord.world.entities import JsonObject, Message
from bot.playground.discord.world.flags import MessageFlag, MessageType
from bot.playground.discord.world.state import World

CHAT_INPUT = 1


def first_message(world: World, interaction: Interaction, data: JsonObject, body: Body) -> Message:
    """Callback type 4."""
    _still_there(world, interaction)
    with complaints_under("data"):
        draft = _draft(world, interaction, data, body)
        origin = _first_origin(world, interaction, ephemeral=_wants_ephemeral(draft))
        return create(world, interaction.channel, world.bot.id, draft, origin)


def deferred(world: World, interaction: Interaction, data: JsonObject) -> Message:
    """Callback type 5: a message that only says that the application is thinking."""
    _still_there(world, interaction)
    with complaints_under("data"):
        flags = checked_fields(data, {"flags": number(0, 2**31)}).get("flags") or 0
    ephemeral = bool(flags & MessageFlag.EPHEMERAL)
    origin = _first_origin(world, interaction, ephemeral=ephemeral)
    message = Message(
        id=world.snowflake(),
        channel_id=interaction.channel.id,
        author_id=world.bot.id,
        created_at=world.now(),
        type=origin.type,
        flags=origin.flags | MessageFlag.LOADING,
        interaction_metadata=origin.interaction_metadata,
        webhook_id=origin.webhook_id,
        seen_only_by=origin.seen_only_by,
        reference=origin.reference,
    )
    put(world, interaction.channel, message)
    return message


def updated(world: World, interaction: Interaction, data: JsonObject, body: Body) -> Message:
    """Callback type 7: the message with the pressed component changes."""
    message = interaction.message
    if message is None or world.message(message.channel_id, message.id) is None:
        raise unknown_message()
    with complaints_under("data"):
        edit(world, message, _edit_draft(world, interaction, data, body))
    return message


def followup(world: World, interaction: Interaction, data: JsonObject, body: Body) -> Message:
    """A further message; the first one after a deferred answer takes its place."""
    _still_there(world, interaction)
    draft = _draft(world, interaction, data, body)
    original = _made_before(world, interaction)
    if original is not None and original.flags & MessageFlag.LOADING:
        edit(world, original, draft)
        return original
    origin = _followup_origin(world, interaction, original, ephemeral=_wants_ephemeral(draft))
    message = create(world, interaction.channel, world.bot.id, draft, origin)
    interaction.made.append(message.id)
    return message


def changed(world: World, interaction: Interaction, message: Message, data: JsonObject, body: Body) -> None:
    """An edit by the interaction's token."""
    edit(world, message, _edit_draft(world, interaction, data, body))


def _draft(world: World, interaction: Interaction, data: JsonObject, body: Body) -> Draft:
    return draft_of(data, body.parts, FOLLOWUP, largest=file_limit(world, interaction.channel))


def _edit_draft(world: World, interaction: Interaction, data: JsonObject, body: Body) -> Draft:
    return draft_of(data, body.parts, EDIT, largest=file_limit(world, interaction.channel))


def _wants_ephemeral(draft: Draft) -> bool:
    return bool(draft.flags & MessageFlag.EPHEMERAL)


def _still_there(world: World, interaction: Interaction) -> None:
    if interaction.channel.id not in world.channels:
        raise unknown_channel()


def _made_before(world: World, interaction: Interaction) -> Message | None:
    if interaction.original_id is None:
        return None
    return world.message(interaction.channel.id, interaction.original_id)


def _first_origin(world: World, interaction: Interaction, *, ephemeral: bool) -> Origin:
    kind, target_id = _kind(interaction)
    return _origin(world, interaction, kind=kind, target_id=target_id, ephemeral=ephemeral, original_id=None)


def _followup_origin(world: World, interaction: Interaction, original: Message | None, *, ephemeral: bool) -> Origin:
    kind = MessageType.DEFAULT if original is None else MessageType.REPLY
    target_id = None if original is None else original.id
    return _origin(
        world,
        interaction,
        kind=kind,
        target_id=target_id,
        ephemeral=ephemeral,
        original_id=interaction.original_id,
    )


def _origin(
    world: World,
    interaction: Interaction,
    *,
    kind: MessageType,
    target_id: int | None,
    ephemeral: bool,
    original_id: int | None,
) -> Origin:
    return Origin(
        type=kind,
        interaction_metadata=metadata(world, interaction, original_id),
        webhook_id=world.application.id,
        seen_only_by=interaction.person.id if ephemeral else None,
        reference=None if target_id is None else _reference(interaction, target_id),
        flags=int(MessageFlag.EPHEMERAL) if ephemeral else 0,
    )


def _kind(interaction: Interaction) -> tuple[MessageType, int | None]:
    """The message type of a first answer, and the message it refers to."""
    if interaction.message is not None:
        return MessageType.REPLY, interaction.message.id
    if interaction.type == InteractionType.COMMAND and interaction.command_type != CHAT_INPUT:
        target = interaction.data["target_id"] if "messages" in interaction.data.get("resolved", {}) else None
        return MessageType.CONTEXT_MENU_COMMAND, None if target is None else int(target)
    return MessageType.CHAT_INPUT_COMMAND, None


def _reference(interaction: Interaction, message_id: int) -> JsonObject:
    channel = interaction.channel
    reference: JsonObject = {"type": 0, "channel_id": str(channel.id), "message_id": str(message_id)}
    return reference if channel.guild_id is None else reference | {"guild_id": str(channel.guild_id)}
