"""What the agent sees of pictures that it is shown, and of files that were put on its machine."""

import base64
import re
from collections.abc import Iterator
from functools import partial

from bot.playground.agent.actor.cues import Chore, Cue
from bot.playground.agent.actor.stage import Stage
from bot.playground.agent.create import JsonObject, Picture
from bot.playground.agent.toolbox import listing
from bot.playground.agent.upload_place import UPLOADS, in_uploads

_NAMED = re.compile(rf"^[-*]?\s*`?({UPLOADS}/.+?)`?\s*$", re.MULTILINE)
_ASKED = re.compile(
    r"\b(uploads?|uploaded|attach(ed|ments?)|files? (did|have) I (give|given|sent|send))\b", re.IGNORECASE
)


def is_given(stage: Stage) -> bool:
    return bool(stage.create.pictures) or _speaks_of_files(stage)


def given(stage: Stage) -> Iterator[Cue]:
    """Tells what came along with the request."""
    lines: list[str] = []
    if stage.create.pictures:
        looked = Chore(partial(_looked, stage.create.pictures))
        yield looked
        lines.append(looked.outcome)
    if _speaks_of_files(stage):
        yield from _opened(stage)
        lines.append(_files(stage))
    yield from stage.script.say(stage.introduced("\n".join(lines) + "\n"), seconds=0.6)


def described(part: JsonObject) -> str:
    """A picture among contents."""
    if "data" not in part:
        return str(part["type"])
    return _described(Picture(str(part["mime_type"]), base64.b64decode(part["data"])))


def _speaks_of_files(stage: Stage) -> bool:
    """A preamble names their paths, or the request asks for them."""
    return bool(_NAMED.search(stage.create.whole_text) or _ASKED.search(stage.prompt))


def _opened(stage: Stage) -> Iterator[Cue]:
    if stage.environment is not None:
        paths = [path for path, _ in in_uploads(stage.environment)]
        yield from stage.script.sandbox(*listing(stage.agent, UPLOADS), "\n".join(paths) or "(empty)")


def _files(stage: Stage) -> str:
    """Those that are there with their size, and those that were spoken of and are not."""
    if stage.environment is None:
        return f"I have no machine in this talk, so there is nothing in `{UPLOADS}`."
    found = dict(in_uploads(stage.environment))
    missing = [path for path in dict.fromkeys(_NAMED.findall(stage.create.whole_text)) if path not in found]
    lines = [f"- `{path}`: {size} bytes" for path, size in found.items()]
    lines += [f"- `{path}`: is not there" for path in missing]
    return "\n".join([f"In `{UPLOADS}` I find:", "", *lines] if lines else [f"There is nothing in `{UPLOADS}`."])


def _looked(pictures: tuple[Picture, ...]) -> tuple[str, bool]:
    count = f"I see {len(pictures)} picture{'s' if len(pictures) > 1 else ''}:"
    lines = [_described(picture) for picture in pictures]
    return "\n".join([count, "", *(f"{number}. {line}" for number, line in enumerate(lines, 1)), ""]), False


def _described(picture: Picture) -> str:
    from bot.playground.agent.painting.looking import seen  # noqa: PLC0415 - Pillow, for those who need it

    return f"{picture.kind}, {seen(picture.data)}"
