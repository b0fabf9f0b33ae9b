"""One local gateway: its conditions, its storage, what it signed."""

from aiohttp import web

from bot.playground.clock import Clock
from bot.playground.gateways.conditions import Conditions
from bot.playground.gateways.signatures import Signatures
from bot.playground.gateways.storage import Storage

LICENCE = "playground-licence"


class Gateways:
    def __init__(self, clock: Clock) -> None:
        self.conditions = Conditions()
        self.licence = LICENCE
        self.files = Storage(clock, kept_s=lambda: self.conditions.kept_s)
        self.signatures = Signatures()


GATEWAYS: web.AppKey[Gateways] = web.AppKey("GATEWAYS", Gateways)
