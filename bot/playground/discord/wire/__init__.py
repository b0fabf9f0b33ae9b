"""Everything of the local Discord as Discord writes it; the one place to import these spellings from."""

from bot.playground.discord.wire.addresses import attachment_url
from bot.playground.discord.wire.channels import (
    channel_json,
    guild_json,
    overwrite_json,
    thread_json,
    thread_member_json,
)
from bot.playground.discord.wire.messages import attachment_json, emoji_json, is_personal, message_event, message_json
from bot.playground.discord.wire.people import (
    member_json,
    own_user_json,
    partial_member_json,
    role_json,
    settings_json,
    user_json,
)

__all__ = [
    "attachment_json",
    "attachment_url",
    "channel_json",
    "emoji_json",
    "guild_json",
    "is_personal",
    "member_json",
    "message_event",
    "message_json",
    "overwrite_json",
    "own_user_json",
    "partial_member_json",
    "role_json",
    "settings_json",
    "thread_json",
    "thread_member_json",
    "user_json",
]
