"""What the services of a turn work with, handed in once by `app`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.core.measures import Measures, NoMeasures
from bot.core.ports import Agent, Canvas, Clock, Files, Store, Threads
from bot.core.tools.ports import Calls, NoTools, Toolbox
from bot.core.waiting import Marks, NoMarks, Queue
from bot.turns.admission import Admit, anybody
from bot.turns.pictures.asking import PictureProgram, Pictures
from bot.turns.places import Places
from bot.turns.supplies import Supplies


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The operator's ceilings and our own patience. Times in seconds.

    `look_again_s`: how often a card is looked at without news, so that it can say that there are none. `away_s`: how
    long a turn rests when Discord cannot be reached, `deliver_within_s`: and for how long that is repeated.
    `answer_within_s`: how long a question to a person stands (a free key keeps its runs for one day).
    """

    tokens_per_turn: int
    minutes_per_turn: float
    start_retries_s: tuple[float, ...] = (2.0, 5.0, 15.0, 40.0)
    stream_retries_s: tuple[float, ...] = (0.5, 1.0, 2.0)
    poll_every_s: float = 5.0
    lost_after_s: float = 120.0
    cancel_wait_s: float = 15.0
    write_retries_s: tuple[float, ...] = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
    redraw_every_s: float = 0.4
    look_again_s: float = 10.0
    away_s: float = 30.0
    answer_within_s: float = 72_000.0
    deliver_within_s: float = 86_400.0


def always() -> bool:
    return True


def nobody(_: str) -> None:
    """No operator to tell anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """`tell_operator` takes the key of a sentence, and sees to it that it is not said too often.

    `reads_content`: whether what people write in a thread reaches us.
    """

    store: Store
    calls: Calls
    queue: Queue
    agent: Agent
    agent_name: str
    files: Files
    canvas: Canvas
    threads: Threads
    clock: Clock
    limits: Limits
    toolbox: Toolbox = field(default_factory=NoTools, repr=False)
    pictures: Pictures = field(default_factory=PictureProgram, repr=False)
    supplies: Supplies = field(default_factory=Supplies, repr=False)
    admit: Admit = field(default=anybody, repr=False)
    places: Places = field(default_factory=Places, repr=False)
    sleep: Callable[[float], Awaitable[None]] = field(repr=False)
    tell_operator: Callable[[str], None] = field(default=nobody, repr=False)
    reads_content: Callable[[], bool] = field(default=always, repr=False)
    measures: Measures = field(default_factory=NoMeasures, repr=False)
    marks: Marks = field(default_factory=NoMarks, repr=False)
