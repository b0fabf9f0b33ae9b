"""`/settings`: for those who manage the guild and may use the bot; every answer is theirs alone."""

from dataclasses import dataclass
from typing import Literal

import discord
from discord import app_commands

from bot.surface.settings.access import Access
from bot.surface.settings.instructions import Instructions
from bot.surface.settings.status import Status
from bot.surface.settings.talk import Answer, Talk

Who = discord.Role | discord.Member | discord.User
Channel = app_commands.AppCommandChannel | app_commands.AppCommandThread
What = Literal["everything", "ask", "imagine", "act", "manage"]


class _Where(app_commands.Transformer):
    """Whatever people write in, and categories. Media channels are left out: Discord's own description has them not."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        kinds = discord.ChannelType
        threads = [kinds.public_thread, kinds.private_thread, kinds.news_thread]
        return [kinds.text, kinds.news, kinds.voice, kinds.stage_voice, kinds.forum, kinds.category, *threads]

    async def transform(self, _: discord.Interaction, value: Channel, /) -> Channel:
        return value


Where = app_commands.Transform[Channel, _Where]


@dataclass(slots=True)
class GuildSettingsCommand:
    instructions: Instructions
    access: Access
    status: Status
    talk: Talk

    def commands(self) -> app_commands.Group:
        group = app_commands.Group(
            name="settings",
            description="How the bot is set up on this server",
            default_permissions=discord.Permissions(manage_guild=True),
            guild_only=True,
        )

        @group.command(name="instructions", description="What the agent is told in every request on this server")
        async def instructions(itx: discord.Interaction) -> None:
            await self.instructions.begin(itx)

        self._add_access(group)
        self._add_status(group)
        self._add_talk(group)
        return group

    def _add_access(self, group: app_commands.Group) -> None:
        @group.command(
            name="access", description="Who may use the bot on this server, and where; with options: a new rule"
        )
        @app_commands.describe(
            rule="Whether it allows or denies",
            what="What it is about; everything: ask, imagine and act (a deny: manage too)",
            who="A role or a person",
            where="A channel, a thread, or a category with all its channels",
        )
        async def access(
            itx: discord.Interaction,
            rule: Literal["allow", "deny"] | None = None,
            what: What | None = None,
            who: Who | None = None,
            where: Where | None = None,
        ) -> None:
            await self.access.answer(itx, effect=rule, ability=what, who=who, where=where)

    def _add_status(self, group: app_commands.Group) -> None:
        @group.command(name="status", description="What the bot lacks on this server, and whether its services answer")
        async def status(itx: discord.Interaction) -> None:
            await self.status.answer(itx)

    def _add_talk(self, group: app_commands.Group) -> None:
        @group.command(name="talk", description="Whose messages are requests where several people write in a thread")
        @app_commands.describe(answer="everyone, or those who mention the bot or reply to it; without it: what holds")
        async def talk(itx: discord.Interaction, answer: Answer | None = None) -> None:
            await self.talk.answer(itx, answer)
