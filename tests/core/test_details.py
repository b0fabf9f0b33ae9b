"""Details of steps, whatever the service calls things."""

from bot.core import events as e
from bot.core.details import details_of

HOSTILE = "@everyone **x**\n# [a](http://b)"


def test_names_of_results_are_code() -> None:
    """A result without its call is told with its name as code; where it has no name, with its tool."""
    named = details_of([e.Result("function", "call-1", HOSTILE, result="")])
    unnamed = details_of([e.Result("functi*on", "call-1", result="")])

    assert named.splitlines()[0] == "**1.** ↩️ `@everyone **x**` answered"
    assert unnamed.splitlines()[0] == "**1.** ↩️ `functi*on` answered"


def test_types_of_media_are_code() -> None:
    """A picture is told with its type as code; where it has no type, with its kind."""
    told = details_of([e.Output((e.MediaPart("image", HOSTILE), e.MediaPart("ima*ge")))])

    assert told.splitlines()[1:] == ["(`@everyone **x**`)", "(`ima*ge`)"]
