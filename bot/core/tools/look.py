"""How a question of the agent looks in the thread: open, answered, or passed by."""

import re

from bot.core.catalogue import say
from bot.core.escapes import guard
from bot.core.graphemes import units
from bot.core.ids import Milliseconds, Slot
from bot.core.patches import Button, Card, Menu, Page, Urgency
from bot.core.session import Turn
from bot.core.titles import is_control, quote
from bot.core.tools.calls import CallState, OwedCall
from bot.core.tools.questions import (
    BUTTON_LIMIT,
    BUTTONS,
    NO,
    ONCE,
    REFUSE,
    SESSION,
    WRITE,
    YES,
    Question,
    QuestionKind,
    options_of,
)

ASK = Slot("ask")
QUOTE_LIMIT = 2_300
"""Characters of a quotation of what would be done; what does not fit is not asked, for it could not be shown."""
TEXT_LIMIT = 1_400
"""Characters of a question, and of its answer, both of which stand in the card in the end."""
_OPEN, _YES, _NO = 0xFAA61A, 0x3BA55D, 0x80848E


def ask_slot(number: int) -> Slot:
    return Slot(f"{ASK}{number}")


def is_ask_slot(slot: Slot) -> bool:
    return slot.startswith(ASK)


def question_pages(turn: Turn, calls: tuple[OwedCall, ...]) -> tuple[Page, ...]:
    """A message for each question that the agent has put to the asker."""
    return tuple(_page(turn, owed, owed.question) for owed in calls if owed.question is not None)


def waiting(turn: Turn, calls: tuple[OwedCall, ...]) -> tuple[OwedCall, ...]:
    """The calls that wait for the asker; none any more once the turn is to end."""
    is_over = turn.outcome is not None or turn.stop_asked_by is not None
    return () if is_over else tuple(owed for owed in calls if owed.waits)


def _page(turn: Turn, owed: OwedCall, question: Question) -> Page:
    is_open = owed in waiting(turn, calls=(owed,))
    end = say("ask.open", who=turn.actor.id, until=until(owed.expires_at)) if is_open else _outcome(turn, owed)
    return Page(
        slot=ask_slot(owed.number),
        card=Card((*_asked(question), end), _accent(owed, is_open=is_open)),
        buttons=_buttons(turn, owed, question) if is_open else (),
        menu=_menu(turn, owed, question) if is_open else None,
        urgency=Urgency.QUESTION,
        silent=False,
    )


def _asked(question: Question) -> tuple[str, ...]:
    if question.kind is QuestionKind.LEAVE:
        return (question.text, shown_whole(question.quote))
    return (say("ask.title"), quote(question.text, TEXT_LIMIT))


def _accent(owed: OwedCall, *, is_open: bool) -> int:
    if is_open:
        return _OPEN
    return _YES if owed.reply is not None and owed.reply.choice != REFUSE else _NO


def _outcome(turn: Turn, owed: OwedCall) -> str:
    """What became of it."""
    if owed.reply is None:
        return say("ask.expired" if owed.state is CallState.ANSWERED else "ask.over")
    reply, who = owed.reply, owed.reply.by or turn.actor.id
    match reply.choice:
        case _ if owed.question is None or owed.question.kind is not QuestionKind.LEAVE:
            said = quote(reply.text or word_of(reply.choice), TEXT_LIMIT)
            return f"{say('ask.answered', who=who)}\n{said}"
        case "refuse" if reply.text.strip():
            return f"{say('ask.refused_because', who=who)}\n{quote(reply.text, TEXT_LIMIT)}"
        case "refuse":
            return say("ask.refused", who=who)
        case _:
            return say("ask.granted" if reply.choice == SESSION else "ask.allowed", who=who)


_WORDS = {
    ONCE: "button.once",
    SESSION: "button.session",
    REFUSE: "button.refuse",
    YES: "button.yes",
    NO: "button.no",
    WRITE: "button.write",
}


def word_of(option: str) -> str:
    """An option as people read it; ours have words in the catalogue, the agent's are their own."""
    return say(_WORDS[option]) if option in _WORDS else option


def _labels(question: Question) -> tuple[str, ...]:
    options = options_of(question)
    return options if question.kind is QuestionKind.CHOICE else tuple(map(word_of, options))


def needs_menu(question: Question) -> bool:
    labels = _labels(question)
    return len(labels) > BUTTONS or any(units(label) > BUTTON_LIMIT for label in labels)


def _buttons(turn: Turn, owed: OwedCall, question: Question) -> tuple[Button, ...]:
    if needs_menu(question):
        return ()
    action = f"answer:{turn.id}:{owed.number}"
    return tuple(Button(label, f"{action}:{place}") for place, label in enumerate(_labels(question)))


def _menu(turn: Turn, owed: OwedCall, question: Question) -> Menu | None:
    if not needs_menu(question):
        return None
    return Menu(f"answer:{turn.id}:{owed.number}", say("ask.choose"), _labels(question))


def shown_whole(text: str) -> str:
    """A quotation of all of it as it is written, not as Discord would draw it.

    Every line is marked, so that nothing in it can pass for a line of ours; no target of a link, spoiler or character
    that shows nothing is hidden.
    """
    return "\n".join(f"> {guard(_literal(line))}" for line in text.split("\n"))


def _literal(line: str) -> str:
    seen = "".join(f"⟨U+{ord(char):04X}⟩" if is_control(char) else char for char in line)
    return re.sub(r"([\\*_~|`<>\[\]])", r"\\\1", seen)


def until(when: Milliseconds | None) -> str:
    """A time of day that every reader's client shows in the reader's own words, and how far off it is."""
    seconds = (when or 0) // 1000
    return f"<t:{seconds}:f> (<t:{seconds}:R>)"
