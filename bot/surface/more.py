"""Show more: the pages of a long answer beyond the fifth, to the person who asks for them, one at a time."""

from dataclasses import dataclass

import discord

from bot.core.answer import answer_of
from bot.core.catalogue import say
from bot.core.errors import ProviderError
from bot.core.pages import lay_out
from bot.core.patches import Button
from bot.core.session import Turn
from bot.core.transcript import RunTranscript, Transcript, fold
from bot.core.view import final_text
from bot.surface.desk import Desk
from bot.surface.looks import NOBODY, buttons_view
from bot.turns.listening import read

_ROOM_FOR_FOOTER = 100


@dataclass(slots=True)
class More:
    desk: Desk

    async def show(self, itx: discord.Interaction, turn: Turn, argument: str) -> None:
        """Reading the record may take longer than the 3 s Discord gives, so the click is acknowledged first."""
        await itx.response.defer(ephemeral=True, thinking=True)
        pages = await self._pages(turn)
        number = int(argument) if argument.isdecimal() else 0
        if number >= len(pages):
            await itx.edit_original_response(content=say("more.gone"), allowed_mentions=NOBODY)
            return
        footer = say("more.page", page=number + 1, pages=len(pages))
        is_last = number + 1 == len(pages)
        next_page = () if is_last else (Button(say("button.next"), f"more:{turn.id}:{number + 1}"),)
        await itx.edit_original_response(
            content=f"{pages[number]}\n{footer}",
            view=buttons_view(next_page) if next_page else None,
            allowed_mentions=NOBODY,
        )

    async def _pages(self, turn: Turn) -> tuple[str, ...]:
        work = self.desk.mailbox.working.get(turn.id)
        transcript = work.transcript if work else await self._recorded(turn)
        return lay_out(final_text(answer_of(transcript.steps))).pages

    async def _recorded(self, turn: Turn) -> Transcript:
        told = []
        for run in await self.desk.store.runs(turn.id):
            if run.id is not None:
                try:
                    told.append(fold(RunTranscript(id=run.id), await read(self.desk.agent, run.id)))
                except ProviderError:
                    self.desk.log.info("more.unreadable", turn=turn.id, run=run.id)
        return Transcript(tuple(told))
