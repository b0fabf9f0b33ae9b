"""The buttons that stop a turn for another one: what waits goes first, or the same request with its new words."""

from dataclasses import dataclass

import discord

from bot.core.catalogue import say
from bot.core.ids import Snowflake
from bot.core.session import Session, Turn
from bot.core.waiting import Queue, Rewording
from bot.surface.desk import Desk
from bot.surface.looks import say_privately
from bot.surface.managers import may_tidy
from bot.surface.people import actor_of, scene_of


@dataclass(slots=True)
class Sooner:
    desk: Desk
    queue: Queue

    async def send_now(self, itx: discord.Interaction, turn: Turn, _: str) -> None:
        """By whoever is next, or may end what is others'."""
        waiting = await self.queue.waiting(turn.session)
        session = await self.desk.store.session(turn.session)
        is_at_work = turn.outcome is None and turn.id not in {one.id for one in waiting}
        if not is_at_work or not waiting or session is None:
            await say_privately(itx, say("now.nothing"))
        elif refusal := self._refusal(itx, session, waiting[0]):
            await say_privately(itx, refusal)
        else:
            await itx.response.defer()
            await self.desk.mailbox.ask_stop(turn.id, by=Snowflake(itx.user.id), makes_way=True)

    def _refusal(self, itx: discord.Interaction, session: Session, first: Turn) -> str:
        """Why they may not send now what waits first; empty where they may."""
        if may_tidy(self.desk, itx):
            return ""
        if itx.user.id != first.actor.id:
            return say("now.not_yours", who=first.actor.id)
        may_speak = self.desk.may_speak(scene_of(itx), session)  # else what they said would not run
        return "" if may_speak else self.desk.refusal_to_speak(scene_of(itx))

    async def run_again(self, itx: discord.Interaction, turn: Turn, _: str) -> None:
        """By the asker; the new words take the place of the old ones, before all that waits."""
        reworded = await self.queue.reworded(turn.id)
        session = await self.desk.store.session(turn.session)
        if itx.user.id != turn.actor.id or session is None:
            await say_privately(itx, say("rerun.not_yours", who=turn.actor.id))
        elif turn.outcome is not None or reworded is None or reworded.kind is not Rewording.EDITED:
            await say_privately(itx, say("rerun.nothing"))
        elif not self.desk.may_speak(scene_of(itx), session):
            await say_privately(itx, self.desk.refusal_to_speak(scene_of(itx)))
        else:
            await itx.response.defer()
            anew = self.desk.new_turn(
                session,
                origin=f"rerun:{turn.id}",
                request=reworded.request,
                actor=actor_of(itx.user),
                locale=turn.locale,
                reply_to=turn.reply_to,
                attachments=reworded.attachments,
                about=turn.about,
            )
            await self.desk.store.accept(session, anew)
            await self.desk.mailbox.ask_stop(turn.id, by=turn.actor.id, makes_way=True)
            self.desk.mailbox.wake(session.id)
