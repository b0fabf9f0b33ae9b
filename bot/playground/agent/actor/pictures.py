"""Scenes of the image models: a picture that is really painted, and the ways in which one is not as ordered."""

import base64
from collections.abc import Generator, Iterator
from functools import partial
from typing import Any

from bot.playground.agent.actor.cues import Beat, Cue, Wait
from bot.playground.agent.actor.endings import blocking_code, refused
from bot.playground.agent.actor.script import completed, fault
from bot.playground.agent.actor.stage import Stage
from bot.playground.agent.commission import Commission, painting
from bot.playground.agent.create import JsonObject
from bot.playground.agent.order import Order

SLOW_S = 60.0
_SECONDS = {"512": 4.0, "1K": 6.0, "2K": 10.0, "4K": 15.0}
_JPEG, _PNG = "image/jpeg", "image/png"
_Painting = Generator[Cue, None, JsonObject]


def picture(stage: Stage) -> Iterator[Cue]:
    """With a text beside it where that was asked for as well."""
    yield from _thinking(stage)
    yield from _shown(stage, with_text=_order(stage).with_text)


def beside(stage: Stage) -> Iterator[Cue]:
    yield from _thinking(stage)
    yield from _shown(stage, with_text=True)


def two(stage: Stage) -> Iterator[Cue]:
    yield from _thinking(stage)
    first = yield from _painted(stage)
    second = yield from _painted(stage)
    yield from stage.script.show(first, second)


def drafted(stage: Stage) -> Iterator[Cue]:
    """A thought holds a small picture; the one that counts comes after it."""
    yield from _thinking(stage)
    draft = yield from _painted(stage, shrink=4)
    yield from stage.script.draft(draft)
    yield from _shown(stage)


def slow(stage: Stage) -> Iterator[Cue]:
    """A minute of the playground's clock more."""
    yield from _thinking(stage)
    yield Wait(SLOW_S)
    yield from _shown(stage)


def _odd(stage: Stage, *, mime_type: str = _JPEG, **changes: Any) -> Iterator[Cue]:
    yield from _thinking(stage)
    yield from _shown(stage, mime_type=mime_type, **changes)


called_png = partial(_odd, mime_type=_PNG)
png = partial(_odd, mime_type=_PNG, form="png")
half_size = partial(_odd, shrink=2)
broken = partial(_odd, form="broken")
bomb = partial(_odd, form="bomb")


def words_only(stage: Stage) -> Iterator[Cue]:
    """Completed, and there is no picture in it."""
    yield from _thinking(stage)
    yield from stage.script.say(stage.introduced("I would rather describe it: it would have been lovely."), seconds=1)


def blocked(stage: Stage) -> Iterator[Cue]:
    yield from _thinking(stage)
    yield from refused(blocking_code(stage.prompt))


def missing(stage: Stage) -> Iterator[Cue]:
    """The model made no picture, and the service says so as a fault."""
    yield from _thinking(stage)
    yield from refused("no_image")


def failing(stage: Stage) -> Iterator[Cue]:
    yield from _thinking(stage)
    yield fault("api_error", "The scripted painter failed, as it was asked to.")
    yield completed("failed")


def incomplete(stage: Stage) -> Iterator[Cue]:
    yield from _thinking(stage)
    yield completed("incomplete")


def _thinking(stage: Stage) -> Iterator[Cue]:
    """Nearly all of the time that a picture takes."""
    order = _order(stage)
    third = _SECONDS[order.size] * 0.3
    if order.model.thinks:
        yield from stage.script.thought(
            "**Picturing the scene**\n\nWhat stands where, and in which light.", seconds=third
        )
    yield Beat(0.1 if order.model.thinks else third, {"event_type": "interaction.status_update"})
    yield Beat(third, {"event_type": "interaction.status_update"})
    if order.model.thinks:
        yield from stage.script.thought("**Painting**\n\nFrom the back to the front.", seconds=third)
    else:
        yield Beat(third, {"event_type": "interaction.status_update"})


def _shown(stage: Stage, *, with_text: bool = False, mime_type: str = _JPEG, **changes: Any) -> Iterator[Cue]:
    made = yield from _painted(stage, mime_type=mime_type, **changes)
    words: JsonObject = {"type": "text", "text": stage.introduced("Here is the picture, as you asked.")}
    yield from stage.script.show(*([words] if with_text else []), made)


def _painted(stage: Stage, *, mime_type: str = _JPEG, **changes: Any) -> _Painting:
    """Gives the content part. `changes` are those to the commission."""
    work = painting(_commission(stage, **changes))
    yield work
    if not _order(stage).by_address:
        return {"type": "image", "mime_type": mime_type, "data": work.outcome}
    address = stage.publish(base64.b64decode(work.outcome), mime_type)
    return {"type": "image", "mime_type": mime_type, "uri": address}


def _commission(stage: Stage, **changes: Any) -> Commission:
    """The same seed gives the same picture."""
    order = _order(stage)
    variation = stage.script.variation() if order.seed is None else order.seed
    return Commission(order=order, prompt=stage.prompt, subjects=stage.subjects, variation=variation, **changes)


def _order(stage: Stage) -> Order:
    if stage.create.order is None:
        raise LookupError("No picture was ordered.")
    return stage.create.order
