"""What somebody says to us: their words without our name, and the names of others as plain words."""

import re

import discord


def words_to_us(message: discord.Message) -> str:
    """Those of others are names: nobody can be mentioned by the agent."""
    return _with_names(message, without_calls(message))


def without_calls(message: discord.Message) -> str:
    """Our own name, or that of our role, is left out before and after what was said."""
    calls = _calls(message)
    if not calls:
        return message.content
    call = "|".join(re.escape(one) for one in calls)
    said = re.sub(rf"\A(?:\s*(?:{call})[\s,:]*)+", "", message.content)
    return re.sub(rf"(?:[\s,]*(?:{call}))+\s*\Z", "", said)


def _calls(message: discord.Message) -> list[str]:
    if message.guild is None or message.guild.me is None:
        return []
    me, role = message.guild.me.id, message.guild.self_role
    return [f"<@{me}>", f"<@!{me}>", *([] if role is None else [f"<@&{role.id}>"])]


def _with_names(message: discord.Message, said: str) -> str:
    for person in message.mentions:
        said = said.replace(f"<@{person.id}>", f"@{person.display_name}")
        said = said.replace(f"<@!{person.id}>", f"@{person.display_name}")
    for role in message.role_mentions:
        said = said.replace(f"<@&{role.id}>", f"@{role.name}")
    return said
