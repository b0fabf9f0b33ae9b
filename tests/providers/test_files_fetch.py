"""One file, or the whole disk, up to a limit."""

import asyncio
from random import Random

import aiohttp
import pytest
from aiohttp import web

from bot.core.errors import FileTooLarge, Refused, Unreachable
from tests.providers.behaviours import cuts_its_answer, drops, says, sends
from tests.providers.conftest import KEY, Endpoint
from tests.providers.disks import ENV, NOT_FOUND, ROOT, files_at, served, tar_of

BYTES = bytes(range(256)) * 1000


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("workspace/a.txt", "workspace/a.txt"),
        ("a b/c#d?e%41&f.txt", "a%20b/c%23d%3Fe%2541%26f.txt"),
        ("grüße/日本.md", "gr%C3%BC%C3%9Fe/%E6%97%A5%E6%9C%AC.md"),
        ("./x//y", "x/y"),
        ("a:download", "a%3Adownload"),
    ],
)
async def test_a_path_is_encoded_by_segments(
    endpoint: Endpoint, session: aiohttp.ClientSession, path: str, asked: str
) -> None:
    """Every character of a path but its slashes travels encoded, and the bytes come back as they are."""
    endpoint.will(sends(BYTES, content_type="application/octet-stream"))

    content = await files_at(endpoint.base, session).fetch(ENV, path, limit=len(BYTES))

    assert content == BYTES
    assert endpoint.asked == [("GET", f"{ROOT}/{asked}?alt=media")]
    assert endpoint.headers[0]["accept"] == "*/*"
    assert endpoint.headers[0]["x-goog-api-key"] == KEY


@pytest.mark.parametrize("path", ["", "/", ".", "..", "a/../b", "../../interactions/x", "a\0"])
async def test_no_path_climbs(endpoint: Endpoint, session: aiohttp.ClientSession, path: str) -> None:
    """A path that no listing could hold is refused as not found, without a request."""
    endpoint.will(sends(b"secret"))

    with pytest.raises(Refused) as caught:
        await files_at(endpoint.base, session).fetch(ENV, path, limit=100)

    assert caught.value.status == 404
    assert endpoint.asked == []


async def test_the_disk_is_one_tar(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """The whole disk is asked for recursively and comes as it was sent."""
    tar = tar_of({"workspace/a.txt": BYTES})
    endpoint.will(sends(tar, content_type="application/x-tar"))

    assert await files_at(endpoint.base, session).fetch_all(ENV, limit=len(tar)) == tar
    assert endpoint.asked == [("GET", f"{ROOT}?alt=media&recursive=true")]


async def test_a_told_size_is_enough(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """A file whose size is told and too large is given up at its headers, after one request."""

    async def behaviour(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1001"})
        await response.prepare(request)
        await asyncio.sleep(5)
        return response

    endpoint.will(behaviour)

    with pytest.raises(FileTooLarge, match="more than 1000 bytes"):
        await files_at(endpoint.base, session, longest=1).fetch(ENV, "a", limit=1000)
    assert len(endpoint.asked) == 1


@pytest.mark.parametrize("is_whole_disk", [False, True])
async def test_a_flood_is_left(endpoint: Endpoint, session: aiohttp.ClientSession, is_whole_disk: bool) -> None:
    """A body without a size is read up to the limit and its connection closed; little more is ever sent."""
    written, ended = 0, asyncio.Event()

    async def behaviour(request: web.Request) -> web.StreamResponse:
        nonlocal written
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while written < 100_000_000:
                await response.write(b"x" * 65_536)
                written += 65_536
        finally:
            ended.set()
        return response

    endpoint.will(behaviour)
    files = files_at(endpoint.base, session)

    with pytest.raises(FileTooLarge):
        await (files.fetch_all(ENV, limit=100_000) if is_whole_disk else files.fetch(ENV, "a", limit=100_000))
    await asyncio.wait_for(ended.wait(), 5)

    assert written < 20_000_000
    assert len(endpoint.asked) == 1


@pytest.mark.parametrize("content", [b"\0" * 1_000_000, Random(1).randbytes(1_000_000)])  # noqa: S311 - noise, no secret
async def test_the_limit_is_of_unpacked_bytes(
    endpoint: Endpoint, session: aiohttp.ClientSession, content: bytes
) -> None:
    """A packed answer counts unpacked, whether packing made it a thousandth or, as of noise, a little more."""

    async def behaviour(_: web.Request) -> web.StreamResponse:
        response = web.Response(body=content)
        response.enable_compression(web.ContentCoding.gzip)
        return response

    endpoint.will(behaviour)
    files = files_at(endpoint.base, session)

    with pytest.raises(FileTooLarge):
        await files.fetch(ENV, "a", limit=999_999)
    assert await files.fetch(ENV, "a", limit=1_000_000) == content


@pytest.mark.parametrize(("size", "limit"), [(0, 0), (0, 1), (1, 1), (256_000, 256_000)])
async def test_the_limit_itself_is_allowed(
    endpoint: Endpoint, session: aiohttp.ClientSession, size: int, limit: int
) -> None:
    """A file of exactly the limit comes whole, an empty one too."""
    endpoint.will(sends(b"x" * size))

    assert await files_at(endpoint.base, session).fetch(ENV, "a", limit=limit) == b"x" * size


async def test_a_fetch_is_tried_again(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """A lost or cut answer is asked for again, and never passed on half."""
    endpoint.will(drops, cuts_its_answer, sends(BYTES))

    assert await files_at(endpoint.base, session).fetch(ENV, "a", limit=len(BYTES)) == BYTES


async def test_patience_ends(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """A file that never comes whole is `Unreachable`."""
    endpoint.will(cuts_its_answer)

    with pytest.raises(Unreachable):
        await files_at(endpoint.base, session).fetch(ENV, "a", limit=100)
    assert len(endpoint.asked) == 3


async def test_a_missing_file_is_not_found(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """Where the root is listed, a path's 404 is the path's own; nothing else is downloaded."""
    endpoint.will(served({ROOT: says(200, {"files": []})}))

    with pytest.raises(Refused) as caught:
        await files_at(endpoint.base, session).fetch(ENV, "gone.txt", limit=100)

    assert (caught.value.status, caught.value.code) == (404, "not_found")
    assert [path for _, path in endpoint.asked] == [
        f"{ROOT}/gone.txt?alt=media",
        f"{ROOT}?recursive=true&page_size=1",
    ]


async def test_a_file_of_a_missing_machine_is_not_found(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """Where file, root and machine are all unknown, it is the machine that is gone."""
    endpoint.will(NOT_FOUND)

    with pytest.raises(Refused) as caught:
        await files_at(endpoint.base, session).fetch(ENV, "gone.txt", limit=100)

    assert caught.value.status == 404
    assert len(endpoint.asked) == 3
