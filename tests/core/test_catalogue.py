"""Every sentence for people stands in the catalogue, is used, and gets the words for its gaps."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from bot.core.access_rules import KEYS
from bot.core.catalogue import PARTS, SENTENCES, say
from bot.core.imagine.image_models import IMAGE_MODELS
from bot.core.imagine.job import Deed
from bot.core.session import Outcome
from bot.core.talk_list import TalkState

BOT = Path(__file__).parents[2] / "bot"
TREES = {path: ast.parse(path.read_text()) for path in sorted(BOT.rglob("*.py"))}
SPLATTED = "**"


def calls_of_say() -> Iterator[tuple[str, ast.Call]]:
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                yield f"{path.relative_to(BOT)}:{node.lineno}", node


def keys_of(argument: ast.expr) -> list[str]:
    """The keys that an argument may be: written out, or one of two."""
    match argument:
        case ast.Constant(value=str(key)):
            return [key]
        case ast.IfExp(body=body, orelse=orelse):
            return [*keys_of(body), *keys_of(orelse)]
        case _:
            return []


def fields_of(call: ast.Call) -> set[str]:
    return {keyword.arg or SPLATTED for keyword in call.keywords}


def gaps_of(key: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(SENTENCES[key]) if name}


@cache
def words_written() -> set[str]:
    """Every string that stands anywhere in the bot, but for the catalogue itself."""
    return {
        node.value
        for path, tree in TREES.items()
        if path.parent.name != "catalogue"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


CALLS = [
    pytest.param(key, call, id=f"{place} {key}") for place, call in calls_of_say() for key in keys_of(call.args[0])
]


@pytest.mark.parametrize(("key", "call"), CALLS)
def test_a_sentence_that_is_said_exists_with_its_gaps(key: str, call: ast.Call) -> None:
    """Each `say` with a key written out names a sentence, and gives exactly the words for its gaps."""
    assert key in SENTENCES
    if SPLATTED not in fields_of(call):
        assert fields_of(call) == gaps_of(key)


@pytest.mark.parametrize("key", SENTENCES)
def test_a_sentence_that_exists_is_said(key: str) -> None:
    """No sentence is left over that nothing says any more."""
    built = {f"outcome.{outcome}" for outcome in Outcome} | {f"imagine.deed.{deed}" for deed in Deed}
    built |= {f"access.{key}" for key in KEYS}
    built |= {f"talks.{state}" for state in TalkState}
    built |= {f"provider.{model.provider}" for model in IMAGE_MODELS.values()}

    assert key in words_written() | built


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_word(outcome: Outcome) -> None:
    """However a turn is done, there is a sentence for it."""
    assert say(f"outcome.{outcome}")


@pytest.mark.parametrize("key", [key for key in SENTENCES if key.startswith("turn.") and key != "turn.reference"])
def test_an_ending_needs_no_more_than_a_turn_knows(key: str) -> None:
    """The sentence of an ending is filled with the turn's detail and a person, and nothing else."""
    assert gaps_of(key) <= {"detail", "who"}


def test_words_for_gaps_are_not_read_as_gaps() -> None:
    """Braces in what fills a gap are text."""
    assert say("step.command", what="{detail} {0}") == "⚙️ ran {detail} {0}"


def test_a_missing_word_is_an_error() -> None:
    """A sentence is never shown with an open gap."""
    with pytest.raises(KeyError):
        say("step.command")
    with pytest.raises(KeyError):
        say("no.such.sentence")


@pytest.mark.parametrize("deed", [deed for deed in Deed if deed is not Deed.IMAGINE])
def test_every_rework_has_a_word(deed: Deed) -> None:
    """Whatever is done to a picture, the small print below it says so."""
    assert say(f"imagine.deed.{deed}")


def test_no_sentence_stands_twice() -> None:
    """Each key is in one file of the catalogue alone."""
    parts = [one.SENTENCES for one in PARTS]

    assert sum(map(len, parts)) == len(SENTENCES)
