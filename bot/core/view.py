"""What a turn's messages should look like: the card, the answer's pages, and the message that says it is over."""

from dataclasses import dataclass, replace
from itertools import accumulate, islice

from bot.core.answer import Answer, answer_of
from bot.core.artifacts import is_picture_name
from bot.core.card import progress_lines, receipt_buttons, receipt_lines
from bot.core.catalogue import say
from bot.core.citations import cite, sources_list
from bot.core.graphemes import units
from bot.core.ids import EnvironmentId, Milliseconds, Slot, TurnId
from bot.core.imagine.buttons import rework_buttons
from bot.core.imagine.job import JobId, PictureId
from bot.core.models.film import film_talk, whole_lines
from bot.core.models.provider import Makes
from bot.core.pages import Layout, lay_out
from bot.core.patches import Button, Card, Page, Upload, Urgency
from bot.core.queue_looks import working_buttons
from bot.core.session import Outcome, Turn
from bot.core.steps import plain
from bot.core.story import Sheet
from bot.core.tools.calls import OwedCall
from bot.core.tools.look import question_pages, waiting
from bot.core.transcript import Transcript
from bot.core.waiting import Rewording

ROOT = Slot("root")
"""The public message that quotes the request; the thread hangs on it."""
CARD = Slot("card")
FILES = Slot("files")
STORY = "story"
PING = Slot("ping")
PAGE = "page"
SHOWN_PAGES = 5
"""When a sixth page begins, the fifth message carries Show more, and at the end the whole as a file."""
CARD_LIMIT = 4_000
"""Discord's most characters of text in one message of components."""
_LINE_MOST = 1_000
NOTIFY_WITHIN_MS = 30_000
"""The first page notifies only when it comes this soon after the request; a turn that takes longer pings at its end."""
CARD_LASTS_MS = 55 * 60_000
"""Discord limits edits of messages older than an hour hard (its error 30046), so a new card begins before."""

_ACCENTS = {
    Outcome.COMPLETED: 0x3BA55D,
    Outcome.FAILED: 0xED4245,
    Outcome.CANCELLED: 0x80848E,
    Outcome.INCOMPLETE: 0xFAA61A,
    Outcome.EXPIRED: 0xFAA61A,
    Outcome.UNCERTAIN: 0xFAA61A,
}
_WORKING = 0x5865F2


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a turn made: files to attach, lines about single ones, and how many more there are.

    `story`: messages in the place of the answer's pages; `is_cut`: it has more than these.
    """

    uploads: tuple[Upload, ...]
    lines: tuple[str, ...]
    rest: int
    story: tuple[Sheet, ...] = ()
    is_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """All that decides a turn's looks. `heard_at`: the last event; `retry_at`: when a refused start is tried again.

    `attaches`: files may be attached. `notices`: keys of sentences about what Discord did not take. `calls`: what the
    agent called of ours. `makes`: what the model makes, which decides how it is shown while it works. `hold_up`: why
    there is no free place for it yet, as a sentence's key. `waiting`: how many requests are behind it. `reworded`: what
    became of its own message meanwhile.
    """

    turn: Turn
    agent: str
    transcript: Transcript
    heard_at: Milliseconds | None = None
    retry_at: Milliseconds | None = None
    gathered: Gathered | None = None
    attaches: bool = True
    notices: tuple[str, ...] = ()
    calls: tuple[OwedCall, ...] = ()
    makes: Makes = Makes.TEXT
    hold_up: str = ""
    waiting: int = 0
    reworded: Rewording | None = None

    @property
    def questions(self) -> tuple[OwedCall, ...]:
        """What waits for the asker's word now."""
        return waiting(self.turn, self.calls)

    @property
    def environment(self) -> EnvironmentId | None:
        """Of the newest run that has one."""
        return next((run.environment for run in reversed(self.transcript.runs) if run.environment), None)

    @property
    def is_final(self) -> bool:
        return self.turn.outcome is not None


def lay_out_answer(view: View, after: Layout | None) -> Layout:
    """The answer's pages; `after` is the last layout of the same turn, so that only the growing end costs."""
    answer = answer_of(view.transcript.steps)
    if not view.is_final:
        return lay_out(_growing_text(view, answer), after=after)
    return lay_out(final_text(answer))


def _growing_text(view: View, answer: Answer) -> str:
    """Without what is shown in another way: how far a film is stands on the card, and a story needs its pictures."""
    match view.makes:
        case Makes.VIDEO:
            return film_talk(whole_lines(answer.text)).rest
        case Makes.STORYBOOK:
            return ""
        case _:
            return answer.text


def final_text(answer: Answer) -> str:
    """The whole answer with its numbered sources at the end."""
    text, sources = cite(answer.text, answer.citations)
    whole = f"{text}\n\n{sources_list(sources)}" if sources else text
    return f"{whole}\n"  # a last line without its end would be laid out as one that still grows


def pages_of(view: View, layout: Layout, *, now: Milliseconds) -> tuple[Page, ...]:
    """The wanted messages in their order."""
    answer = answer_of(view.transcript.steps)
    pages = _story(view, now) or _answer_pages(view, layout, now)
    ping = (_ping(view),) if _pings(view.turn) else ()
    questions = question_pages(view.turn, view.calls)
    return (*_cards(view, answer, now), *pages, *questions, *_files(view), *ping)


def page_slot(number: int) -> Slot:
    return Slot(f"{PAGE}{number}")


def is_page_slot(slot: Slot) -> bool:
    return slot.startswith(PAGE)


def story_slot(number: int) -> Slot:
    return Slot(f"{STORY}{number}")


def has_files_always(slot: Slot) -> bool:
    """By this its message is known from others that say as little."""
    return slot == FILES or slot.startswith(STORY)


def card_slot(number: int) -> Slot:
    return Slot(f"{CARD}{number}") if number else CARD


def is_card_slot(slot: Slot) -> bool:
    return slot.startswith(CARD)


def _story(view: View, now: Milliseconds) -> tuple[Page, ...]:
    """Where its pictures may be attached; else the pages have its text."""
    made = view.gathered
    if made is None or not view.attaches:
        return ()
    last = len(made.story) - 1
    more = (Button(say("button.more"), f"more:{view.turn.id}:0"),) if made.is_cut else ()
    return tuple(
        Page(
            slot=story_slot(number),
            card=sheet.card,
            buttons=more if number == last else (),
            files=sheet.uploads,
            urgency=Urgency.FINAL,
            silent=_is_silent(view, number, now),
        )
        for number, sheet in enumerate(made.story)
    )


def _answer_pages(view: View, layout: Layout, now: Milliseconds) -> tuple[Page, ...]:
    return tuple(_answer_page(view, layout, number, now) for number in range(min(len(layout.pages), SHOWN_PAGES)))


def _answer_page(view: View, layout: Layout, number: int, now: Milliseconds) -> Page:
    is_cut = number == SHOWN_PAGES - 1 and len(layout.pages) > SHOWN_PAGES
    has_file = is_cut and view.is_final and view.attaches and not _has_report(view)
    whole = (Upload.of(say("file.answer"), layout.source.encode()),) if has_file else ()
    more = (Button(say("button.more"), f"more:{view.turn.id}:{SHOWN_PAGES}"),) if is_cut else ()
    return Page(
        slot=page_slot(number),
        content=layout.pages[number],
        buttons=more,
        files=whole,
        urgency=_urgency(view, number),
        silent=_is_silent(view, number, now),
    )


def _has_report(view: View) -> bool:
    """The whole answer is a file already."""
    uploads = view.gathered.uploads if view.gathered else ()
    return view.makes is Makes.RESEARCH and any(upload.name.endswith(".md") for upload in uploads)


def _is_silent(view: View, number: int, now: Milliseconds) -> bool:
    return number > 0 or now - view.turn.created_at > NOTIFY_WITHIN_MS


def _urgency(view: View, number: int) -> Urgency:
    if view.is_final:
        return Urgency.FINAL
    return Urgency.FIRST if number == 0 else Urgency.PROGRESS


def _files(view: View) -> tuple[Page, ...]:
    """One message with what the agent made; what is not attached is counted, and reached by the button Files."""
    made = view.gathered
    if made is None:
        return ()
    uploads = made.uploads if view.attaches else ()
    hidden = made.rest + len(made.uploads) - len(uploads)
    rest = (say("files.more", count=hidden),) if hidden else ()
    lines = [f"-# {line}" for line in (*made.lines, *rest)]
    if not lines and not uploads:
        return ()
    page = Page(slot=FILES, content="\n".join(lines), files=uploads, urgency=Urgency.FINAL)
    return (replace(page, buttons=_picture_buttons(view.turn.id, uploads)),)


def _picture_buttons(turn: TurnId, uploads: tuple[Upload, ...]) -> tuple[Button, ...]:
    """An image model can rework what the agent made; a picture is told by its place among the message's pictures."""
    count = sum(is_picture_name(upload.name) for upload in uploads)
    return rework_buttons([PictureId(JobId(turn), number) for number in range(count)]) if count else ()


def _pings(turn: Turn) -> bool:
    """Nobody needs to be told of what they ended themselves, and who is gone is not called back."""
    is_called_for = "turn.asker_gone" not in turn.reason.split() and turn.stop_asked_by != turn.actor.id
    return is_called_for and turn.ended_at is not None and turn.ended_at - turn.created_at > NOTIFY_WITHIN_MS


def _ping(view: View) -> Page:
    went_well = view.turn.outcome is Outcome.COMPLETED
    sentence = say("turn.ping" if went_well else "turn.ping_failed", who=view.turn.actor.id)
    return Page(slot=PING, content=sentence, silent=False, ping=view.turn.actor.id, urgency=Urgency.FINAL)


def _cards(view: View, answer: Answer, now: Milliseconds) -> tuple[Page, ...]:
    """The card, and before it those that became too old to be edited as often as a card is.

    While it waits for a person, nothing changes on it, so that it does not age.
    """
    still_since = min((owed.asked_at for owed in view.questions if owed.asked_at is not None), default=now)
    age = min(now, view.turn.ended_at or now, still_since) - view.turn.created_at
    newest = max(age, 0) // CARD_LASTS_MS
    retired = Card((say("card.continued"),), _WORKING)
    old = tuple(Page(slot=card_slot(number), card=retired, is_retired=True) for number in range(newest))
    return (*old, _card(view, answer, now, card_slot(newest)))


def _card(view: View, answer: Answer, now: Milliseconds, slot: Slot) -> Page:
    outcome = view.turn.outcome
    return Page(
        slot=slot,
        card=Card(
            lines=_bounded(receipt_lines(view, answer, outcome) if outcome else progress_lines(view, answer, now)),
            accent=_ACCENTS[outcome] if outcome else _WORKING,
        ),
        buttons=receipt_buttons(view) if outcome else working_buttons(view),
        urgency=Urgency.FINAL if outcome else Urgency.FIRST,
        is_seal=outcome is not None,
        reply_to=view.turn.reply_to,
    )


def _bounded(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The last line of defence: whatever the lines are made of, Discord takes the card.

    A line too long is shown as its beginning, in plain words; of too many, the first and the last ones stay.
    """
    first, *others = (line if units(line) <= _LINE_MOST else plain(line) for line in lines)
    ends = accumulate((1 + units(line) for line in reversed(others)), initial=units(first))
    count = sum(1 for end in islice(ends, 1, None) if end <= CARD_LIMIT)
    return (first, *others[len(others) - count :])
