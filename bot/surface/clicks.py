"""Buttons and menus: answered from their ids alone, `verb:turn[:argument]`, so that they outlive every process."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import discord
from structlog.contextvars import bound_contextvars

from bot.core.catalogue import say
from bot.core.ids import TurnId
from bot.core.replying import NEW_TALK, REPLY
from bot.core.session import Turn, TurnState
from bot.surface.ask import Ask
from bot.surface.desk import Desk
from bot.surface.direct import Direct
from bot.surface.files import FilesButton
from bot.surface.looks import say_privately
from bot.surface.managers import may_tidy
from bot.surface.people import actor_of
from bot.surface.reading import Reading
from bot.surface.removal import Removing
from bot.surface.reply_form import ReplyForm
from bot.surface.tools.answers import Answers
from bot.surface.waiting.sooner import Sooner


@dataclass(slots=True)
class Clicks:
    desk: Desk
    ask: Ask
    reading: Reading
    files: FilesButton
    answers: Answers
    removing: Removing
    sooner: Sooner

    async def answer(self, itx: discord.Interaction) -> None:
        """Every click is answered; one that we do not know, or on a turn that is no more, with a sentence."""
        verb, _, rest = custom_id_of(itx).partition(":")
        turn_id, _, argument = rest.partition(":")
        turn = await self.desk.store.turn(TurnId(turn_id))
        handlers: dict[str, Callable[[discord.Interaction, Turn, str], Awaitable[None]]] = {
            "stop": self._stop,
            "answer": self.answers.answer,
            REPLY: ReplyForm(self.ask, self.answers).answer,
            NEW_TALK: Direct(self.desk).new_talk,
            "retry": self.ask.again,
            "continue": self.ask.go_on,
            "more": self.reading.more,
            "details": self.reading.details,
            "files": self.files.show,
            "file": self.files.fetch,
            "tar": self.files.tar,
            "remove": self.removing.ask,
            "now": self.sooner.send_now,
            "rerun": self.sooner.run_again,
        }
        handler = handlers.get(verb)
        if handler is None or turn is None or not await self._is_there(itx, turn):
            await say_privately(itx, say("click.unknown"))
            return
        with bound_contextvars(turn=turn.id):
            await handler(itx, turn, argument)

    async def _is_there(self, itx: discord.Interaction, turn: Turn) -> bool:
        """The click comes from the turn's own thread: nobody reads another thread's by naming its turn.

        Of an answer that was removed nothing is there any more, though its rows are.
        """
        session = await self.desk.store.session(turn.session)
        is_its_room = session is not None and (itx.guild_id, itx.channel_id) == (session.guild_of_room, session.room)
        return is_its_room and not await self.removing.is_removed(turn)

    async def _stop(self, itx: discord.Interaction, turn: Turn, _: str) -> None:
        actor = actor_of(itx.user)
        if actor.id != turn.actor.id and not may_tidy(self.desk, itx):
            await say_privately(itx, say("stop.not_yours", who=turn.actor.id))
        elif turn.state is TurnState.DONE:
            await say_privately(itx, say("stop.over"))
        else:
            await itx.response.defer()
            await self.desk.mailbox.ask_stop(turn.id, by=actor.id)


def custom_id_of(itx: discord.Interaction) -> str:
    data: dict[str, Any] = dict(itx.data or {})
    return str(data.get("custom_id", ""))
