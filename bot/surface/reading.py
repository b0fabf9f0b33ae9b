"""Show more and Details: what is too long for the thread, page by page, to the person who asks for it."""

from dataclasses import dataclass

import discord

from bot.core.answer import answer_of
from bot.core.catalogue import say
from bot.core.details import details_of
from bot.core.errors import ProviderError
from bot.core.pages import PAGE_LIMIT, lay_out
from bot.core.patches import Button
from bot.core.session import Turn
from bot.core.transcript import RunTranscript, Transcript, fold
from bot.core.view import final_text
from bot.surface.desk import Desk
from bot.surface.looks import NOBODY, buttons_view
from bot.surface.removal import may_remove
from bot.turns.listening import read

_FOOTER_ROOM = 40


@dataclass(slots=True)
class Reading:
    desk: Desk

    async def more(self, itx: discord.Interaction, turn: Turn, argument: str) -> None:
        """The answer, from the page with this index on."""
        await itx.response.defer(ephemeral=True, thinking=True)  # reading the record may take longer than 3 s
        transcript = await self._transcript(turn)
        pages = lay_out(final_text(answer_of(transcript.steps))).pages
        await self._show(itx, turn, pages, verb="more", argument=argument or "0")

    async def details(self, itx: discord.Interaction, turn: Turn, argument: str) -> None:
        """Every step with its input and output."""
        await itx.response.defer(ephemeral=True, thinking=True)
        transcript = await self._transcript(turn)
        pages = lay_out(f"{details_of(transcript.steps)}\n", limit=PAGE_LIMIT - _FOOTER_ROOM).pages
        await self._show(itx, turn, pages, verb="details", argument=argument or "0")

    async def _show(
        self, itx: discord.Interaction, turn: Turn, pages: tuple[str, ...], *, verb: str, argument: str
    ) -> None:
        number = int(argument) if argument.isdecimal() and len(argument) < 9 else len(pages)
        if number >= len(pages):
            await itx.edit_original_response(content=say("more.gone"), allowed_mentions=NOBODY)
            return
        footer = say("more.page", page=number + 1, pages=len(pages))
        fits = len(pages[number]) + len(footer) < PAGE_LIMIT
        is_last = number + 1 == len(pages)
        onward = () if is_last else (Button(say("button.next"), f"{verb}:{turn.id}:{number + 1}"),)
        if verb == "details" and may_remove(self.desk, itx, turn):
            onward = (*onward, Button(say("button.remove"), f"remove:{turn.id}"))
        await itx.edit_original_response(
            content=f"{pages[number]}\n{footer}" if fits else pages[number],
            view=buttons_view(onward) if onward else None,
            allowed_mentions=NOBODY,
        )

    async def _transcript(self, turn: Turn) -> Transcript:
        work = self.desk.mailbox.working.get(turn.id)
        return work.transcript if work else await self._recorded(turn)

    async def _recorded(self, turn: Turn) -> Transcript:
        told = []
        for run in await self.desk.store.runs(turn.id):
            if run.id is not None:
                try:
                    told.append(fold(RunTranscript(id=run.id), await read(self.desk.agent, run.id)))
                except ProviderError:
                    self.desk.log.info("record.unreadable", turn=turn.id, run=run.id)
        return Transcript(tuple(told))
