"""What the services of `/imagine` work with, handed in once by `app`."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from bot.core.imagine.image_models import ImageModels
from bot.core.imagine.job import Job
from bot.core.imagine.ports import JobMessages, Jobs, Painter
from bot.core.ports import Canvas, Clock
from bot.core.supply_ports import Attachments
from bot.turns.equipment import nobody
from bot.turns.losses import Losses
from bot.turns.pictures.asking import Pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Our own limits. Times in seconds.

    `at_once`: calls to providers, over all jobs. `call_retries_s`: for a call that was surely not taken, or a begun one
    that cannot be read; a provider that wants to be left alone for longer than `longest_wait_s` is given up at once.
    `named_within_s`: how long a stopped call that is on its way is waited for, so that its name is
    known. `away_s`: how long a job rests when Discord cannot be reached, `deliver_within_s`: and for how
    long that is repeated. `read_at_most`: bytes of one picture to start from.
    """

    at_once: int = 8
    call_retries_s: tuple[float, ...] = (2.0, 5.0, 15.0, 40.0)
    longest_wait_s: float = 120.0
    write_retries_s: tuple[float, ...] = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
    redraw_every_s: float = 1.5
    named_within_s: float = 5.0
    cancel_within_s: float = 10.0
    source_retries_s: tuple[float, ...] = (1.0, 3.0)
    away_s: float = 30.0
    deliver_within_s: float = 86_400.0
    read_at_most: int = 32 * 1024 * 1024


async def nothing(_: Job) -> str:
    """Nothing hinders it."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """`painters` by provider.

    `is_spoiler`: pictures are shown blurred until somebody clicks.
    """

    jobs: Jobs
    painters: Mapping[str, Painter]
    attachments: Attachments
    canvas: Canvas
    messages: JobMessages
    pictures: Pictures = field(repr=False)
    clock: Clock
    models: ImageModels
    is_spoiler: bool = False
    patience: Patience = field(default_factory=Patience)
    losses: Losses = field(default_factory=Losses)
    hindrance_of: Callable[[Job], Awaitable[str]] = field(default=nothing, repr=False)
    sleep: Callable[[float], Awaitable[None]] = field(repr=False)
    tell_operator: Callable[[str], None] = field(default=nobody, repr=False)
