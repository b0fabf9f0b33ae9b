"""Counts what is logged as an error, by its event."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from bot.telemetry.metrics import Metrics

_EVENT = re.compile(r"[a-z_]{1,30}\.[a-z_]{1,40}")


@contextmanager
def counted_errors(metrics: Metrics) -> Iterator[None]:
    """While the block lasts."""
    handler = _Counting(metrics)
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)


class _Counting(logging.Handler):
    def __init__(self, metrics: Metrics) -> None:
        super().__init__(logging.ERROR)
        self._metrics = metrics

    def emit(self, record: logging.LogRecord) -> None:
        """Our events are constants of the code; what a library says is not, and has no label of its own."""
        said = record.msg.get("event") if isinstance(record.msg, dict) else None
        is_ours = record.name.split(".")[0] == "bot" and isinstance(said, str) and _EVENT.fullmatch(said)
        self._metrics.erred(str(said) if is_ours else "library")
