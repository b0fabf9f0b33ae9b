"""What a scene wants painted, and the door to the painter, which loads slowly and works in a thread."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from bot.playground.agent.actor.cues import Chore
from bot.playground.agent.errors import invalid
from bot.playground.agent.order import Order


@dataclass(frozen=True, kw_only=True)
class Commission:
    """`subjects` are worked from. `shrink` divides both sides of what was ordered."""

    order: Order
    prompt: str
    subjects: tuple[bytes, ...] = ()
    variation: int = 0
    form: Literal["jpeg", "png", "broken", "bomb"] = "jpeg"
    shrink: int = 1


def painting(commission: Commission) -> Chore:
    """To be played: what comes of it is the picture in base64."""
    return Chore(partial(_in_base64, commission))


def check_readable(pictures: Iterable[bytes]) -> None:
    """To be called in a thread. Raises AgentError."""
    from bot.playground.agent.painting.opening import is_readable  # noqa: PLC0415 - Pillow, for those who need it

    if not all(map(is_readable, pictures)):
        raise invalid("Unable to process an input image: it is broken, cut off or too large.")


def _in_base64(commission: Commission) -> tuple[str, bool]:
    from bot.playground.agent.painting.studio import delivered  # noqa: PLC0415 - as above

    return base64.b64encode(delivered(commission)).decode(), False
