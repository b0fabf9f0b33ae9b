"""What Discord suggests while somebody fills in `/ask`."""

from collections.abc import Iterable
from dataclasses import dataclass

import discord
from discord import app_commands

from bot.core.access import Ability
from bot.core.agents import RESEARCHERS
from bot.core.catalogue import say
from bot.core.choices import BUILT_INS, DEFAULT, MCP_PREFIX, NEW_MACHINE, NO_MACHINE, NOTHING
from bot.core.ids import Snowflake
from bot.core.models.modes import suggested
from bot.core.models.naming import Choice as Named
from bot.core.models.provider import Makes
from bot.core.prices import PRICES, in_dollars
from bot.surface.desk import Desk
from bot.surface.people import actor_of, scene_of

Choice = app_commands.Choice[str]
_CHOICES = 25
_LABEL = 100
"""Discord's most for a list of suggestions, and for the characters of one."""


@dataclass(slots=True)
class Suggestions:
    """To those who may use the bot; nobody is shown anything of another person's talks."""

    desk: Desk

    async def agents(self, itx: discord.Interaction, typed: str) -> list[Choice]:
        if not self.desk.supplies.has_agent:
            return []
        offered = [
            (self.desk.agent_name, self.desk.agent_name),
            *((words, name) for name, words in RESEARCHERS.items()),
        ]
        return self._matching(itx, offered, typed)

    async def models(self, itx: discord.Interaction, typed: str) -> list[Choice]:
        """The agent's own, by price, and those of the providers; first those that new talks begin with."""
        offered = [
            (say("ask.model_price", model=name, input=in_dollars(p.input), output=in_dollars(p.output)), name)
            for name, p in (PRICES if self.desk.supplies.has_agent else {}).items()
        ]
        both = self._matching(itx, offered, typed), await self.providers_models(itx, typed)
        first, then = reversed(both) if self.desk.supplies.default_model else both
        return [*first, *then][:_CHOICES]

    async def providers_models(self, itx: discord.Interaction, typed: str, makes: Makes | None = None) -> list[Choice]:
        """All, or those that make this."""
        supplies = self.desk.supplies
        found = suggested(supplies.providers, typed, usual=supplies.default_model, makes=makes)
        return self._matching(itx, [(_label(one), one.name) for one in found], "")

    async def environments(self, itx: discord.Interaction, typed: str) -> list[Choice]:
        """A new one, none, the operator's, and those of this person's talks on this server, the newest first."""
        actor, guild = actor_of(itx.user), Snowflake(itx.guild_id) if itx.guild_id else None
        offered = [(say("ask.machine_new"), NEW_MACHINE), (say("ask.machine_none"), NO_MACHINE)]
        names = [name for name in self.desk.supplies.configurations if self.desk.may_configure(actor, name, guild)]
        offered += [(say("ask.machine_configured", name=name), name) for name in names]
        seen: set[str] = set()
        for session in await self.desk.store.sessions_with_machine(actor.id):
            machine = session.environment
            if session.guild == guild and machine is not None and machine not in seen:
                seen.add(machine)
                offered.append((say("ask.machine_of", title=session.title), machine))
        return self._matching(itx, offered, typed)

    async def tools(self, itx: discord.Interaction, typed: str) -> list[Choice]:
        """One more word after those that stand already."""
        words_typed = typed.lower().split()
        *before, last = [*words_typed, ""] if not words_typed or typed[-1].isspace() else words_typed
        guild = Snowflake(itx.guild_id) if itx.guild_id else None
        servers = [MCP_PREFIX + name for name in await self.desk.supplies.servers.names(guild)]
        words = [*([] if before else [DEFAULT, NOTHING]), *BUILT_INS, *servers]
        lines = [" ".join([*before, word]) for word in words if word.startswith(last) and word not in before]
        return self._matching(itx, [(line, line) for line in lines], "")

    def _matching(self, itx: discord.Interaction, offered: Iterable[tuple[str, str]], typed: str) -> list[Choice]:
        if not self.desk.may(Ability.ASK, scene_of(itx)):
            return []
        word = typed.strip().lower()
        fitting = [(name, value) for name, value in offered if word in name.lower() or word in value.lower()]
        return [Choice(name=name[:_LABEL], value=value) for name, value in fitting if len(value) <= _LABEL][:_CHOICES]


def _label(choice: Named) -> str:
    provider = choice.provider.title or choice.provider.name
    if choice.makes is Makes.TEXT:
        return say("ask.model_of", model=choice.wire_name, provider=provider)
    return say("ask.model_making", model=choice.wire_name, provider=provider, makes=choice.makes)
