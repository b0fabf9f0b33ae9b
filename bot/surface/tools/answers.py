"""What people click and write on the agent's questions: `answer:turn:call[:option]`, also after a restart."""

from dataclasses import dataclass

import discord

from bot.core.access import Ability
from bot.core.catalogue import say
from bot.core.graphemes import units
from bot.core.ids import Snowflake
from bot.core.session import Session, Turn
from bot.core.tools.calls import OwedCall
from bot.core.tools.look import waiting, word_of
from bot.core.tools.ports import Calls
from bot.core.tools.questions import Question, QuestionKind, Reply, is_written, options_of
from bot.surface.desk import Desk
from bot.surface.looks import say_privately
from bot.surface.menus import chosen_in
from bot.surface.people import scene_of
from bot.surface.tools.forms import WORDS_LIMIT, answer_form, reason_form, words_of


@dataclass(slots=True)
class Answers:
    desk: Desk
    calls: Calls

    async def answer(self, itx: discord.Interaction, turn: Turn, argument: str) -> None:
        """A click, a choice or a form; of whom the question is not, or too late, it is refused in private."""
        number, _, place = argument.partition(":")
        owed = await self._open(turn, number)
        refusal = self._refusal(itx, turn, owed)
        if refusal or owed is None or owed.question is None:
            await say_privately(itx, refusal or say("answer.over"))
            return
        option = _option(owed.question, place or chosen_in(itx))
        if option is None:
            await say_privately(itx, say("click.unknown"))
        elif itx.type is discord.InteractionType.component and is_written(owed.question, option):
            is_text = owed.question.kind is QuestionKind.TEXT
            custom_id = f"answer:{turn.id}:{argument}"
            await itx.response.send_modal(answer_form(custom_id) if is_text else reason_form(custom_id))
        else:
            await self._take(itx, turn, owed, option)

    async def said(self, message: discord.Message, session: Session) -> bool:
        """True where a message in the thread answers the one question that is open: people simply write what is asked.

        A leave is never given so, and two questions at once are not guessed between.
        """
        return not message.attachments and await self.spoken(session, by=message.author.id, words=message.content)

    async def spoken(self, session: Session, *, by: int, words: str) -> bool:
        """The same for words that came in another way."""
        work = next((w for w in self.desk.mailbox.working.values() if w.session.id == session.id), None)
        if work is None or by != work.turn.actor.id:
            return False
        if not waiting(work.turn, work.calls):  # as almost always; nothing is awaited, so messages keep their order
            return False
        open_ones = waiting(work.turn, await self.calls.of_turn(work.turn.id))
        question = open_ones[0].question if len(open_ones) == 1 else None
        reply = _spoken(question, words.strip()) if question is not None else None
        if reply is None:
            return False
        owed, now = open_ones[0], self.desk.clock.now()
        if not await self.calls.replied(owed.turn, owed.number, reply, now=now):
            return False
        await self.desk.mailbox.hear_reply(owed.turn)
        return True

    async def _open(self, turn: Turn, number: str) -> OwedCall | None:
        calls = waiting(turn, await self.calls.of_turn(turn.id))
        return next((owed for owed in calls if str(owed.number) == number), None)

    def _refusal(self, itx: discord.Interaction, turn: Turn, owed: OwedCall | None) -> str:
        """Where the agent asks for leave, those who manage the bot may decide too, if they may have it act."""
        scene = scene_of(itx)
        is_leave = owed is not None and owed.question is not None and owed.question.kind is QuestionKind.LEAVE
        if scene.actor.id != turn.actor.id and not (is_leave and self.desk.may(Ability.MANAGE, scene)):
            return say("answer.leave_not_yours" if is_leave else "answer.not_yours", who=turn.actor.id)
        refusal = self.desk.refusal(Ability.ACT if is_leave else Ability.ASK, scene)
        return refusal or (say("answer.over") if owed is None else "")

    async def _take(self, itx: discord.Interaction, turn: Turn, owed: OwedCall, option: str) -> None:
        words = words_of(itx).strip() if itx.type is discord.InteractionType.modal_submit else ""
        is_text = owed.question is not None and owed.question.kind is QuestionKind.TEXT
        if is_text and not words:
            await say_privately(itx, say("answer.empty"))
            return
        by = Snowflake(itx.user.id) if itx.user.id != turn.actor.id else None
        reply = Reply(text=words) if is_text else Reply(choice=option, text=words, by=by)
        if not await self.calls.replied(owed.turn, owed.number, reply, now=self.desk.clock.now()):
            await say_privately(itx, say("answer.over"))
            return
        await itx.response.defer()  # the question's own message says what was answered
        await self.desk.mailbox.hear_reply(owed.turn)


def _spoken(question: Question, words: str) -> Reply | None:
    """The words as an answer, or the choice that they name; None where they are neither."""
    if question.kind is QuestionKind.TEXT:
        return Reply(text=words) if words and units(words) <= WORDS_LIMIT else None
    if question.kind is QuestionKind.LEAVE:
        return None
    named = {word_of(option).casefold(): option for option in options_of(question)}
    option = named.get(words.casefold())
    return Reply(choice=option) if option is not None else None


def _option(question: Question, place: str) -> str | None:
    options = options_of(question)
    is_place = place.isascii() and place.isdecimal() and len(place) < 3 and int(place) < len(options)
    return options[int(place)] if is_place else None
