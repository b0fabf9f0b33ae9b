"""Which words choose which scene: what docs/playground.md promises."""

import re
from pathlib import Path

import pytest

from bot.playground.agent.actor import (
    endings,
    equipment,
    essay,
    files,
    interruptions,
    kinds,
    smalltalk,
    trouble,
    workshop,
)
from bot.playground.agent.words import BY_WORDS, Scene

WORDS: dict[str, Scene] = {
    "hello": smalltalk.short,
    "which tools do you have": equipment.tools,
    "what may you reach": equipment.reach,
    "may you reach example.org": equipment.reach,
    "which variables do you have": equipment.variables,
    "something short": smalltalk.short,
    "something long": essay.long,
    "something very long": essay.very_long,
    "something slow": trouble.slow,
    "what did I tell you": smalltalk.memory,
    "write hello to note.txt": files.write,
    "what is in note.txt": files.read,
    "list the files": files.listing,
    "change note.txt": workshop.change,
    "delete note.txt": workshop.delete,
    "draw a chart": workshop.chart,
    "make a PDF": workshop.document,
    "compute the primes as CSV": workshop.table,
    "unpack the repository": workshop.repository,
    "make a big file": workshop.large_file,
    "make a large picture": workshop.large_picture,
    "paint twelve pictures": workshop.twelve_pictures,
    "leave odd files": workshop.odd_files,
    "show all kinds of steps": kinds.all_kinds,
    "answer in parts": kinds.in_parts,
    "fail": trouble.failing,
    "be blocked by safety": endings.blocked,
    "stop halfway": endings.incomplete,
    "spend the budget": endings.over_budget,
    "stop for a continuation": endings.paused,
    "wait in the queue": endings.queued,
    "take on an unknown status": endings.unknown_status,
    "end with an unknown status": endings.unknown_end,
    "fall silent": interruptions.silent,
    "send a malformed frame": interruptions.malformed,
    "send an error event": interruptions.error_event,
}
OTHERS = {
    "Plot the growth of our server": workshop.chart,
    "please make a picture of a cat": workshop.chart,
    "write hello to a.pdf": files.write,
    "write 1,2 to data.csv": files.write,
    "all step kinds": kinds.all_kinds,
    "Twelve pictures, please": workshop.twelve_pictures,
    "Read Hacker News, and save the results as a PDF.": workshop.document,
}
USUAL = [
    "Plan a day in the mountains",
    "Analyze this chart and summarize the trends.",
    "Run a complex analysis on the repository.",
    "Fix any failing tests and re-run them.",
    "Give me the big picture of queues",
]


def _chosen(prompt: str) -> Scene:
    return next((scene for words, scene in BY_WORDS.items() if re.search(words, prompt.lower())), smalltalk.usual)


@pytest.mark.parametrize(("prompt", "scene"), (WORDS | OTHERS).items())
def test_words_choose_a_scene(prompt: str, scene: Scene) -> None:
    """The first pattern that fits decides."""
    assert _chosen(prompt) is scene


@pytest.mark.parametrize("prompt", USUAL)
def test_anything_else_is_the_usual_scene(prompt: str) -> None:
    """Words that only look like a wish choose nothing."""
    assert _chosen(prompt) is smalltalk.usual


@pytest.mark.parametrize("prompt", WORDS)
def test_the_page_about_the_playground_names_the_words(prompt: str) -> None:
    """As they stand here."""
    page = Path(__file__).parents[3] / "docs" / "playground.md"

    assert f"`{prompt}`" in page.read_text(encoding="utf-8")


def test_every_scene_of_the_table_is_promised() -> None:
    """No pattern leads to a scene that no words here choose."""
    assert set(BY_WORDS.values()) == set(WORDS.values())
