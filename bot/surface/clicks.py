"""Buttons: answered from their custom ids alone, `verb:turn[:argument]`, so that they outlive every process."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import discord

from bot.core.catalogue import say
from bot.core.ids import TurnId
from bot.core.session import Turn, TurnState
from bot.surface.desk import Desk
from bot.surface.looks import NOBODY
from bot.surface.more import More
from bot.surface.people import actor_of


@dataclass(slots=True)
class Clicks:
    desk: Desk
    more: More

    async def answer(self, itx: discord.Interaction) -> None:
        """Every click is answered; one that we do not know, or on a turn that is no more, with a sentence."""
        verb, _, rest = custom_id_of(itx).partition(":")
        turn_id, _, argument = rest.partition(":")
        turn = await self.desk.store.turn(TurnId(turn_id))
        handlers: dict[str, Callable[[discord.Interaction, Turn, str], Awaitable[None]]] = {
            "stop": self._stop,
            "more": self.more.show,
        }
        handler = handlers.get(verb)
        if handler is None or turn is None:
            await refuse(itx, say("click.unknown"))
            return
        await handler(itx, turn, argument)

    async def _stop(self, itx: discord.Interaction, turn: Turn, _: str) -> None:
        actor = actor_of(itx.user)
        if actor.id != turn.actor.id:
            await refuse(itx, say("stop.not_yours"))
        elif turn.state is TurnState.DONE:
            await refuse(itx, say("stop.over"))
        else:
            await itx.response.defer()
            if not await self.desk.mailbox.stop(turn.id, by=actor.id):
                await self.desk.store.ask_stop(turn.id, by=actor.id)


def custom_id_of(itx: discord.Interaction) -> str:
    data: dict[str, Any] = dict(itx.data or {})
    return str(data.get("custom_id", ""))


async def refuse(itx: discord.Interaction, sentence: str) -> None:
    """Say it to this person alone."""
    await itx.response.send_message(sentence, ephemeral=True, allowed_mentions=NOBODY)
