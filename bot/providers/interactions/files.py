"""The files of an agent's machine over the Interactions API, as `core.ports.Files`.

Where the API does not serve them, they are read out of its older, deprecated download of the whole disk.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus

import aiohttp
from pydantic import SecretStr
from yarl import URL

from bot.core.artifacts import Listing
from bot.core.errors import Refused, Unreachable
from bot.core.ids import EnvironmentId
from bot.providers.http import Call, Timeouts, Transport
from bot.providers.interactions.files_download import Downloaded, Downloads
from bot.providers.interactions.files_fallback import Bounds, Fallback
from bot.providers.interactions.files_listing import Listings
from bot.providers.interactions.files_paths import Addresses
from bot.providers.interactions.files_snapshot import NoTar, Snapshot, read_snapshot
from bot.providers.interactions.patience import Patience, is_not_found
from bot.providers.interactions.runs import KEY_HEADER
from bot.providers.interactions.translate_errors import explain
from bot.providers.redirects import is_google_storage

PAGE_LIMIT = 32 * 1024 * 1024
"""Bytes of one page of a listing."""


class InteractionsFiles:
    """`longest`: seconds that one call of a method may take, whatever is tried in it."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        base: str,
        key: SecretStr,
        version: str = "v1beta",
        timeouts: Timeouts | None = None,
        patience: Patience | None = None,
        bounds: Bounds | None = None,
        longest: float = 300.0,
        may_follow: Callable[[URL], bool] = is_google_storage,
    ) -> None:
        secrets = {KEY_HEADER: key}
        self._http = Transport(
            session, base=base, secrets=secrets, explain=explain, timeouts=timeouts, body_limit=PAGE_LIMIT
        )
        self._addresses = Addresses(version)
        self._bounds = bounds or Bounds()
        self._downloads = Downloads(self._http, may_follow)
        self._fallback = Fallback(self._downloads, self._addresses, self._bounds)
        self._longest = longest
        patience = patience or Patience()
        self._patiently = patience.caller.on(lambda error: not is_not_found(error) and patience.wait_after(error))
        self._listings = Listings(self._http, self._addresses, self._patiently)

    async def list(self, environment: EnvironmentId) -> Listing:
        """All files of the machine, as many as `Bounds.files`."""
        async with self._in_time(environment):
            try:
                return await self._listings.read(environment, most=self._bounds.files)
            except Refused as error:
                if not await self._is_unserved(environment, error):
                    raise
            return (await self._snapshot(environment)).listing

    async def fetch(self, environment: EnvironmentId, path: str, *, limit: int) -> bytes:
        """One file's bytes, from the snapshot that a listing was just read from if there is one."""
        call = _media(self._addresses.file(environment, path))
        async with self._in_time(environment):
            if (held := self._fallback.held(environment)) is not None:
                return held.read(path, limit=limit)
            try:
                return await self._patiently(self._downloads.whole, call, limit=limit)
            except Refused as error:
                if not await self._is_unserved(environment, error, at_root=False):
                    raise
            return (await self._snapshot(environment)).read(path, limit=limit)

    async def fetch_all(self, environment: EnvironmentId, *, limit: int) -> bytes:
        """The disk as a tar, with the names that the API gives it."""
        call = _media(self._addresses.files(environment), recursive="true")
        async with self._in_time(environment):
            try:
                return await self._patiently(self._downloads.whole, call, limit=limit)
            except Refused as error:
                if not await self._is_unserved(environment, error):
                    raise
            async with self._telling_gone_from_unserved(environment):
                return await self._patiently(self._fallback.whole, environment, limit=limit)

    async def fetch_many(
        self, environment: EnvironmentId, paths: Collection[str], *, limit: int
    ) -> Mapping[str, bytes]:
        """Out of the disk's tar, read with the same distrust as a snapshot."""
        whole = await self.fetch_all(environment, limit=limit)
        return await asyncio.to_thread(_picked, whole, frozenset(paths), limit)

    async def _is_unserved(self, environment: EnvironmentId, error: Refused, *, at_root: bool = True) -> bool:
        """Whether it is not the machine (or the path on it) that is missing, but the API of files.

        501 says so. A 404 says it when it is about the root and the machine itself is known all the same: then
        `GET /environments/{id}` has another answer than 404. A path's 404 says nothing until the root was asked too.
        """
        if error.status == HTTPStatus.NOT_IMPLEMENTED:
            return True
        if not is_not_found(error):
            return False
        if at_root:
            return await self._status(environment) != HTTPStatus.NOT_FOUND
        try:
            await self._listings.page(environment, size=1)
        except Refused as of_root:
            return await self._is_unserved(environment, of_root)
        return False

    async def _status(self, environment: EnvironmentId) -> int:
        """200, 404 or 501: whether the machine is known, or cannot be asked about. Raises every other refusal."""
        try:
            await self._patiently(self._asked, Call(method="GET", path=self._addresses.environment(environment)))
        except Refused as error:
            if error.status in {HTTPStatus.NOT_FOUND, HTTPStatus.NOT_IMPLEMENTED}:
                return error.status
            raise
        return HTTPStatus.OK

    async def _asked(self, call: Call) -> None:
        async with self._http.open(call) as answer:
            await answer.read()

    async def _snapshot(self, environment: EnvironmentId) -> Snapshot:
        async with self._telling_gone_from_unserved(environment):
            return await self._patiently(self._fallback.take, environment)

    @asynccontextmanager
    async def _telling_gone_from_unserved(self, environment: EnvironmentId) -> AsyncGenerator[None]:
        """A snapshot's 404 must not pass for the machine's, for then a new one would be begun and the old one lost."""
        try:
            yield
        except Refused as error:
            if is_not_found(error) and await self._status(environment) == HTTPStatus.OK:
                raise Refused(f"the API serves no files: {error}", code="unimplemented", status=501) from error
            raise

    @asynccontextmanager
    async def _in_time(self, environment: EnvironmentId) -> AsyncGenerator[None]:
        try:
            async with asyncio.timeout(self._longest):
                yield
        except TimeoutError as error:
            raise Unreachable(f"the files of {environment}: no end after {self._longest:g} s") from error


def _picked(tar: bytes, paths: frozenset[str], limit: int) -> dict[str, bytes]:
    try:
        snapshot = read_snapshot(Downloaded(tar, is_whole=True), most_files=MOST_FILES)
    except NoTar as error:
        raise Unreachable("the disk came as something that is no tar") from error
    there = {file.path for file in snapshot.listing.files}
    found: dict[str, bytes] = {}
    for path in sorted(paths & there):
        found[path] = snapshot.read(path, limit=limit)
        limit -= len(found[path])
    return found


MOST_FILES = 100_000
"""Members of a disk's tar that are looked at."""


def _media(path: str, **query: str) -> Call:
    return Call(method="GET", path=path, query={"alt": "media", **query}, stream=True, accept="*/*")
