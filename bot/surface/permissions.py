"""What the bot may do where, in Discord's own names for it, so that whoever manages a server finds the switch."""

import discord

from bot.core.ids import Snowflake

_VIEW, _OPEN, _WRITE = "“View Channel”", "“Create Public Threads”", "“Send Messages in Threads”"
_SEND, _ATTACH = "“Send Messages”", "“Attach Files”"


def missing_for_a_talk(may: discord.Permissions, *, in_thread: bool) -> str:
    """What is missing to answer there in a thread; empty where nothing is."""
    needed = {
        _VIEW: may.view_channel,
        _OPEN: may.create_public_threads or in_thread,
        _WRITE: may.send_messages_in_threads,
    }
    return " and ".join(name for name, is_given in needed.items() if not is_given)


def missing_for_pictures(may: discord.Permissions, is_thread: bool) -> str:
    """What is missing to show pictures there; empty where nothing is."""
    needed = {
        _VIEW: may.view_channel,
        _WRITE if is_thread else _SEND: may.send_messages_in_threads if is_thread else may.send_messages,
        _ATTACH: may.attach_files,
    }
    return " and ".join(name for name, is_given in needed.items() if not is_given)


def may_attach(client: discord.Client, channel: Snowflake) -> bool:
    """Whether files may be attached there, as far as the gateway has told us; where it has not, Discord will say."""
    where = client.get_channel(channel)
    if not isinstance(where, discord.abc.GuildChannel | discord.Thread) or where.guild.me is None:
        return True
    parent = where.parent if isinstance(where, discord.Thread) else where
    return parent is None or where.permissions_for(where.guild.me).attach_files
