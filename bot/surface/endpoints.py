"""Points discord.py at another Discord, the local one for instance.

These three are class attributes of discord.py 2.7.1, not public settings; that is why its version is pinned exactly.
"""

from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL


def use_endpoints(*, api_base: str, gateway_url: str, cdn_base: str) -> None:
    """Set before `login`; a `Route` reads its base when it is built."""
    Route.BASE = api_base.rstrip("/")
    DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway_url)
    Asset.BASE = cdn_base.rstrip("/")
