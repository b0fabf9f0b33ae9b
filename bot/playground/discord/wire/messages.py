"""Messages, their files and reactions as Discord writes them, for one viewer."""

from bot.playground.discord.wire.addresses import attachment_url
from bot.playground.discord.wire.channels import thread_json
from bot.playground.discord.wire.media import embedded_names, embeds_with_addresses, media_with_addresses
from bot.playground.discord.wire.people import partial_member_json, user_json
from bot.playground.discord.world.entities import Attachment, Channel, JsonObject, Message, Reaction
from bot.playground.discord.world.flags import MessageType
from bot.playground.discord.world.state import World, iso

ATTACHMENT_SPOILER = 1 << 3


def attachment_json(world: World, attachment: Attachment) -> JsonObject:
    url = attachment_url(world, attachment)
    answer: JsonObject = {
        "id": str(attachment.id),
        "filename": attachment.filename,
        "size": len(attachment.content),
        "url": url,
        "proxy_url": url,
    }
    optional = {
        "content_type": attachment.content_type,
        "description": attachment.description,
        "width": attachment.width,
        "height": attachment.height,
    }
    answer.update({key: value for key, value in optional.items() if value is not None})
    if attachment.ephemeral:
        answer["ephemeral"] = True
    if attachment.spoiler:
        answer["flags"] = ATTACHMENT_SPOILER
    return answer


def emoji_json(emoji: str) -> JsonObject:
    """An emoji of a reaction: unicode, or `name:id`."""
    name, _, custom_id = emoji.rpartition(":")
    return {"id": custom_id, "name": name} if name else {"id": None, "name": emoji}


def _reaction_json(reaction: Reaction, viewer_id: int) -> JsonObject:
    return {
        "emoji": emoji_json(reaction.emoji),
        "count": len(reaction.user_ids),
        "count_details": {"burst": 0, "normal": len(reaction.user_ids)},
        "burst_colors": [],
        "me_burst": False,
        "me": viewer_id in reaction.user_ids,
        "burst_me": False,
        "burst_count": 0,
    }


def _media_json(world: World, message: Message) -> JsonObject:
    """Embeds, components and attachments; a file shown inside an embed is not listed beside it."""
    if not message.attachments:
        return {"embeds": message.embeds, "components": message.components, "attachments": []}
    embedded = embedded_names(message.embeds)
    return {
        "embeds": embeds_with_addresses(world, message),
        "components": media_with_addresses(world, message),
        "attachments": [attachment_json(world, a) for a in message.attachments if a.filename not in embedded],
    }


def _core_json(world: World, message: Message) -> JsonObject:
    return {
        "id": str(message.id),
        "channel_id": str(message.channel_id),
        "type": int(message.type),
        "content": message.content,
        "author": user_json(world.users[message.author_id]),
        "timestamp": iso(message.created_at),
        "edited_timestamp": None if message.edited_at is None else iso(message.edited_at),
        "tts": message.tts,
        "mention_everyone": message.mention_everyone,
        "mentions": [user_json(world.users[user_id]) for user_id in message.mentions],
        "mention_roles": [str(role_id) for role_id in message.mention_roles],
        "pinned": message.pinned_at is not None,
        "flags": message.flags,
        **_media_json(world, message),
    }


def _referenced(world: World, message: Message, viewer_id: int) -> JsonObject:
    """`referenced_message`: present on replies and thread starters, null when it is gone."""
    reference = message.reference or {}
    if message.type not in (MessageType.REPLY, MessageType.THREAD_STARTER_MESSAGE, MessageType.CONTEXT_MENU_COMMAND):
        return {}
    target = world.message(int(reference.get("channel_id", 0)), int(reference.get("message_id", 0)))
    return {"referenced_message": None if target is None else basic_message_json(world, target, viewer_id)}


def _legacy_interaction(message: Message, metadata: JsonObject) -> JsonObject:
    """What first answers to commands had before there was metadata, and still have."""
    is_first = message.type in (MessageType.CHAT_INPUT_COMMAND, MessageType.CONTEXT_MENU_COMMAND)
    if not is_first or "name" not in metadata:
        return {}
    return {"interaction": {name: metadata[name] for name in ("id", "type", "name", "user")}}


def basic_message_json(world: World, message: Message, viewer_id: int) -> JsonObject:
    """A message without the one it refers to."""
    answer = _core_json(world, message)
    if message.reactions:
        answer["reactions"] = [_reaction_json(reaction, viewer_id) for reaction in message.reactions.values()]
    if message.reference is not None:
        answer["message_reference"] = message.reference
    if message.interaction_metadata is not None:
        answer["interaction_metadata"] = message.interaction_metadata
        answer |= _legacy_interaction(message, message.interaction_metadata)
    if message.webhook_id is not None:
        answer["webhook_id"] = str(message.webhook_id)
        answer["application_id"] = str(message.webhook_id)
    thread = world.thread_on(message)
    if thread is not None:
        answer["thread"] = thread_json(world, thread, viewer_id)
    if world.channels[message.channel_id].thread is not None:
        answer["position"] = message.position
    return answer


def message_json(world: World, message: Message, viewer_id: int, *, nonce: bool = False) -> JsonObject:
    """A message as the viewer gets it; the nonce is told only when it is made (its answer and its event)."""
    answer = basic_message_json(world, message, viewer_id)
    answer.update(_referenced(world, message, viewer_id))
    if nonce and message.nonce is not None:
        answer["nonce"] = message.nonce
    return answer


def is_personal(payload: JsonObject) -> bool:
    """Whether other viewers get this message differently: `me` of reactions, their `member` of a thread."""
    shown = (payload, payload.get("referenced_message") or {})
    return any(name in part for part in shown for name in ("reactions", "thread"))


def message_event(
    world: World, channel: Channel, message: Message, viewer_id: int, *, nonce: bool = False
) -> JsonObject:
    """A message as MESSAGE_CREATE and MESSAGE_UPDATE carry it: with guild, and the author's membership."""
    answer = message_json(world, message, viewer_id, nonce=nonce) | {"channel_type": int(channel.type)}
    if channel.guild_id is None:
        return answer
    answer["guild_id"] = str(channel.guild_id)
    author = world.member(channel.guild_id, message.author_id)
    if author is not None:
        answer["member"] = partial_member_json(author)
    for mentioned in answer["mentions"]:
        member = world.member(channel.guild_id, int(mentioned["id"]))
        if member is not None:
            mentioned["member"] = partial_member_json(member)
    return answer
