"""What a scene is made of: events in their time, real work, and waiting."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.agent.create import JsonObject


@dataclass(frozen=True)
class Beat:
    """An event, and the pause before it in seconds at speed 1. `exact`: send it as given.

    `mishap` befalls the first stream that comes to it: "malformed" sends a broken frame instead, "error" an error
    event and then the end of the stream. Whoever asks again gets the event whole.
    """

    after_s: float
    event: JsonObject
    exact: bool = False
    mishap: str = ""


@dataclass
class Chore:
    """Real work, done in a thread; once the scene goes on, what came of it is here. `do` gives text, and failure."""

    do: Callable[[], tuple[str, bool]]
    outcome: str = ""
    failed: bool = False


@dataclass(frozen=True)
class Wait:
    """Nothing happens until the playground's clock has gone on so far, at any speed."""

    seconds: float


Cue = Beat | Chore | Wait
