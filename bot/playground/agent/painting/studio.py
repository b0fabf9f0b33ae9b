"""From a commission to the bytes of a picture; to be called in a thread."""

import re
from collections.abc import Sequence
from dataclasses import replace

from PIL import Image

from bot.playground.agent.commission import Commission
from bot.playground.agent.painting import encoding
from bot.playground.agent.painting.opening import subject
from bot.playground.agent.painting.painter import filmed, painted
from bot.playground.agent.painting.rework import reworked

_FILM = re.compile(r"\b(noisy|huge)\b", re.IGNORECASE)


def delivered(commission: Commission) -> bytes:
    """Half a surrogate pair, which JSON may hold, is written as a question mark."""
    words = commission.prompt.encode(errors="replace").decode()
    commission = replace(commission, prompt=words)
    match commission.form:
        case "broken":
            return encoding.broken()
        case "bomb":
            return encoding.bomb()
        case "png":
            return encoding.png(_painted(commission))
        case "jpeg":
            return encoding.jpeg(_painted(commission), fine=bool(_FILM.search(commission.prompt)))


def _painted(commission: Commission) -> Image.Image:
    subjects = [image for picture in commission.subjects if (image := subject(picture)) is not None]
    size = _size(commission, subjects)
    if subjects:
        image = reworked(subjects, commission.prompt, size, variation=commission.variation)
    else:
        image = painted(commission.prompt, size, variation=commission.variation)
    return filmed(image, variation=commission.variation) if _FILM.search(commission.prompt) else image


def _size(commission: Commission, subjects: Sequence[Image.Image]) -> tuple[int, int]:
    """The ratio follows the first picture when none was asked for."""
    order = commission.order
    ratio = order.ratio or (order.model.nearest(*subjects[0].size) if subjects else "1:1")
    width, height = order.model.pixels(ratio, order.size)
    return width // commission.shrink, height // commission.shrink
