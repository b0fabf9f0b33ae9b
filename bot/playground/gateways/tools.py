"""Which platform calls functions at all."""

from bot.playground.gateways.asked import Desk
from bot.playground.gateways.errors import GatewayError


def check_tools_served(desk: Desk) -> None:
    """Raises GatewayError; call it for a request that brings tools."""
    if not desk.platform.tools:
        desk.note("tools-not-of-this-platform", f"{desk.platform.name} does not call functions.")
        raise GatewayError("no_tools_here", desk.platform.name)
