"""How much of what an agent calls is carried out, and how much of that at once."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.core.tools.calls import OwedCall

MOST_OF_A_RUN = 16
MOST_OF_A_TURN = 60
MOST_ACTING = 4
MOST_ASKED = 3
"""A person who finds more questions than these before them answers none."""


def beyond(calls: Sequence[OwedCall]) -> frozenset[int]:
    """The numbers of those calls of a turn that are too many; the same whenever it is worked out."""
    of_run: Counter[int] = Counter()
    numbers: set[int] = set()
    for owed in calls:
        if of_run[owed.run] >= MOST_OF_A_RUN or of_run.total() >= MOST_OF_A_TURN:
            numbers.add(owed.number)
        else:
            of_run[owed.run] += 1
    return frozenset(numbers)


@dataclass(frozen=True, slots=True)
class Places:
    """Those of one turn. Who waits for a person holds a place among the questions, and none among what acts."""

    acting: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_ACTING))
    asking: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_ASKED))
