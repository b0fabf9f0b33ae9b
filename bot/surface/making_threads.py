"""How every thread of ours is made, wherever it is: how long it stays awake, and how often its making is tried."""

from typing import Final

ARCHIVE_AFTER_MINUTES: Final = 1440
"""One of the four times that Discord offers: a day without a word, and it sleeps."""
RETRIES_S: Final = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
"""While it is unknown whether Discord made it, where people wait for nothing else."""
