"""Scenes of plain talk: the usual one, a short one, remembering, and the echo of the model form."""

import re
from collections.abc import Iterator

from bot.playground.agent.actor.cues import Cue
from bot.playground.agent.actor.script import Source
from bot.playground.agent.actor.stage import INTRODUCTION, Stage

_CITED = "A search brought up one page that fits."
_QUOTED = 500  # characters of each earlier message that are said back


def usual(stage: Stage) -> Iterator[Cue]:
    """Thinks, searches, runs a line of code, then says about six seconds of text."""
    script = stage.script
    asked = _quoted(stage.prompt, 200)
    yield from script.thought(
        "**Reading the request**\n\nI look at what is asked and plan two steps: a search and a check."
    )
    yield from script.search(_quoted(stage.prompt, 60) or "what to do without a question")
    pages = re.findall(r"https?://[^\s<>\"')]+[\w/]", stage.prompt)
    for page in pages:
        yield from script.page(page)
    yield from _counting(stage)
    yield from script.thought("**Writing the answer**", seconds=0.5)
    deeds = "\n".join(f"{number}. {deed}" for number, deed in enumerate(_deeds(stage, pages), 1))
    text = (
        f"You asked: “{asked}”.\n\n"
        f"Here is what I did, step by step:\n\n{deeds}\n\n"
        "Nothing of this needed a network or an account. Ask me for something `short`, something `long`, "
        "something `slow`, something that should `fail`; tell me to `write hello to note.txt` and then ask "
        "`what is in note.txt`; or ask `what did I tell you`.\n"
    )
    source = Source(_CITED, "example.org", "https://example.org/playground/first-page")
    sources = (source,) if stage.may("google_search") else ()
    yield from script.say(stage.introduced(text), seconds=6, sources=sources)


def _deeds(stage: Stage, pages: list[str]) -> Iterator[str]:
    """Only what its tools allowed."""
    if stage.may("google_search"):
        yield f"I searched the web. {_CITED}"
    if pages and stage.may("url_context"):
        yield f"I opened {len(pages)} page{'s' if len(pages) > 1 else ''}."
    if stage.may("code_execution"):
        yield f"I counted the words of your request with a line of Python: **{len(stage.prompt.split())}**."
    yield "I wrote this answer, piece by piece, as a model would."


def _counting(stage: Stage) -> Iterator[Cue]:
    count = len(stage.prompt.split())
    return stage.script.code(f"words = {count}\nprint(f'{{words}} words')", f"{count} words\n")


def short(stage: Stage) -> Iterator[Cue]:
    yield from stage.script.thought("**A short answer will do**", seconds=0.4)
    yield from stage.script.say(stage.introduced("Hello! This is a short answer."), seconds=0.6)


def memory(stage: Stage) -> Iterator[Cue]:
    """Says back what the conversation holds; without a previous interaction there is nothing."""
    yield from stage.script.thought("**Looking back over our talk**", seconds=0.6)
    if not stage.earlier:
        text = "You have not told me anything before this: our talk begins here."
    else:
        told = "\n".join(f"{number}. “{_quoted(text, _QUOTED)}”" for number, text in enumerate(stage.earlier, 1))
        text = f"You told me {len(stage.earlier)} thing{'s' if len(stage.earlier) > 1 else ''} before this:\n\n{told}\n"
    yield from stage.script.say(stage.introduced(text), seconds=2)


def echo(stage: Stage) -> Iterator[Cue]:
    """The model form: no tools, no machine, the request said back."""
    yield from stage.script.thought(seconds=0.1)
    yield from stage.script.say(f"{INTRODUCTION}You said: {_quoted(stage.prompt, _QUOTED)}", seconds=1)


def _quoted(text: str, longest: int) -> str:
    """On one line, its end rather than its beginning, where a preamble may stand."""
    line = " ".join(text.split())
    return line if len(line) <= longest else "…" + line[-longest:]
