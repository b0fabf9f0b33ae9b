"""The files of a machine of the playground, which shares no code with the client, compared byte for byte."""

import asyncio
import io
import tarfile
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr
from yarl import URL

from bot.core.artifacts import Listing
from bot.core.errors import FileTooLarge, Refused
from bot.core.ids import EnvironmentId
from bot.playground.keys import OPTIONS
from bot.playground.server import Options, running
from bot.providers.http import Timeouts
from bot.providers.interactions.files import InteractionsFiles
from bot.providers.interactions.patience import Patience

DISK = {
    "workspace/hello.txt": b"Hello",
    "workspace/empty": b"",
    "workspace/a b/c#d?e%41&f+g.txt": b"odd name",
    "workspace/grüße/日本.bin": bytes(range(256)) * 4000,
    "workspace/deep/1/2/3/4/5/6.json": b"{}",
}
LIMIT = 10_000_000
FILES_API = "*/environments/*/files*"


class Machine:
    """One environment of the playground, and the playground's levers."""

    def __init__(self, base: str, session: aiohttp.ClientSession) -> None:
        self.base = base
        self.id = EnvironmentId("")
        self._session = session

    async def create(self) -> None:
        self.id = EnvironmentId((await self._posted("/v1beta/environments", {}))["id"])
        await asyncio.gather(*(self.put(path, content) for path, content in DISK.items()))

    async def put(self, path: str, content: bytes) -> None:
        quoted = "/".join(_quoted(part) for part in path.split("/"))
        address = f"{self.base}/upload/v1beta/environments/{self.id}/files/{quoted}?overwrite=true"
        async with self._session.put(
            URL(address, encoded=True), data=content, headers={"x-goog-api-key": "any"}
        ) as answer:
            assert answer.ok, await answer.text()

    async def delete(self) -> None:
        address = f"{self.base}/v1beta/environments/{self.id}"
        async with self._session.delete(address, headers={"x-goog-api-key": "any"}) as answer:
            assert answer.ok, await answer.text()

    async def breaks(self, path: str, do: dict[str, Any], **match: Any) -> None:
        await self._posted("/playground/faults", {"match": {"method": "GET", "path": path, **match}, "do": do})

    async def moves_clock(self, seconds: float) -> None:
        await self._posted("/playground/clock", {"advance_s": seconds})

    async def violations(self) -> object:
        async with self._session.get(f"{self.base}/playground/violations") as answer:
            return await answer.json()

    async def _posted(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        async with self._session.post(self.base + path, json=body, headers={"x-goog-api-key": "any"}) as answer:
            assert answer.ok, await answer.text()
            found: dict[str, Any] = await answer.json()
            return found


def _quoted(part: str) -> str:
    return "".join(f"%{byte:02X}" for byte in part.encode())


@pytest.fixture
async def machine(session: aiohttp.ClientSession) -> AsyncIterator[Machine]:
    async with running(Options(port=0, speed=200)) as app:
        machine = Machine(app[OPTIONS].origin, session)
        await machine.create()
        yield machine
        assert await machine.violations() == []


@pytest.fixture(params=["v1beta", "v1"])
def files(request: pytest.FixtureRequest, machine: Machine, session: aiohttp.ClientSession) -> InteractionsFiles:
    return InteractionsFiles(
        session,
        base=machine.base,
        key=SecretStr("any"),
        version=request.param,
        timeouts=Timeouts(connect=2, total=5, idle=5),
        patience=Patience(first_wait=0.01, jitter=0),
    )


async def contents(files: InteractionsFiles, machine: Machine, listing: Listing) -> dict[str, bytes]:
    return {file.path: await files.fetch(machine.id, file.path, limit=LIMIT) for file in listing.files}


async def test_what_is_listed_can_be_fetched(files: InteractionsFiles, machine: Machine) -> None:
    """Every file is listed once with its size, and its bytes are those on the machine, whatever its name."""
    listing = await files.list(machine.id)

    assert listing.is_complete
    assert {file.path: file.size for file in listing.files} == {path: len(content) for path, content in DISK.items()}
    assert all(file.modified and file.modified > 1_600_000_000_000 for file in listing.files)
    assert await contents(files, machine, listing) == DISK


async def test_the_tar_is_the_disk(files: InteractionsFiles, machine: Machine) -> None:
    """The whole disk as a tar holds the same files with the same bytes."""
    tar = await files.fetch_all(machine.id, limit=LIMIT)

    with tarfile.open(fileobj=io.BytesIO(tar), mode="r:") as archive:
        members = [member for member in archive if member.isreg()]
        found = {member.name: (archive.extractfile(member) or io.BytesIO()).read() for member in members}
    assert found == DISK


async def test_many_files_come_in_pages(files: InteractionsFiles, machine: Machine) -> None:
    """More files than a page holds are all listed, without one twice."""
    for start in range(0, 1100, 100):
        await asyncio.gather(*(machine.put(f"workspace/many/{start + i:04}", b"x") for i in range(100)))

    listing = await files.list(machine.id)

    assert len(listing.files) == 1100 + len(DISK)
    assert len({file.path for file in listing.files}) == len(listing.files)


async def test_limits_hold(files: InteractionsFiles, machine: Machine) -> None:
    """One byte beyond the limit is too large, for a file and for the disk."""
    large = "workspace/grüße/日本.bin"

    assert len(await files.fetch(machine.id, large, limit=1_024_000)) == 1_024_000
    with pytest.raises(FileTooLarge):
        await files.fetch(machine.id, large, limit=1_023_999)
    with pytest.raises(FileTooLarge):
        await files.fetch_all(machine.id, limit=1_024_000)


@pytest.mark.parametrize("status", [404, 501])
async def test_the_old_way_gives_the_same(files: InteractionsFiles, machine: Machine, status: int) -> None:
    """Without the API of files, listing, bytes and disk are the same out of the deprecated download."""
    modern = await files.list(machine.id)
    await machine.breaks(FILES_API, {"status": status})

    older = await files.list(machine.id)

    assert [(file.path, file.size) for file in older.files] == [(file.path, file.size) for file in modern.files]
    assert await contents(files, machine, older) == DISK
    tar = await files.fetch_all(machine.id, limit=LIMIT)
    with tarfile.open(fileobj=io.BytesIO(tar), mode="r:") as archive:
        assert "./workspace/hello.txt" in archive.getnames()


async def test_a_missing_path_is_not_found(files: InteractionsFiles, machine: Machine) -> None:
    """A path that is not there is refused with 404, in the API's words."""
    with pytest.raises(Refused) as caught:
        await files.fetch(machine.id, "workspace/none.txt", limit=LIMIT)

    assert "not found in environment" in caught.value.said
    assert caught.value.status == 404


@pytest.mark.parametrize("how", ["unknown", "deleted", "expired"])
async def test_a_missing_machine_is_not_found(files: InteractionsFiles, machine: Machine, how: str) -> None:
    """An unknown, deleted or expired machine is refused with 404, whatever of it is asked for."""
    if how == "unknown":
        machine.id = EnvironmentId("env_none")
    elif how == "deleted":
        await machine.delete()
    else:
        await machine.moves_clock(8 * 24 * 3600)

    for attempt in (
        files.list(machine.id),
        files.fetch(machine.id, "workspace/hello.txt", limit=LIMIT),
        files.fetch_all(machine.id, limit=LIMIT),
    ):
        with pytest.raises(Refused) as caught:
            await attempt
        assert (caught.value.status, caught.value.code) == (404, "not_found")


@pytest.mark.parametrize(
    "do", [{"status": 503}, {"status": 500}, {"status": 429}, {"drop": "before"}, {"drop": "after"}]
)
async def test_a_stumble_is_not_noticed(files: InteractionsFiles, machine: Machine, do: dict[str, Any]) -> None:
    """What goes wrong twice and then works is the same listing and the same bytes."""
    await machine.breaks(FILES_API, do, times=2)
    listing = await files.list(machine.id)
    await machine.breaks(FILES_API, do, times=2)

    assert await contents(files, machine, listing) == DISK
