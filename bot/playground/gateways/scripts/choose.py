"""Chooses the answer: by what the model is asked to do, by the talk's state, else by the words of the prompt."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from bot.playground.gateways.answer import STOP, Answer, Piece, Text, Thought
from bot.playground.gateways.errors import ALL_SHAPES, GatewayError
from bot.playground.gateways.manner import manner_of
from bot.playground.gateways.scripts import abilities, drawing, functions, talk
from bot.playground.gateways.scripts.stage import Stage

Script = Callable[[Stage], Iterator[Piece]]
BY_ABILITY: Mapping[str, Script] = {
    "imagen": drawing.drawn,
    "video": abilities.film,
    "canvas": abilities.canvas,
    "deepsearch": abilities.research,
    "storybook": abilities.storybook,
}
# In order: the first whose words stand in the prompt is played.
BY_WORDS: Mapping[str, Script] = {
    r"what (did|have) i (tell|told|say|said|ask|asked)|do you remember": talk.memory,
    r"\berror as text\b": talk.apology,
    r"\bsay nothing\b": talk.nothing,
    r"\bvery long\b": talk.very_long,
    r"(?<!how )\b(long|markdown|report)\b": talk.long,
    r"\b(short|hello|hi|hey|ping)\b": talk.short,
}
_REFUSE = re.compile(r"\brefuse with (\d{3})(?: as (\w+))?(?:.*\bretry after (\d+))?")
_FINISH = re.compile(r"\bfinish with (\w+)")
_BLOCK = re.compile(r"\bblock the prompt(?: by (\w+))?")
_TROUBLES = {r"\bno (usable )?account\b": "no_account", r"\bno upstream content\b": "no_upstream"}
_THOUGHT = "**Reading the request**\n\nI look at what is asked, and plan the answer in two steps."
_SLOW_S = 1.0


def play(stage: Stage) -> Answer:
    """Raises GatewayError where the prompt asks for a refusal. Paints, so it takes a while."""
    _refuse(stage)
    if found := _BLOCK.search(stage.words):
        return Answer(blocked=(found[1] or "safety").upper(), manner=manner_of(stage.prompt))
    pieces = tuple(_script(stage)(stage))
    if _thinks(stage):
        pieces = (Thought(_THOUGHT), *pieces)
    finish = _FINISH.search(stage.words)
    slow = re.search(r"\bslow(ly)?\b", stage.words)
    answer = Answer(pieces=pieces, finish=finish[1].upper() if finish else STOP, manner=manner_of(stage.prompt))
    return _limited(replace(answer, pause_s=_SLOW_S) if slow else answer, stage.asked.max_tokens)


def _script(stage: Stage) -> Script:
    if stage.asked.results:
        return functions.answered
    if functions.wanted(stage):
        return functions.calling
    if stage.asked.model.ability is not None:
        return BY_ABILITY[stage.asked.model.ability]
    if stage.asked.model.draws:
        return drawing.drawn
    if stage.asked.pictures:
        return talk.seen
    return next((script for words, script in BY_WORDS.items() if re.search(words, stage.words)), talk.usual)


def _refuse(stage: Stage) -> None:
    if found := _REFUSE.search(stage.words):
        shape = found[2] if found[2] in ALL_SHAPES else ""
        after = int(found[3]) if found[3] else None
        raise GatewayError("told_to", status=int(found[1]), shape=shape, retry_after=after)
    for words, reason in _TROUBLES.items():
        if re.search(words, stage.words):
            raise GatewayError(reason)


def _thinks(stage: Stage) -> bool:
    return stage.asked.thinks or re.search(r"\bthink\b", stage.words) is not None


def _limited(answer: Answer, most: int | None) -> Answer:
    """Text stops where the tokens end; calls and pictures are let through."""
    if most is None or answer.tokens - answer.thought_tokens <= most or answer.calls:
        return answer
    left = most * 4
    kept: list[Piece] = []
    for piece in answer.pieces:
        if isinstance(piece, Text):
            piece, left = Text(piece.text[:left]), max(0, left - len(piece.text))  # noqa: PLW2901 - the same piece, cut
        kept.append(piece)
    return replace(answer, pieces=tuple(kept), finish="MAX_TOKENS" if left == 0 else answer.finish)
