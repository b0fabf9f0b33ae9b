"""Reactions of ours through discord.py: the port `core.waiting.Marks`."""

from dataclasses import dataclass

import discord

from bot.core.errors import Forbidden
from bot.core.patches import Urgency
from bot.core.waiting import Mark
from bot.surface.canvas import told_plainly
from bot.surface.pacer import Pacer
from bot.surface.permissions import may_react


@dataclass(slots=True)
class DiscordMarks:
    client: discord.Client
    pacer: Pacer

    async def put(self, mark: Mark) -> None:
        if not may_react(self.client, mark.channel):
            raise Forbidden("no reactions may be added there")
        async with self.pacer.turn("react", mark.channel, Urgency.PROGRESS) as write:
            with told_plainly():
                await self.pacer.finish_once_seen(write, self._message(mark).add_reaction(mark.emoji))

    async def take_away(self, mark: Mark) -> None:
        me = self.client.user
        if me is None:
            raise Forbidden("nobody is logged in")
        async with self.pacer.turn("react", mark.channel, Urgency.PROGRESS) as write:
            with told_plainly():
                await self.pacer.finish_once_seen(write, self._message(mark).remove_reaction(mark.emoji, me))

    def _message(self, mark: Mark) -> discord.PartialMessage:
        return self.client.get_partial_messageable(mark.channel).get_partial_message(mark.message)
