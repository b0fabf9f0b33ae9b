"""What gemini_official does beside talking: films, canvas, deep research, storybooks. Their shapes are guesses.

A film's progress is told in quotations and its end is a plain link, as recorded from other platforms of such gateways.
"""

import base64
import json
import re
import secrets
from collections.abc import Iterator

from bot.playground.gateways.answer import Piece, Text
from bot.playground.gateways.film import filmed
from bot.playground.gateways.scripts import talk
from bot.playground.gateways.scripts.drawing import picture
from bot.playground.gateways.scripts.stage import Stage, quoted

_WORK_S = 3.0
_CANVAS = """## {title}

I made this in the canvas; it is one page of HTML.

```html
<!DOCTYPE html>
<html lang="en">
  <head><meta charset="utf-8"><title>{title}</title></head>
  <body><h1>{title}</h1><button onclick="this.textContent++">0</button></body>
</html>
```

The button counts. Say what to change.
"""
_CHAPTERS = ("What was asked", "What is known", "Where sources disagree", "What follows")
_STORY = (
    "On a hill there stood a lantern that had never been lit.",
    "One night a ship came too close to the rocks, and nobody else was awake.",
    "So the lantern thought of the brightest thing it knew, and shone.",
    "In the morning the keeper found it warm, and told no one.",
)


def film(stage: Stage) -> Iterator[Piece]:
    job = {"id": f"task_{secrets.token_hex(6)}", "model": stage.asked.model.name, "prompt": quoted(stage.prompt)}
    yield Text(f"```json\n{json.dumps(job, ensure_ascii=False, indent=2)}\n```\n\n> ⌛️ 排队中\n\n")
    for percent in (0.0, 37.5, 72.1, 98.7):
        yield Text(f"> 🏃 生成进度 {percent}%\n\n", after_s=_WORK_S)
    if re.search(r"\bfail\b", stage.words):
        yield Text("> ❌ 生成失败\n")
    else:
        yield Text(_delivered(stage, filmed(quoted(stage.prompt, 40))))


def _delivered(stage: Stage, data: bytes) -> str:
    uri = f"data:video/mp4;base64,{base64.b64encode(data).decode()}"
    match _video_form(stage):
        case "data_link":
            return f"> ✅ 已生成 [点击观看]({uri})\n"
        case "bare_data":
            return f"\n{uri}\n"
        case _:
            return f"> ✅ 已生成 [点击观看]({stage.keep(data, 'video/mp4')})\n"


def _video_form(stage: Stage) -> str:
    if re.search(r"\bbare data\b", stage.words):
        return "bare_data"
    return "data_link" if re.search(r"\bas (a )?data\b", stage.words) else stage.desk.conditions.video_form


def canvas(stage: Stage) -> Iterator[Piece]:
    yield Text(_CANVAS.format(title=quoted(stage.prompt, 60).replace("<", "&lt;")))


def research(stage: Stage) -> Iterator[Piece]:
    """A plan, a report of many pages, numbered sources."""
    yield Text(f"> Research plan: {len(_CHAPTERS)} chapters, 12 sources\n\n# {quoted(stage.prompt, 80)}\n\n")
    for number, title in enumerate(_CHAPTERS, 1):
        marks = "".join(f"[{number * 3 - step}]" for step in (2, 1, 0))
        yield Text(f"## {number}. {title} {marks}\n{talk.evenings(14)}\n", after_s=_WORK_S)
    lines = [f"{one}. [Page {one}](https://example.org/playground/research/{one})" for one in range(1, 13)]
    yield Text("## Sources\n\n" + "\n".join(lines) + "\n")


def storybook(stage: Stage) -> Iterator[Piece]:
    """A title, then pages: a picture and its text."""
    yield Text(f"# {quoted(stage.prompt, 60)}\n\n")
    for number, sentence in enumerate(_STORY, 1):
        yield picture(stage, f"{number}. {sentence}")
        yield Text(f"**Page {number}**\n\n{sentence}\n\n")
