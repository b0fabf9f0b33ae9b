"""An API without files of its own: everything out of the deprecated download, and a missing machine told from it."""

import asyncio
import tarfile

import aiohttp
import pytest
from aiohttp import web

from bot.core.artifacts import EnvironmentFile, Listing
from bot.core.errors import FileTooLarge, Refused, Unreachable
from bot.core.ids import EnvironmentId, Milliseconds
from bot.providers.interactions.files_fallback import Bounds
from tests.providers.behaviours import says, sends
from tests.providers.conftest import Behaviour, Endpoint
from tests.providers.disks import ENV, MACHINE, NOT_FOUND, ROOT, SNAPSHOT, UNIMPLEMENTED, files_at, served, tar_of

DISK = {"./project/README.md": b"# Hello\n", "./project/data.bin": bytes(range(256)), "./empty": b""}
KNOWN = says(200, {"id": ENV, "status": "active"})
TAR = sends(tar_of(DISK), content_type="application/x-tar")
MODIFIED = Milliseconds(1_790_000_000_000)


def older(**changes: Behaviour) -> Behaviour:
    """Knows its machines and gives their snapshot, but serves no files."""
    return served({MACHINE: changes.get("machine", KNOWN), SNAPSHOT: changes.get("snapshot", TAR)})


def asked_paths(endpoint: Endpoint) -> list[str]:
    return [path.partition("?")[0] for _, path in endpoint.asked]


@pytest.mark.parametrize(
    ("root", "machine"),
    [(NOT_FOUND, KNOWN), (NOT_FOUND, UNIMPLEMENTED), (UNIMPLEMENTED, KNOWN), (UNIMPLEMENTED, NOT_FOUND)],
)
async def test_the_snapshot_is_listed(
    endpoint: Endpoint, session: aiohttp.ClientSession, root: Behaviour, machine: Behaviour
) -> None:
    """Where the API of files is not there, the listing is that of the snapshot, names without their dots."""
    endpoint.will(served({ROOT: root, MACHINE: machine, SNAPSHOT: TAR}))

    listing = await files_at(endpoint.base, session).list(ENV)

    assert listing == Listing(
        (
            EnvironmentFile("empty", 0, modified=MODIFIED),
            EnvironmentFile("project/README.md", 8, modified=MODIFIED),
            EnvironmentFile("project/data.bin", 256, modified=MODIFIED),
        )
    )
    assert endpoint.asked[-1] == ("GET", f"{SNAPSHOT}?alt=media")


async def test_a_missing_machine_is_no_missing_api(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """Where the machine itself is answered with 404, that is the answer: no snapshot is asked for."""
    endpoint.will(served({SNAPSHOT: TAR}))
    files = files_at(endpoint.base, session)

    for attempt in (files.list(ENV), files.fetch_all(ENV, limit=100_000)):
        with pytest.raises(Refused) as caught:
            await attempt
        assert (caught.value.status, caught.value.code) == (404, "not_found")
    assert asked_paths(endpoint) == [ROOT, MACHINE] * 2


async def test_a_refused_question_decides_nothing(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """Where the machine may not be asked about, that refusal is told, and nothing is taken for gone."""
    endpoint.will(older(machine=says(403, {"error": {"code": "permission_denied", "message": "No."}})))

    with pytest.raises(Refused) as caught:
        await files_at(endpoint.base, session).list(ENV)

    assert caught.value.code == "permission_denied"


@pytest.mark.parametrize("root", [NOT_FOUND, UNIMPLEMENTED])
async def test_a_missing_snapshot_is_no_missing_machine(
    endpoint: Endpoint, session: aiohttp.ClientSession, root: Behaviour
) -> None:
    """A known machine without files API and without snapshot is not reported as gone."""
    endpoint.will(served({ROOT: root, MACHINE: KNOWN}))
    files = files_at(endpoint.base, session)

    for attempt in (files.list(ENV), files.fetch_all(ENV, limit=100_000)):
        with pytest.raises(Refused) as caught:
            await attempt
        assert (caught.value.status, caught.value.code) == (501, "unimplemented")


async def test_an_api_with_nothing_at_all(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """A machine that cannot be asked about and has no snapshot is not found."""
    endpoint.will(served({ROOT: UNIMPLEMENTED, MACHINE: UNIMPLEMENTED}))

    with pytest.raises(Refused) as caught:
        await files_at(endpoint.base, session).list(ENV)

    assert caught.value.status == 404


async def test_one_snapshot_serves_a_listing_and_its_files(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """After a listing its files are read without another request, under whichever spelling of their path."""
    endpoint.will(older())
    files = files_at(endpoint.base, session)
    listing = await files.list(ENV)
    endpoint.asked.clear()

    contents = {one.path: await files.fetch(ENV, one.path, limit=1000) for one in listing.files}

    assert contents == {name.removeprefix("./"): content for name, content in DISK.items()}
    assert await files.fetch(ENV, "./empty", limit=0) == b""
    assert endpoint.asked == []


async def test_limits_hold_in_a_snapshot(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """A file of a snapshot has the same limit and the same 404 as one of the API."""
    endpoint.will(older())
    files = files_at(endpoint.base, session)

    with pytest.raises(FileTooLarge):
        await files.fetch(ENV, "project/data.bin", limit=255)
    with pytest.raises(Refused) as caught:
        await files.fetch(ENV, "project/none", limit=1000)

    assert caught.value.status == 404
    assert len(await files.fetch(ENV, "project/data.bin", limit=256)) == 256


async def test_a_file_alone_finds_its_way(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """A fetch without a listing before tells a missing API from a missing path by asking for root and machine."""
    endpoint.will(older())

    content = await files_at(endpoint.base, session).fetch(ENV, "project/README.md", limit=1000)

    assert content == b"# Hello\n"
    assert asked_paths(endpoint) == [f"{ROOT}/project/README.md", ROOT, MACHINE, SNAPSHOT]


async def test_a_listing_is_always_of_now(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """A second listing downloads again, and files are then read out of the newer snapshot."""
    endpoint.will(older())
    files = files_at(endpoint.base, session)
    await files.list(ENV)
    endpoint.will(older(snapshot=sends(tar_of({"new.txt": b"new"}))))

    listing = await files.list(ENV)

    assert [one.path for one in listing.files] == ["new.txt"]
    assert await files.fetch(ENV, "new.txt", limit=10) == b"new"


async def test_a_snapshot_is_soon_forgotten(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """After its time a snapshot is let go of, and a file is asked for anew."""
    endpoint.will(older())
    files = files_at(endpoint.base, session, bounds=Bounds(snapshot_seconds=0.05))
    await files.list(ENV)
    await asyncio.sleep(0.1)
    endpoint.asked.clear()

    await files.fetch(ENV, "empty", limit=10)

    assert asked_paths(endpoint)[-1] == SNAPSHOT


async def test_a_newer_snapshot_has_its_own_time(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """When an older snapshot's time is over, the newer one of the same machine stays."""
    endpoint.will(older())
    files = files_at(endpoint.base, session, bounds=Bounds(snapshot_seconds=1.0))
    await files.list(ENV)
    await asyncio.sleep(0.6)
    await files.list(ENV)
    await asyncio.sleep(0.6)
    endpoint.asked.clear()

    await files.fetch(ENV, "empty", limit=10)

    assert endpoint.asked == []


async def test_few_snapshots_are_held(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """A third machine's snapshot takes the place of the first one's."""

    async def any_machine(request: web.Request) -> web.StreamResponse:
        is_snapshot = request.rel_url.raw_path.endswith(":download")
        is_file = "/environments/" in request.path and "/files" in request.path
        return await (TAR if is_snapshot else NOT_FOUND if is_file else KNOWN)(request)

    endpoint.will(any_machine)
    files = files_at(endpoint.base, session)
    for number in range(3):
        await files.list(EnvironmentId(f"env_{number}"))
    endpoint.asked.clear()

    await files.fetch(EnvironmentId("env_2"), "empty", limit=10)
    await files.fetch(EnvironmentId("env_1"), "empty", limit=10)
    assert endpoint.asked == []
    await files.fetch(EnvironmentId("env_0"), "empty", limit=10)
    assert endpoint.asked != []


async def test_the_whole_snapshot_is_the_disk(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """The whole disk is then the snapshot as it is, within its limit."""
    endpoint.will(older())
    files = files_at(endpoint.base, session)
    tar = tar_of(DISK)

    assert await files.fetch_all(ENV, limit=len(tar)) == tar
    with pytest.raises(FileTooLarge):
        await files.fetch_all(ENV, limit=len(tar) - 1)


async def test_a_large_snapshot_is_listed_in_part(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """Of a snapshot beyond its bound the beginning is listed, as incomplete; a file from beyond it is too large."""
    endpoint.will(older(snapshot=sends(tar_of({"a": b"a" * 400, "b": b"b" * 100_000, "c": b"c"}))))
    files = files_at(endpoint.base, session, bounds=Bounds(snapshot_bytes=50_000))

    listing = await files.list(ENV)

    assert listing == Listing((EnvironmentFile("a", 400, modified=MODIFIED),), is_complete=False)
    assert await files.fetch(ENV, "a", limit=400) == b"a" * 400
    for path in ("b", "c"):
        with pytest.raises(FileTooLarge):
            await files.fetch(ENV, path, limit=1_000_000)


async def test_a_snapshot_of_many_files_is_listed_in_part(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """The bound on the number of files holds for snapshots."""
    endpoint.will(older())

    listing = await files_at(endpoint.base, session, bounds=Bounds(files=2)).list(ENV)

    assert len(listing.files) == 2
    assert not listing.is_complete


@pytest.mark.parametrize("body", [b"", b"<html>please sign in</html>" * 100, b"\x1f\x8b" + b"x" * 2000])
async def test_what_is_no_tar_is_no_answer(endpoint: Endpoint, session: aiohttp.ClientSession, body: bytes) -> None:
    """A snapshot that is no tar is an answer that was lost."""
    endpoint.will(older(snapshot=sends(body)))

    with pytest.raises(Unreachable, match="no tar"):
        await files_at(endpoint.base, session).list(ENV)


async def test_an_empty_tar_is_an_empty_machine(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """A tar of nothing but its end is a machine without files."""
    endpoint.will(older(snapshot=sends(b"\0" * tarfile.RECORDSIZE)))

    assert await files_at(endpoint.base, session).list(ENV) == Listing(())
