"""What the bot may do where, in Discord's own names for it, so that whoever manages a server finds the switch."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

import discord

from bot.core.ids import Snowflake

NEEDED: Final[Mapping[str, str]] = {
    "view_channel": "“View Channel”",
    "send_messages": "“Send Messages”",
    "create_public_threads": "“Create Public Threads”",
    "send_messages_in_threads": "“Send Messages in Threads”",
    "read_message_history": "“Read Message History”",
    "attach_files": "“Attach Files”",
    "embed_links": "“Embed Links”",
    "add_reactions": "“Add Reactions”",
}
"""All that it uses anywhere, by discord.py's word for it."""
_HANG_ON_SENDING: Final = ("attach_files", "embed_links")
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
    """What is missing to answer there in a thread; empty where nothing is."""
    needed = ["view_channel", "send_messages_in_threads"]
    return _missing(may, needed if in_thread else [*needed, "create_public_threads"])


def missing_for_pictures(may: discord.Permissions, is_thread: bool) -> str:
    """What is missing to show pictures there; empty where nothing is."""
    return _missing(may, ["view_channel", "send_messages_in_threads" if is_thread else "send_messages", "attach_files"])


def _missing(may: discord.Permissions, needed: list[str]) -> str:
    return " and ".join(name for word, name in NEEDED.items() if word in needed and not getattr(may, word))


def may_attach(client: discord.Client, channel: Snowflake) -> bool:
    """Whether files may be attached there, as far as the gateway has told us; where it has not, Discord will say."""
    where = client.get_channel(channel)
    if not isinstance(where, discord.abc.GuildChannel | discord.Thread) or where.guild.me is None:
        return True
    parent = where.parent if isinstance(where, discord.Thread) else where
    return parent is None or where.permissions_for(where.guild.me).attach_files
