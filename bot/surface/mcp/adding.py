"""Adding a server: judged before a form is shown, and again with the form, for both come from a person."""

from dataclasses import dataclass

import discord

from bot.core.catalogue import say
from bot.core.ids import Snowflake
from bot.core.steps import code
from bot.core.tools.servers import (
    MOST_SERVERS,
    MOST_TOOL_NAMES,
    NAME_LIMIT,
    AddedServer,
    Servers,
    Visitor,
    is_header,
    is_header_value,
    is_name,
    names_of_tools,
)
from bot.surface.desk import Desk
from bot.surface.looks import say_privately
from bot.surface.managers import refusal_of
from bot.surface.mcp.forms import Wish, read_form, value_form
from bot.surface.mcp.looks import added


@dataclass(slots=True)
class Adding:
    desk: Desk
    servers: Servers
    visitor: Visitor

    def refusal(self, itx: discord.Interaction) -> str:
        """Why this person may not manage servers here."""
        return refusal_of(self.desk, itx)

    async def begin(self, itx: discord.Interaction, wish: Wish) -> None:
        refusal = self.refusal(itx) or self._fault(wish) or await self._no_room(itx, wish)
        if refusal:
            await say_privately(itx, refusal)
        elif wish.header:
            await itx.response.send_modal(value_form(wish))
        else:
            await self._keep(itx, wish)

    async def submitted(self, itx: discord.Interaction, custom_id: str) -> None:
        """The form with the header's value, which is in no sentence of ours."""
        wish = read_form(itx, custom_id)
        refusal = self.refusal(itx) or self._fault(wish)
        if not refusal and not is_header_value(wish.value):
            refusal = say("mcp.value")
        if refusal:
            await say_privately(itx, refusal)
        else:
            await self._keep(itx, wish)

    def _fault(self, wish: Wish) -> str:
        """What is wrong with it, as far as can be told without asking anybody."""
        if not is_name(wish.name):
            return say("mcp.name", most=NAME_LIMIT)
        if wish.header and not is_header(wish.header):
            return say("mcp.header", header=code(wish.header) or code("?"))
        try:
            names_of_tools(wish.allowed)
        except ValueError:
            return say("mcp.tools", most=MOST_TOOL_NAMES)
        return self.visitor.why_not(wish.url)

    async def _no_room(self, itx: discord.Interaction, wish: Wish) -> str:
        names = await self.servers.names(Snowflake(itx.guild_id or 0))
        if wish.name in names:
            return say("mcp.taken", name=wish.name)
        return say("mcp.full", most=MOST_SERVERS) if len(names) >= MOST_SERVERS else ""

    async def _keep(self, itx: discord.Interaction, wish: Wish) -> None:
        server = AddedServer(
            guild=Snowflake(itx.guild_id or 0),
            name=wish.name,
            url=wish.url,
            headers={wish.header: wish.value} if wish.header else {},
            allowed=names_of_tools(wish.allowed),
            added_by=Snowflake(itx.user.id),
            added_at=self.desk.clock.now(),
        )
        if await self.servers.add(server):
            await say_privately(itx, added(server))
        else:
            await say_privately(itx, await self._no_room(itx, wish) or say("mcp.taken", name=wish.name))
