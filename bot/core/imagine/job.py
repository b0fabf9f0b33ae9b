"""What lasts of pictures: a job is one request for one to four of them, and one message; a picture is one call's."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from bot.core.attachments import Source
from bot.core.ids import Milliseconds, RunId, Snowflake
from bot.core.session import Actor, Outcome

JobId = NewType("JobId", str)
"""Also the nonce of the job's message."""


@dataclass(frozen=True, slots=True)
class PictureId:
    """`job.number`, numbers from 0: so it stands in a button."""

    job: JobId
    number: int

    def __str__(self) -> str:
        return f"{self.job}.{self.number}"

    @classmethod
    def parse(cls, text: str) -> "PictureId | None":
        job, _, number = text.partition(".")
        is_number = number.isascii() and number.isdecimal() and len(number) < 4
        return cls(JobId(job), int(number)) if job and is_number else None


class Deed(StrEnum):
    """What a job does: from words alone or with references, or to another picture."""

    IMAGINE = "imagine"
    VARY = "vary"
    EDIT = "edit"
    LARGER = "larger"
    RATIO = "ratio"
    CHOOSE = "choose"  # one of several pictures on its own; no model is asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """`origin`: what the person sent, `itx:ID` or `message:ID`; unique.

    `guild`: where it was asked; `channel` holds the message: for a private job a direct one, outside of it. `parent`:
    the picture of ours that it reworks.
    `ratio` and `size` are the model's own words, None where nobody asked. `asked_ratio`: what was written, where the
    model has no such ratio. `outcome` is None while it works; `reason` (a key of the catalogue of sentences) and
    `detail` say why there is no picture at all.
    """

    id: JobId
    origin: str
    guild: Snowflake | None
    channel: Snowflake
    actor: Actor
    locale: str
    prompt: str
    deed: Deed
    model: str
    provider: str
    created_at: Milliseconds
    count: int = 1
    parent: PictureId | None = None
    sources: tuple[Source, ...] = ()
    ratio: str | None = None
    size: str | None = None
    asked_ratio: str = ""
    is_private: bool = False
    reply_to: Snowflake | None = None
    message: Snowflake | None = None
    stop_asked_by: Snowflake | None = None
    outcome: Outcome | None = None
    reason: str = ""
    detail: str = ""
    ended_at: Milliseconds | None = None
    gone: bool = False

    @property
    def is_open(self) -> bool:
        return self.outcome is None

    @property
    def place(self) -> tuple[Snowflake | None, Snowflake]:
        """Where its message and its buttons are: guild, None for a direct message, and channel."""
        return (None if self.is_private else self.guild), self.channel


class PictureState(StrEnum):
    """Written before the act it stands for: a picture that was `called` may be paid for already."""

    PENDING = "pending"
    CALLED = "called"
    MADE = "made"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """`run`: the provider's own name of the call, where it has one that can be asked for again after a crash.

    `width` and `height` are the real pixels of what the model gave; `file` is its name in the message. `dollars` is an
    estimate. `reason` and `detail` as a job's.
    """

    id: PictureId
    state: PictureState = PictureState.PENDING
    run: RunId | None = None
    file: str = ""
    width: int = 0
    height: int = 0
    dollars: float | None = None
    reason: str = ""
    detail: str = ""
