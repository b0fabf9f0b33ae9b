"""What the agent wants to know of the asker, or may do only with their word; values only."""

from dataclasses import dataclass
from enum import StrEnum

from bot.core.ids import Snowflake

ONCE, SESSION, REFUSE = "once", "session", "refuse"
"""What can be chosen where the agent asks for leave."""
YES, NO = "yes", "no"
WRITE = "write"
"""The answer is written in a form."""
BUTTONS = 5
BUTTON_LIMIT = 80
"""Characters of a button's label; longer choices, and more than `BUTTONS`, stand in a menu."""
CHOICES = 25
CHOICE_LIMIT = 100
"""Discord's most choices of a menu, and characters of one."""


class QuestionKind(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes_no"
    LEAVE = "leave"  # the agent wants to do something that is seen by others


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`text`: Markdown, of the agent, or of ours where it asks for leave. `quote`: exactly what would be done.

    `scope`: what a leave for the whole session covers.
    """

    kind: QuestionKind
    text: str
    choices: tuple[str, ...] = ()
    quote: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`choice`: one of the question's choices, or a word of ours; `text`: what was written.

    `by`: who decided, where it was not the asker.
    """

    choice: str = ""
    text: str = ""
    by: Snowflake | None = None


def options_of(question: Question) -> tuple[str, ...]:
    """What can be chosen by a click, in its order; a button or menu names an option by its place."""
    match question.kind:
        case QuestionKind.TEXT:
            return (WRITE,)
        case QuestionKind.CHOICE:
            return question.choices
        case QuestionKind.YES_NO:
            return (YES, NO)
        case QuestionKind.LEAVE:
            return (ONCE, SESSION, REFUSE)


def is_written(question: Question, option: str) -> bool:
    """Whether a form is shown first: for the text, or for the reason."""
    return (question.kind, option) in ((QuestionKind.TEXT, WRITE), (QuestionKind.LEAVE, REFUSE))
