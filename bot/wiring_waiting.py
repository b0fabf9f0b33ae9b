"""What people meet while their requests wait, made from the rest of the house."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import discord

from bot.surface.desk import Desk
from bot.surface.waiting.ceiling import Ceiling
from bot.surface.waiting.missed import Missed
from bot.surface.waiting.rewording import Rewordings
from bot.surface.waiting.sooner import Sooner

if TYPE_CHECKING:
    from bot.wiring import Wiring


@dataclass(frozen=True)
class Waiting:
    house: "Wiring"
    desk: Desk

    @cached_property
    def ceiling(self) -> Ceiling:
        most = self.house.settings.max_waiting_per_session
        return Ceiling(self.desk, self.house.store.queue, self.house.canvas, most)

    @cached_property
    def rewordings(self) -> Rewordings:
        return Rewordings(self.desk, self.house.store.queue)

    @cached_property
    def sooner(self) -> Sooner:
        return Sooner(self.desk, self.house.store.queue)

    def missed(self, take: Callable[[discord.Message], Awaitable[None]]) -> Missed:
        house = self.house
        return Missed(house.client, self.desk, house.store.heard, house.pacer, self.rewordings, take)
