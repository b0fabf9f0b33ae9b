"""The words for tools, read."""

import pytest

from bot.core.choices import Choices, parse_tools
from bot.core.tools.offers import BuiltIn

CODE, SEARCH, URLS = BuiltIn.CODE, BuiltIn.SEARCH, BuiltIn.URLS


@pytest.mark.parametrize("words", ["", "  ", "default", "default code", "DEFAULT"])
def test_the_agents_own_tools(words: str) -> None:
    """Nothing said, or `default`, is all that it has by itself."""
    assert parse_tools(words).is_default


@pytest.mark.parametrize(
    ("words", "built_ins"),
    [("code", (CODE,)), ("urls, search", (URLS, SEARCH)), ("code code", (CODE,)), ("none code", (CODE,)), ("none", ())],
)
def test_a_part_of_them(words: str, built_ins: tuple[BuiltIn, ...]) -> None:
    """Those that are named, each once; of `none` there is nothing left."""
    assert parse_tools(words).built_ins == built_ins
    assert parse_tools(words).is_nothing == (not built_ins)


def test_servers_come_on_top() -> None:
    """Alone they leave the agent its own tools; after `none` they are all there is."""
    alone, only = parse_tools("mcp:weather mcp:maps"), parse_tools("none mcp:weather")

    assert (alone.built_ins, alone.servers) == (None, ("weather", "maps"))
    assert (only.built_ins, only.servers) == ((), ("weather",))
    assert not alone.is_default
    assert not only.is_nothing


@pytest.mark.parametrize("words", ["telepathy", "code telepathy", "mcp:"])
def test_a_word_that_is_none(words: str) -> None:
    """It is named in the error."""
    with pytest.raises(ValueError, match=words.rsplit(maxsplit=1)[-1]):
        parse_tools(words)


@pytest.mark.parametrize(("machine", "has"), [("", True), ("website", True), ("none", False)])
def test_whether_there_is_a_machine(machine: str, has: bool) -> None:
    """Only who chose none has none."""
    assert Choices(machine=machine).has_machine is has
