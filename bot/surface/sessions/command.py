"""`/sessions`: the list, one talk of it, and its buttons; each is judged anew, for lists age and ids are forged."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import discord
from discord import app_commands

from bot.core.access import Ability
from bot.core.catalogue import say
from bot.core.ids import SessionId, Snowflake
from bot.core.talk_list import Bookmark, Talk, TalkList
from bot.core.titles import FALLBACK, plain_title
from bot.surface.desk import Desk
from bot.surface.looks import NOBODY, say_privately
from bot.surface.menus import chosen_in
from bot.surface.people import scene_of
from bot.surface.sessions import looks
from bot.surface.sessions.closing import Closing
from bot.surface.sessions.rooms import Renamed, TalkRooms
from bot.surface.sessions.sight import Sight
from bot.surface.tools.forms import words_of

_PAGE = 25
"""Discord's most for the choices of one menu."""
_MOST_READ = 200
_REMARKS = {Renamed.REFUSED: "talks.name_refused", Renamed.TOO_OFTEN: "talks.name_too_often"}


@dataclass(slots=True)
class Sessions:
    client: discord.Client
    desk: Desk
    talks: TalkList
    rooms: TalkRooms

    def command(self) -> app_commands.Command[None, ..., None]:  # type: ignore[type-var]
        @app_commands.command(name="sessions", description="Your talks, and those here that you may see")
        @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
        async def sessions(itx: discord.Interaction) -> None:
            if refusal := self._refusal(itx):
                await say_privately(itx, refusal)
                return
            await itx.response.defer(ephemeral=True, thinking=True)
            await itx.edit_original_response(view=await self._page(itx, None), allowed_mentions=NOBODY)

        return sessions

    async def answer(self, itx: discord.Interaction, custom_id: str) -> None:
        """Its menu, buttons and form, also those of long ago."""
        verb, _, argument = custom_id.partition(":")
        acts: dict[str, Callable[[discord.Interaction, str], Awaitable[None]]] = {
            looks.PAGE: self._turn,
            looks.CHOOSE: self._choose,
            looks.RENAME: self._ask_name,
            looks.NAMED: self._rename,
            looks.CLOSE: self._close,
        }
        refusal = self._refusal(itx) or ("" if verb in acts else say("click.unknown"))
        await (say_privately(itx, refusal) if refusal else acts[verb](itx, argument))

    def _refusal(self, itx: discord.Interaction) -> str:
        scene = scene_of(itx)
        return "" if self.desk.may(Ability.MANAGE, scene) else self.desk.refusal(Ability.ASK, scene)

    # --- the list ---

    async def _turn(self, itx: discord.Interaction, argument: str) -> None:
        await itx.response.defer()
        view = await self._page(itx, Bookmark.parse(argument))
        await itx.edit_original_response(view=view, allowed_mentions=NOBODY)

    async def _page(self, itx: discord.Interaction, bookmark: Bookmark | None) -> looks.View:
        found, onward = await self._seen_from(itx, bookmark)
        if not found:
            return looks.nothing_view(say("talks.none" if bookmark is None else "talks.no_more"))
        head = say("talks.head_direct" if itx.guild_id is None else "talks.head")
        return looks.list_view(found, head=head, is_first=bookmark is None, onward=onward)

    async def _seen_from(
        self, itx: discord.Interaction, bookmark: Bookmark | None
    ) -> tuple[list[Talk], Bookmark | None]:
        """As many as a page holds, of a bounded number that is looked at; and where the next page begins."""
        sight = Sight(self.client, self.desk, itx.user)
        guild = Snowflake(itx.guild_id) if itx.guild_id else None
        rows = await self.talks.before(bookmark, person=Snowflake(itx.user.id), guild=guild, limit=_MOST_READ)
        found: list[Talk] = []
        for row in rows:
            if len(found) == _PAGE:
                return found, found[-1].bookmark
            if await sight.sees(row.session):
                found.append(row)
        return found, rows[-1].bookmark if len(rows) == _MOST_READ else None

    # --- one of them ---

    async def _choose(self, itx: discord.Interaction, _: str) -> None:
        await itx.response.defer()
        await self._show(itx, await self._seen(itx, chosen_in(itx)))

    async def _ask_name(self, itx: discord.Interaction, argument: str) -> None:
        talk = await self._changeable(itx, argument)
        if talk is not None:
            await itx.response.send_modal(looks.name_form(talk.session))

    async def _rename(self, itx: discord.Interaction, argument: str) -> None:
        talk = await self._changeable(itx, argument)
        if talk is None:
            return
        name = plain_title(words_of(itx), limit=looks.NAME_LIMIT)
        if name == FALLBACK:
            await say_privately(itx, say("talks.no_name"))
            return
        await itx.response.defer()
        await self.talks.rename(talk.session.id, name)
        self.desk.log.info("talk.renamed", session=talk.session.id, by=itx.user.id)
        renamed = await self.rooms.rename(talk.session, name)
        remark = say(_REMARKS[renamed]) if renamed in _REMARKS else ""
        await self._show(itx, await self._seen(itx, argument), remark=remark)

    async def _close(self, itx: discord.Interaction, argument: str) -> None:
        talk = await self._changeable(itx, argument)
        if talk is None:
            return
        await itx.response.defer()
        closing = Closing(self.desk, self.talks, self.rooms)
        is_archived = await closing.close(talk.session, by=Snowflake(itx.user.id))
        remark = "" if is_archived else say("talks.not_archived")
        await self._show(itx, await self._seen(itx, argument), remark=remark)

    async def _show(self, itx: discord.Interaction, talk: Talk | None, *, remark: str = "") -> None:
        if talk is None:
            view = looks.nothing_view(say("talks.gone"))
        else:
            may_change = await Sight(self.client, self.desk, itx.user).tidies(talk.session)
            view = looks.one_view(talk, may_change=may_change, remark=remark)
        await itx.edit_original_response(view=view, allowed_mentions=NOBODY)

    async def _seen(self, itx: discord.Interaction, session: str) -> Talk | None:
        """None where it is no more, or not for these eyes, which look the same."""
        talk = await self.talks.talk(SessionId(session))
        is_seen = talk is not None and await Sight(self.client, self.desk, itx.user).sees(talk.session)
        return talk if is_seen else None

    async def _changeable(self, itx: discord.Interaction, session: str) -> Talk | None:
        """None where it is not theirs to change, which was said then."""
        talk = await self._seen(itx, session)
        if talk is None:
            await say_privately(itx, say("talks.gone"))
            return None
        if not await Sight(self.client, self.desk, itx.user).tidies(talk.session):
            await say_privately(itx, say("talks.not_yours", who=talk.session.owner))
            return None
        return talk
