"""The gateway's local storage: pictures and films of answers, under an address without a key, for a while."""

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.clock import Clock

ROOT = "/gateway-files"
_ENDINGS = {"image/png": ".png", "image/jpeg": ".jpeg", "video/mp4": ".mp4"}


@dataclass(frozen=True)
class Stored:
    data: bytes
    mime: str
    born: float


class Storage:
    """`kept_s` is asked anew each time: a lever may shorten the life of what is stored already.

    Scripts store from their threads, hence the lock.
    """

    def __init__(self, clock: Clock, *, kept_s: Callable[[], float]) -> None:
        self._clock = clock
        self._kept_s = kept_s
        self._files: dict[str, Stored] = {}
        self._lock = threading.Lock()

    def keep(self, platform: str, data: bytes, mime: str) -> str:
        """The path under which it lies. `mime` may be wrong, as labels are."""
        path = f"{ROOT}/{platform}/{uuid.uuid4()}{_ENDINGS.get(mime, '.bin')}"
        with self._lock:
            self._files[path] = Stored(data, mime, self._clock.now())
        return path

    def find(self, path: str) -> Stored | None:
        self._forget_the_old()
        return self._files.get(path)

    def paths(self) -> list[str]:
        self._forget_the_old()
        return list(self._files)

    def _forget_the_old(self) -> None:
        oldest = self._clock.now() - self._kept_s()
        with self._lock:
            self._files = {path: one for path, one in self._files.items() if one.born >= oldest}
