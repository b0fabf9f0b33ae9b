"""Chooses what an image model does, by the words of the prompt."""

import re
from collections.abc import Callable, Iterator, Mapping

from bot.playground.agent.actor import endings, pictures
from bot.playground.agent.actor.cues import Cue
from bot.playground.agent.actor.stage import Stage

PictureScene = Callable[[Stage], Iterator[Cue]]
# In order: the first whose words stand in the prompt is played.
BY_WORDS: Mapping[str, PictureScene] = {
    rf"\bblocked by `?({'|'.join(endings.BLOCKS)})\b": pictures.blocked,
    r"\bno_image\b": pictures.missing,
    r"\bno picture\b": pictures.words_only,
    r"\btwo pictures\b": pictures.two,
    r"\bthought picture\b": pictures.drafted,
    r"\bjpe?g called png\b": pictures.called_png,
    r"\bas a png\b": pictures.png,
    r"\btext beside\b": pictures.beside,
    r"\bhalf (the )?size\b": pictures.half_size,
    r"\bslow picture\b": pictures.slow,
    r"\bbroken picture\b": pictures.broken,
    r"\bdecompression bomb\b": pictures.bomb,
    r"\b(stop half ?way|incomplete)\b": pictures.incomplete,
    r"\bfail\b": pictures.failing,
}


def picture_scene(prompt: str) -> PictureScene:
    words = prompt.lower()
    return next((scene for pattern, scene in BY_WORDS.items() if re.search(pattern, words)), pictures.picture)
