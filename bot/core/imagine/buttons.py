"""The buttons under pictures, `image.VERB:JOB.NUMBER[:ARGUMENT]`: all that they do is in their ids and in rows."""

from collections.abc import Sequence

from bot.core.catalogue import say
from bot.core.imagine.image_models import SIZES, ImageModel
from bot.core.imagine.job import Deed, Job, Picture, PictureId
from bot.core.patches import Button


def buttons_of(job: Job, shown: Sequence[Picture], model: ImageModel) -> tuple[Button, ...]:
    """`shown`: the pictures in the job's message; `model`: what would rework them."""
    first = PictureId(job.id, 0)
    if job.is_open:
        return (Button(say("button.stop"), _action("stop", first), danger=True),)
    has_choice = len(shown) > 1
    again = Button(say("button.again"), _action("again", first), starts_row=has_choice)
    before = () if job.deed is Deed.CHOOSE else (again,)
    remove = Button(say("button.remove"), _action("remove", first))
    if not shown:
        return (*before, remove)
    if has_choice:
        return (*choices([picture.id for picture in shown]), *before, _edit(shown[0].id), remove)
    return (*before, *_rework(shown[0].id), remove, *_larger(shown[0], model))


def choices(pictures: Sequence[PictureId]) -> tuple[Button, ...]:
    """Take one of several, by its place in the gallery."""
    return tuple(
        Button(say("button.choose", number=place + 1), _action("choose", picture))
        for place, picture in enumerate(pictures)
    )


def rework_buttons(pictures: Sequence[PictureId]) -> tuple[Button, ...]:
    """Under pictures that an agent made: of one, what can be done with it; of several, the choice."""
    if len(pictures) != 1:
        return choices(pictures)
    one = pictures[0]
    larger = Button(say("button.larger_still"), _action("larger", one))
    return (Button(say("button.vary"), _action("vary", one)), _edit(one), larger)


def next_size(model: ImageModel, *, width: int, height: int) -> str | None:
    """The smallest size of the model that is larger than this picture."""
    larger = model.larger_than(round((width * height) ** 0.5))
    return min(larger, key=lambda size: SIZES[size]) if larger else None


def _rework(picture: PictureId) -> tuple[Button, ...]:
    ratio = Button(say("button.ratio"), _action("ratio", picture))
    return (Button(say("button.vary"), _action("vary", picture)), _edit(picture), ratio)


def _edit(picture: PictureId) -> Button:
    return Button(say("button.edit"), _action("edit", picture))


def _larger(picture: Picture, model: ImageModel) -> tuple[Button, ...]:
    """On a row of their own."""
    sizes = model.larger_than(round((picture.width * picture.height) ** 0.5))
    label = "button.original" if model.gives_original else "button.larger"
    return tuple(
        Button(say(label, size=size), _action("larger", picture.id, size), starts_row=size == sizes[0])
        for size in sizes
    )


def _action(verb: str, picture: PictureId, argument: str = "") -> str:
    return f"image.{verb}:{picture}" + (f":{argument}" if argument else "")
