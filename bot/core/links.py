"""Addresses of places in Discord, as its clients open them."""

from bot.core.ids import Snowflake


def link_to(guild: Snowflake | int | None, channel: Snowflake | int, message: Snowflake | int | None = None) -> str:
    """To a channel, a thread or a message; `guild` is None for a direct message."""
    place = f"https://discord.com/channels/{guild or '@me'}/{channel}"
    return place if message is None else f"{place}/{message}"
