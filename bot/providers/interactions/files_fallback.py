"""The deprecated download of a machine's whole disk, kept for a moment so that a listing's files need no second one."""

import asyncio
from dataclasses import dataclass, field

from bot.core.errors import Unreachable
from bot.core.ids import EnvironmentId
from bot.providers.http import Call
from bot.providers.interactions.files_download import Downloaded, Downloads
from bot.providers.interactions.files_paths import Addresses
from bot.providers.interactions.files_snapshot import NoTar, Snapshot, read_snapshot

MOST_HELD = 2
"""Snapshots in memory at once: the oldest goes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What we are willing to hold of machines. `snapshot_bytes` of one snapshot, for `snapshot_seconds`."""

    files: int = 10_000
    snapshot_bytes: int = 64 * 1024 * 1024
    snapshot_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Fallback:
    downloads: Downloads
    addresses: Addresses
    bounds: Bounds
    _held: dict[EnvironmentId, Snapshot] = field(default_factory=dict)

    def held(self, environment: EnvironmentId) -> Snapshot | None:
        return self._held.get(environment)

    async def take(self, environment: EnvironmentId) -> Snapshot:
        """The disk as it is now, as far as it is within bounds."""
        call = self._call(environment)
        found = await self.downloads.beginning(call, limit=self.bounds.snapshot_bytes)
        snapshot = await self._read(found, call)
        self._hold(environment, snapshot)
        return snapshot

    async def whole(self, environment: EnvironmentId, *, limit: int) -> bytes:
        return await self.downloads.whole(self._call(environment), limit=limit)

    def _call(self, environment: EnvironmentId) -> Call:
        path = self.addresses.snapshot(environment)
        return Call(method="GET", path=path, query={"alt": "media"}, stream=True, accept="*/*")

    async def _read(self, found: Downloaded, call: Call) -> Snapshot:
        """In a thread, for the event loop has others to serve meanwhile."""
        try:
            return await asyncio.to_thread(read_snapshot, found, most_files=self.bounds.files)
        except NoTar as error:
            raise Unreachable(f"{call}: the answer is no tar: {error}") from error

    def _hold(self, environment: EnvironmentId, snapshot: Snapshot) -> None:
        self._held.pop(environment, None)
        self._held[environment] = snapshot
        if len(self._held) > MOST_HELD:
            del self._held[next(iter(self._held))]
        asyncio.get_running_loop().call_later(self.bounds.snapshot_seconds, self._forget, environment, snapshot)

    def _forget(self, environment: EnvironmentId, snapshot: Snapshot) -> None:
        if self._held.get(environment) is snapshot:
            del self._held[environment]
