"""`/settings status`: what the doctor finds, to those who manage the server, in private."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import discord

from bot.core.catalogue import say
from bot.core.findings import Finding
from bot.surface.desk import Desk
from bot.surface.looks import NOBODY, say_privately
from bot.surface.managers import refusal_of
from bot.surface.standing import Standing

_MESSAGE_LIMIT: Final = 2_000
_WITHIN_S: Final = 90.0


@dataclass(slots=True)
class Status:
    desk: Desk
    standing: Standing

    async def answer(self, itx: discord.Interaction) -> None:
        """The operator's own machine is told of to the application's owners alone."""
        refusal = refusal_of(self.desk, itx)
        if refusal or itx.guild is None:
            await say_privately(itx, refusal or say("denied.manage"))
            return
        await itx.response.defer(ephemeral=True, thinking=True)
        try:
            async with asyncio.timeout(_WITHIN_S):
                found = await self.standing.on(itx.guild, for_operator=itx.user.id in self.desk.owners)
        except TimeoutError:
            await itx.followup.send(say("status.late"), ephemeral=True)
            return
        await itx.followup.send(in_words(found), ephemeral=True, allowed_mentions=NOBODY, suppress_embeds=True)


def in_words(found: Iterable[Finding]) -> str:
    """As many lines as one message holds."""
    lines, rest = [say("status.head")], say("status.rest")
    for finding in found:
        line = finding.line if len(finding.line) <= _MESSAGE_LIMIT // 2 else f"{finding.line[: _MESSAGE_LIMIT // 2]}…"
        if len("\n".join([*lines, line, rest])) > _MESSAGE_LIMIT:
            break
        lines.append(line)
    return "\n".join([*lines, rest])
