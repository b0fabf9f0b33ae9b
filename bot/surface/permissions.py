"""What the bot may do where, in Discord's own names for it, so that whoever manages a server finds the switch."""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlencode

import discord

from bot.core.catalogue import say
from bot.core.ids import Snowflake

NEEDED: Final[Mapping[str, str]] = {
    "view_channel": "“View Channel”",
    "send_messages": "“Send Messages”",
    "create_public_threads": "“Create Public Threads”",
    "create_private_threads": "“Create Private Threads”",
    "send_messages_in_threads": "“Send Messages in Threads”",
    "read_message_history": "“Read Message History”",
    "attach_files": "“Attach Files”",
    "embed_links": "“Embed Links”",
    "add_reactions": "“Add Reactions”",
}
"""All that it uses anywhere, by discord.py's word for it."""
_HANG_ON_SENDING: Final = ("attach_files", "embed_links")
_IN_THREADS: Final = ("view_channel", "send_messages_in_threads")
_FOR_A_THREAD: Final = (*_IN_THREADS, "create_public_threads")
_FOR_A_PRIVATE_THREAD: Final = (*_IN_THREADS, "create_private_threads")
SCOPES: Final = ("bot", "applications.commands")


def invitation(application: int) -> str:
    """The link that invites it with exactly what it needs."""
    asked = {"client_id": application, "scope": " ".join(SCOPES), "permissions": needed_bits()}
    return f"https://discord.com/oauth2/authorize?{urlencode(asked)}"


def needed_bits() -> int:
    return discord.Permissions(**dict.fromkeys(NEEDED, True)).value


def sees(bits: int) -> bool:
    return discord.Permissions(bits).view_channel


def missing_of(bits: int) -> tuple[str, ...]:
    """The names of what is not among these bits; what hangs on another that is missing is told once that is there."""
    may = discord.Permissions(bits)
    hanging = () if may.send_messages else _HANG_ON_SENDING
    return tuple(name for word, name in NEEDED.items() if not getattr(may, word) and word not in hanging)


def missing_for_a_talk(may: discord.Permissions, *, in_thread: bool) -> str:
    """What is missing to answer there, in a thread or else in the channel itself; empty where nothing is."""
    missing = _missing(may, _IN_THREADS if in_thread else _FOR_A_THREAD)
    if in_thread or not missing or not may.view_channel:
        return missing
    return "" if may.send_messages else say("permissions.either", threads=missing, messages=NEEDED["send_messages"])


def lack_of(itx: discord.Interaction) -> str:
    """Why nothing could be answered there, as a sentence for whoever asks; empty where it could."""
    if itx.guild_id is None:
        return ""
    missing = missing_for_a_talk(itx.app_permissions, in_thread=isinstance(itx.channel, discord.Thread))
    return say("ask.threads_missing", channel=f"<#{itx.channel_id}>", missing=missing) if missing else ""


def is_without_threads(may: discord.Permissions) -> bool:
    """Whether a talk in a channel can only be held in the channel itself."""
    return bool(_missing(may, _FOR_A_THREAD))


def missing_for_private(may: discord.Permissions) -> str:
    """What is missing to open a private thread there; empty where nothing is."""
    return _missing(may, _FOR_A_PRIVATE_THREAD)


def missing_for_pictures(may: discord.Permissions, is_thread: bool) -> str:
    """What is missing to show pictures there; empty where nothing is."""
    return _missing(may, ["view_channel", "send_messages_in_threads" if is_thread else "send_messages", "attach_files"])


def _missing(may: discord.Permissions, needed: Sequence[str]) -> str:
    return " and ".join(name for word, name in NEEDED.items() if word in needed and not getattr(may, word))


def may_attach(client: discord.Client, channel: Snowflake) -> bool:
    """Whether files may be attached there, as far as the gateway has told us; where it has not, Discord will say."""
    may = _known(client, channel)
    return may is None or may.attach_files


def may_reply(client: discord.Client, channel: Snowflake) -> bool:
    """The same of messages that reply to another: Discord refuses them where the history may not be read."""
    may = _known(client, channel)
    return may is None or may.read_message_history


def may_write(client: discord.Client, channel: Snowflake) -> bool:
    """The same of any message."""
    may = _known(client, channel)
    if may is None:
        return True
    is_thread = isinstance(client.get_channel(channel), discord.Thread)
    return may.view_channel and (may.send_messages_in_threads if is_thread else may.send_messages)


def may_react(client: discord.Client, channel: Snowflake) -> bool:
    """The same of adding a reaction that nobody else has."""
    may = _known(client, channel)
    return may is None or (may.add_reactions and may.read_message_history)


def gives_threads(client: discord.Client, channel: Snowflake) -> bool:
    """The same of opening a thread in that channel, and writing in it."""
    may = _known(client, channel)
    return may is None or not is_without_threads(may)


def _known(client: discord.Client, channel: Snowflake) -> discord.Permissions | None:
    where = client.get_channel(channel)
    if not isinstance(where, discord.abc.GuildChannel | discord.Thread) or where.guild.me is None:
        return None
    is_orphan = isinstance(where, discord.Thread) and where.parent is None
    return None if is_orphan else where.permissions_for(where.guild.me)
