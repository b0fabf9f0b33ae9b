"""`/ask` in a channel opens a session with a thread; in a thread of ours it goes on with the one there."""

from dataclasses import dataclass

import aiohttp
import discord
from discord import app_commands

from bot.core.catalogue import say
from bot.core.ids import Milliseconds, Snowflake
from bot.core.session import ItxReply, Session, Turn
from bot.core.titles import plain_title
from bot.core.view import ROOT
from bot.surface.desk import Desk
from bot.surface.looks import NOBODY, say_privately
from bot.surface.people import actor_of
from bot.surface.permissions import missing_for_a_talk
from bot.surface.threads import DiscordThreads, root_content

REQUEST_LIMIT = 6_000
"""Discord's most for a text option."""


@dataclass(slots=True)
class Ask:
    desk: Desk
    threads: DiscordThreads

    def command(self) -> app_commands.Command[None, ..., None]:  # type: ignore[type-var]
        @app_commands.command(name="ask", description="Ask the agent; it works in a thread, on its own machine")
        @app_commands.describe(prompt="What you want done")
        @app_commands.guild_only()
        async def ask(itx: discord.Interaction, prompt: app_commands.Range[str, 1, REQUEST_LIMIT]) -> None:
            await self.answer(itx, prompt)

        return ask

    async def answer(self, itx: discord.Interaction, prompt: str) -> None:
        refusal = self._refusal(itx)
        if refusal:
            await say_privately(itx, refusal)
            return
        known = await self.desk.store.session_of_thread(Snowflake(itx.channel_id or 0))
        if known is None and isinstance(itx.channel, discord.Thread):
            await say_privately(itx, say("ask.not_here"))
            return
        await self._take(itx, known or self._new_session(itx, prompt), prompt)

    async def again(self, itx: discord.Interaction, turn: Turn, _: str) -> None:
        """The button Retry: the same request once more, by the person who made it."""
        session = await self.desk.store.session(turn.session)
        if itx.user.id != turn.actor.id or session is None:
            await say_privately(itx, say("retry.not_yours"))
        elif not self.desk.may_use(actor_of(itx.user), session.guild):
            await say_privately(itx, say("denied"))
        else:
            await self._take(itx, session, turn.request)

    async def _take(self, itx: discord.Interaction, session: Session, prompt: str) -> None:
        turn = self.desk.new_turn(
            session, origin=f"itx:{itx.id}", request=prompt, actor=actor_of(itx.user), locale=str(itx.locale)
        )
        reply = ItxReply(
            itx=Snowflake(itx.id), application=Snowflake(itx.application_id), token=itx.token, at=_created(itx)
        )
        if await self.desk.store.accept(session, turn, itx=reply):
            try:
                await self._quote(itx, turn)
            finally:  # what was accepted is carried, whatever became of its first answer
                self.desk.mailbox.wake(session.id)

    def _refusal(self, itx: discord.Interaction) -> str:
        """Why not, in a sentence; everything that can be known is said before anything is promised."""
        if not self.desk.may_use(actor_of(itx.user), Snowflake(itx.guild_id) if itx.guild_id else None):
            return say("denied")
        if itx.guild_id is None or not isinstance(itx.channel, discord.TextChannel | discord.Thread):
            return say("ask.not_here")
        missing = missing_for_a_talk(itx.app_permissions, in_thread=isinstance(itx.channel, discord.Thread))
        return say("ask.threads_missing", channel=f"<#{itx.channel_id}>", missing=missing) if missing else ""

    def _new_session(self, itx: discord.Interaction, prompt: str) -> Session:
        return Session(
            id=self.desk.new_session_id(),
            guild=Snowflake(itx.guild_id) if itx.guild_id else None,
            parent=Snowflake(itx.channel_id or 0),
            thread=None,
            owner=Snowflake(itx.user.id),
            agent=self.desk.agent_name,
            title=plain_title(prompt),
            created_at=self.desk.clock.now(),
        )

    async def _quote(self, itx: discord.Interaction, turn: Turn) -> None:
        """The first answer. Should it be lost, the turn's own walk finds another way to make it."""
        await self.threads.promise_root(Snowflake(itx.channel_id or 0), turn)
        try:
            answer = await itx.response.send_message(root_content(turn), allowed_mentions=NOBODY)
        except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
            self.desk.log.warning("itx.answer_lost", turn=turn.id, error=type(error).__name__)
            return
        if answer.message_id is not None:
            await self.desk.store.shown(turn.id, ROOT, message=Snowflake(answer.message_id), digest="")


def _created(itx: discord.Interaction) -> Milliseconds:
    return Milliseconds(round(itx.created_at.timestamp() * 1000))
