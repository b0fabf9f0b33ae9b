"""What the gateway is asked for; message content is privileged, so the application's flags are looked at before."""

from typing import Final

import discord

CONTENT: Final = "Message Content Intent"
"""The switch in Discord's developer portal, on the page Bot."""


def intents() -> discord.Intents:
    """Message content: without it a reply in a thread reaches us empty. Moderation tells of bans."""
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=True, moderation=True)


def may_read_content(flags: discord.ApplicationFlags) -> bool:
    """Switched on in the portal for a small bot, or granted to a large one."""
    return flags.gateway_message_content or flags.gateway_message_content_limited


def reads_content(client: discord.Client) -> bool:
    """Whether what people write reaches us: without it, only mentions of us, replies that ping us, and commands do."""
    return client.intents.message_content


def leave_content_out(client: discord.Client) -> None:
    """Ask for all but message content from the next IDENTIFY on."""
    client._connection._intents.message_content = False  # noqa: SLF001 - discord.py takes intents only when it is made
