"""Asking for leave: exactly what would be done is shown, or it is not asked."""

from bot.core.catalogue import say
from bot.core.graphemes import units
from bot.core.tools.calls import ToolError
from bot.core.tools.look import QUOTE_LIMIT, shown_whole
from bot.core.tools.questions import Question, QuestionKind


def leave(text: str, quote: str, *, scope: str) -> Question:
    """Raises ToolError where the quotation is too long to be shown whole."""
    if units(shown_whole(quote)) > QUOTE_LIMIT:
        raise ToolError(say("tool.too_long_to_show"))
    return Question(kind=QuestionKind.LEAVE, text=text, quote=quote, scope=scope)
