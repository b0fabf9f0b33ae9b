"""Removing an answer: by Details or the menu of any of its messages, once a private question was answered with yes."""

from dataclasses import dataclass

import discord
from discord import app_commands

from bot.core.catalogue import say
from bot.core.ids import Snowflake, TurnId
from bot.core.imagine.job import Job
from bot.core.imagine.ports import Jobs
from bot.core.patches import Button
from bot.core.session import Turn
from bot.surface.desk import Desk
from bot.surface.imagine.buttons import PictureButtons
from bot.surface.looks import NOBODY, buttons_view, say_privately
from bot.surface.managers import may_tidy
from bot.turns.removal import Remover

CONFIRM = "removal.yes:"
MENU = "Remove this answer"


@dataclass(slots=True)
class Removing:
    desk: Desk
    remover: Remover
    pictures: PictureButtons
    jobs: Jobs

    def menu(self) -> app_commands.ContextMenu:
        async def remove_answer(itx: discord.Interaction, message: discord.Message) -> None:
            await self.chosen(itx, message)

        menu = app_commands.ContextMenu(name=MENU, callback=remove_answer)
        return app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)(menu)

    async def chosen(self, itx: discord.Interaction, message: discord.Message) -> None:
        """In the menu of a message, of whomever it is."""
        job = await self.jobs.job_of_message(Snowflake(message.id))
        turn = await self.desk.store.turn_of_message(Snowflake(message.id))
        if job is not None:
            await self._take_down(itx, job)
        elif turn is not None and not await self.is_removed(turn):
            await self.ask(itx, turn, "")
        else:
            await say_privately(itx, say("removal.not_mine"))

    async def ask(self, itx: discord.Interaction, turn: Turn, _: str) -> None:
        """Whether they are sure; where it is theirs to decide."""
        if not may_remove(self.desk, itx, turn):
            await say_privately(itx, say("removal.not_yours", who=turn.actor.id))
            return
        view = buttons_view((Button(say("button.remove_now"), f"{CONFIRM}{turn.id}", danger=True),))
        await itx.response.send_message(say("removal.ask"), view=view, ephemeral=True, allowed_mentions=NOBODY)

    async def confirmed(self, itx: discord.Interaction, custom_id: str) -> None:
        """Judged again, for whoever sends a yes need not have been asked."""
        turn = await self.desk.store.turn(TurnId(custom_id.removeprefix(CONFIRM)))
        if turn is None or not await self._is_there(itx, turn):
            await say_privately(itx, say("click.unknown"))
        elif not may_remove(self.desk, itx, turn):
            await say_privately(itx, say("removal.not_yours", who=turn.actor.id))
        else:
            await self.remover.remove(turn.id, by=Snowflake(itx.user.id))
            await itx.response.edit_message(content=say("removal.at_work"), view=None, allowed_mentions=NOBODY)
            is_done = await self.remover.ended(turn.id)
            said = say("removal.done" if is_done else "removal.failed")
            await itx.edit_original_response(content=said, allowed_mentions=NOBODY)

    async def is_removed(self, turn: Turn) -> bool:
        """Or about to be: its buttons are dead, also made by hand."""
        return await self.remover.removals.of_turn(turn.id) is not None

    async def _is_there(self, itx: discord.Interaction, turn: Turn) -> bool:
        """Where one of its messages stands: nobody removes from elsewhere what they have only the name of."""
        return any(row.channel == itx.channel_id for row in await self.desk.store.outbox(turn.id))

    async def _take_down(self, itx: discord.Interaction, job: Job) -> None:
        """Pictures are removed as by their own button."""
        if not self.pictures.may_remove(itx, job):
            await say_privately(itx, say("imagine.not_yours_to_remove", who=job.actor.id))
            return
        await itx.response.defer(ephemeral=True, thinking=True)
        is_done = await self.pictures.take_down(job)
        said = say("removal.done" if is_done else "imagine.not_removed")
        await itx.edit_original_response(content=said, allowed_mentions=NOBODY)


def may_remove(desk: Desk, itx: discord.Interaction, turn: Turn) -> bool:
    return itx.user.id == turn.actor.id or may_tidy(desk, itx)
