"""Requests by command, form and button: each goes on with the session of its place, or begins one."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

import aiohttp
import discord
from discord import app_commands
from structlog.contextvars import bound_contextvars

from bot.core.access import Ability
from bot.core.agents import MODELS
from bot.core.attachments import Attachment
from bot.core.catalogue import say
from bot.core.choices import Choices
from bot.core.ids import Milliseconds, Snowflake
from bot.core.models.modes import MODES
from bot.core.quotation import Quotation
from bot.core.session import ItxReply, Session, Turn
from bot.core.steps import code
from bot.core.view import ROOT
from bot.surface.asking.files import given_by_command, given_by_form, given_with, require_sight
from bot.surface.asking.options import Options
from bot.surface.asking.refusal import NotTaken
from bot.surface.asking.suggestions import Suggestions
from bot.surface.asking.terms import changed_choices
from bot.surface.desk import Desk
from bot.surface.direct import begin_anew
from bot.surface.looks import NOBODY, say_privately
from bot.surface.new_talks import new_session, settled_place
from bot.surface.people import actor_of, scene_of
from bot.surface.permissions import lack_of
from bot.surface.threads import DiscordThreads, root_content

REQUEST_LIMIT = 6_000
"""Discord's most for a text option."""
LEAST_TOKENS, MOST_TOKENS = 1_000, 100_000_000
CONTINUE = "continue"
"""What is said to an agent that has reached its ceiling (Google's documentation)."""
_OPTIONS = {
    "prompt": "What you want done",
    "file1": "A picture to look at, or any file for the machine",
    "file2": "Another file",
    "file3": "Another file",
    "agent": "Another agent, such as Deep Research",
    "model": "The model that the agent thinks with, or one of another provider",
    "mode": "What a model is to make, besides an answer",
    "tools": "default, none, or any of: code search urls mcp:NAME",
    "environment": "new, none (faster, cheaper), one of your machines, or one that the operator has set up",
    "max_tokens": "The most tokens that this may take",
    "private": "In a private thread with you alone, or else in our direct messages",
    "new": "A new talk, also where one is going on",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked in a session. `chosen`: what that goes on with. `is_private`: the itx is answered in private."""

    text: str
    attachments: tuple[Attachment, ...] = ()
    chosen: Choices | None = None
    is_private: bool = False
    about: Quotation | None = None


@dataclass(slots=True)
class Ask:
    """`crowd`: why no more may wait in a talk, as a sentence."""

    desk: Desk
    threads: DiscordThreads
    crowd: Callable[[Session], Awaitable[str]]

    def command(self) -> app_commands.Command[None, ..., None]:  # type: ignore[type-var]
        @app_commands.command(name="ask", description="Ask the agent; it works in a thread, on its own machine")
        @app_commands.describe(**_OPTIONS)
        @app_commands.choices(mode=[app_commands.Choice(name=mode, value=mode) for mode in MODES])
        @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
        async def ask(
            itx: discord.Interaction,
            *,
            prompt: app_commands.Range[str, 1, REQUEST_LIMIT],
            file1: discord.Attachment | None = None,
            file2: discord.Attachment | None = None,
            file3: discord.Attachment | None = None,
            agent: str = "",
            model: str = "",
            mode: str = "",
            tools: str = "",
            environment: str = "",
            max_tokens: app_commands.Range[int, LEAST_TOKENS, MOST_TOKENS] | None = None,
            private: bool = False,
            new: bool = False,
        ) -> None:
            files = [file for file in (file1, file2, file3) if file is not None]
            terms = {"agent": agent, "model": model, "mode": mode, "tools": tools, "environment": environment}
            options = Options(**terms, max_tokens=max_tokens, private=private, new=new)
            await self.answer(itx, prompt, files, options)

        suggestions = Suggestions(self.desk)
        ask.autocomplete("agent")(suggestions.agents)
        ask.autocomplete("model")(suggestions.models)
        ask.autocomplete("tools")(suggestions.tools)
        ask.autocomplete("environment")(suggestions.environments)
        return ask

    async def answer(
        self, itx: discord.Interaction, prompt: str, files: list[discord.Attachment], options: Options
    ) -> None:
        """Take it, or say to this person alone why not."""
        try:
            await self._answer(itx, prompt, files, options)
        except NotTaken as refusal:
            await say_privately(itx, str(refusal))

    async def _answer(
        self, itx: discord.Interaction, prompt: str, files: list[discord.Attachment], options: Options
    ) -> None:
        """Raises NotTaken with everything that can be known before anything is promised."""
        self._check_person(itx)
        options = settled_place(itx, options)
        is_elsewhere = options.private or (options.new and itx.guild_id is not None)
        if not is_elsewhere:
            self._check_place(itx)
        known = None if options.private or options.new else await self.desk.talks.of_itx(itx)
        if known is None:
            session, chosen = await new_session(self.desk, itx, prompt, options), None
        elif not self.desk.may_speak(scene_of(itx), known):
            raise NotTaken(say("ask.configuration_denied", name=code(known.choices.machine)))
        else:
            session, chosen = known, await changed_choices(self.desk, options, known)
            if chosen is not None and known.owner != itx.user.id:  # it would hold for everybody's next requests
                raise NotTaken(say("ask.not_your_talk", who=known.owner))
        if session.agent == MODELS:
            require_sight(files, self.desk.supplies.providers, (chosen or session.choices).model)
        limit = self.desk.supplies.attachment_limit
        given = given_by_command(files, has_machine=session.choices.has_machine, limit=limit)
        request = Request(text=prompt, attachments=given, chosen=chosen, is_private=is_elsewhere)
        if options.new and itx.guild_id is None:
            await begin_anew(self.desk, session.parent)
        await self._take(itx, session, request)

    async def reply(
        self, itx: discord.Interaction, session: Session, words: str, files: Sequence[discord.Attachment]
    ) -> None:
        """The form Reply, by whoever may speak in this talk."""
        limit = self.desk.supplies.attachment_limit
        given = given_by_form(files, has_machine=session.choices.has_machine, limit=limit)
        await self._take(itx, session, Request(text=words, attachments=given))

    async def about(self, itx: discord.Interaction, words: str, quotation: Quotation, message: discord.Message) -> None:
        """The form of the menu Ask about this: what the message holds goes along as far as it can."""
        session = await self.desk.talks.of_itx(itx)
        if session is not None and not self.desk.may_speak(scene_of(itx), session):
            await say_privately(itx, self.desk.refusal_to_speak(scene_of(itx)))
            return
        try:
            session = session or await new_session(self.desk, itx, words, Options())
        except NotTaken as refusal:
            await say_privately(itx, str(refusal))
            return
        limit = self.desk.supplies.attachment_limit
        given = given_with(message, has_machine=session.choices.has_machine, limit=limit)
        await self._take(itx, session, Request(text=words, attachments=given, about=quotation))

    async def again(self, itx: discord.Interaction, turn: Turn, _: str) -> None:
        """The button Retry: the same request once more, by the person who made it."""
        session = await self.desk.store.session(turn.session)
        if itx.user.id != turn.actor.id or session is None:
            await say_privately(itx, say("retry.not_yours"))
        elif not self.desk.may_speak(scene_of(itx), session):
            await say_privately(itx, self.desk.refusal_to_speak(scene_of(itx)))
        else:
            given = tuple(replace(one, path="", is_seen=False, lost="") for one in turn.attachments)
            await self._take(itx, session, Request(text=turn.request, attachments=given, about=turn.about))

    async def go_on(self, itx: discord.Interaction, turn: Turn, _: str) -> None:
        """The button Continue: the agent goes on from where its ceiling ended it, under a new one."""
        session = await self.desk.store.session(turn.session)
        if itx.user.id != turn.actor.id or session is None:
            await say_privately(itx, say("continue.not_yours"))
        elif not self.desk.may_speak(scene_of(itx), session):
            await say_privately(itx, self.desk.refusal_to_speak(scene_of(itx)))
        else:
            await self._take(itx, session, Request(text=CONTINUE))

    async def _take(self, itx: discord.Interaction, session: Session, request: Request) -> None:
        if not request.is_private and (lack := lack_of(itx)):
            await say_privately(itx, lack)
            return
        if crowd := await self.crowd(session):
            await say_privately(itx, crowd)
            return
        turn = self.desk.new_turn(
            session,
            origin=f"itx:{itx.id}",
            request=request.text,
            actor=actor_of(itx.user),
            locale=str(itx.locale),
            attachments=request.attachments,
            about=request.about,
        )
        reply = ItxReply(
            itx=Snowflake(itx.id),
            application=Snowflake(itx.application_id),
            token=itx.token,
            at=_created(itx),
            is_private=request.is_private,
        )
        if await self.desk.store.accept(session, turn, itx=reply, chosen=request.chosen):
            try:
                with bound_contextvars(turn=turn.id):
                    await (self._think(itx, turn) if request.is_private else self._quote(itx, turn))
            finally:  # what was accepted is carried, whatever became of its first answer
                self.desk.mailbox.wake(session.id)

    def require_place(self, itx: discord.Interaction) -> None:
        """This person may ask here. Raises NotTaken."""
        self._check_person(itx)
        self._check_place(itx)

    def _check_person(self, itx: discord.Interaction) -> None:
        """Raises NotTaken."""
        if refusal := self.desk.refusal(Ability.ASK, scene_of(itx)):
            raise NotTaken(refusal)

    def _check_place(self, itx: discord.Interaction) -> None:
        """Whether a talk can be here. Raises NotTaken."""
        if itx.guild_id is None:
            return
        if not isinstance(itx.channel, discord.TextChannel | discord.Thread):
            raise NotTaken(say("ask.not_here"))
        if lack := lack_of(itx):
            raise NotTaken(lack)

    async def _think(self, itx: discord.Interaction, turn: Turn) -> None:
        """In private; the turn's own walk says in its place where the talk is, also should this be lost."""
        try:
            await itx.response.defer(ephemeral=True, thinking=True)
        except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
            self.desk.log.warning("itx.answer_lost", turn=turn.id, error=type(error).__name__)

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
