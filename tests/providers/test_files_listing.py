"""Listings in pages, with missing fields, in circles and without end."""

from typing import Any

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from bot.core.artifacts import EnvironmentFile, Listing
from bot.core.errors import Refused, Unreachable
from bot.core.ids import EnvironmentId, Milliseconds
from bot.providers.interactions.files_fallback import Bounds
from tests.providers.behaviours import drops, hangs, says, sends
from tests.providers.conftest import KEY, Endpoint
from tests.providers.disks import ENV, ROOT, files_at


def file(path: str, **fields: Any) -> dict[str, Any]:
    return {"name": path.rpartition("/")[2], "path": path, "type": "file", "size_bytes": "1"} | fields


async def paged(request: web.Request) -> web.StreamResponse:
    """Two thousand five hundred files, as many a page as asked for."""
    start, size = int(request.query.get("page_token", "0")), int(request.query["page_size"])
    end = min(start + size, 2500)
    body: dict[str, Any] = {"files": [file(f"workspace/{number:04}.txt") for number in range(start, end)]}
    return web.json_response(body | ({"next_page_token": str(end)} if end < 2500 else {}))


async def test_an_entry_has_its_published_meaning(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """Sizes come as strings, times as ISO with or without fractions; directories in either case are left out."""
    entry = file(
        "workspace/src/main.py",
        size_bytes="9007199254740992",
        mime_type="text/x-python",
        created="2026-11-22T10:00:00Z",
        modified="2026-11-22T11:00:00.123456789+01:00",
    )
    folders = [file("workspace", type="DIRECTORY", mime_type=""), file("workspace/src", type="directory")]
    endpoint.will(says(200, {"files": [*folders, entry, file("a.txt", type="FILE")]}))

    listing = await files_at(endpoint.base, session).list(ENV)

    ten, eleven = Milliseconds(1_795_341_600_000), Milliseconds(1_795_341_600_123)
    assert listing == Listing(
        (
            EnvironmentFile("a.txt", 1),
            EnvironmentFile("workspace/src/main.py", 9007199254740992, "text/x-python", ten, eleven),
        )
    )
    assert endpoint.asked == [("GET", f"{ROOT}?recursive=true&page_size=1000")]
    assert endpoint.headers[0]["x-goog-api-key"] == KEY


@pytest.mark.parametrize(
    ("entry", "path", "size"),
    [
        ({"path": "a.txt"}, "a.txt", 0),
        ({"name": "a.txt", "type": None, "size_bytes": None}, "a.txt", 0),
        ({"path": "a.txt", "type": "file", "size_bytes": 12}, "a.txt", 12),
        ({"path": "a.txt", "type": "file", "size_bytes": "-1", "created": "yesterday"}, "a.txt", 0),
        ({"path": "a.txt", "type": "file", "size_bytes": str(2**53 + 1)}, "a.txt", 0),
        ({"path": "a.txt", "type": "file", "size_bytes": "9" * 400}, "a.txt", 0),
        ({"path": "a.txt", "type": "socket", "size_bytes": "many", "new_field": [1]}, "a.txt", 0),
        ({"path": "./workspace//./a.txt"}, "workspace/a.txt", 0),
        ({"path": "/workspace/a.txt"}, "workspace/a.txt", 0),
    ],
)
async def test_what_is_missing_is_no_fault(
    endpoint: Endpoint, session: aiohttp.ClientSession, entry: dict[str, Any], path: str, size: int
) -> None:
    """An entry with nothing but a path is a file; what is unreadable in it counts as unsaid, its path has one form."""
    endpoint.will(says(200, {"files": [entry]}))

    listing = await files_at(endpoint.base, session).list(ENV)

    assert listing == Listing((EnvironmentFile(path, size),))


@pytest.mark.parametrize(
    "entry", [{}, {"path": ""}, {"path": ".."}, {"path": "a/../../b"}, {"path": "dir/"}, {"path": "a\0b"}, 7, None]
)
async def test_what_is_no_file_spoils_nothing(
    endpoint: Endpoint, session: aiohttp.ClientSession, entry: object
) -> None:
    """An entry that could not be asked for is left out, and the rest is listed."""
    endpoint.will(says(200, {"files": [entry, file("b.txt")]}))

    assert await files_at(endpoint.base, session).list(ENV) == Listing((EnvironmentFile("b.txt", 1),))


@pytest.mark.parametrize("body", [{}, {"files": None}, {"files": [], "next_page_token": ""}])
async def test_an_empty_machine_has_no_files(
    endpoint: Endpoint, session: aiohttp.ClientSession, body: dict[str, Any]
) -> None:
    """A list that is empty or not there at all is an empty listing."""
    endpoint.will(says(200, body))

    assert await files_at(endpoint.base, session).list(ENV) == Listing(())


@pytest.mark.parametrize(("most", "is_complete"), [(2499, False), (2500, True), (10_000, True), (1000, False)])
async def test_pages_are_read_to_the_bound(
    endpoint: Endpoint, session: aiohttp.ClientSession, most: int, is_complete: bool
) -> None:
    """Pages are joined; a listing with more files than the bound ends there and says so."""
    endpoint.will(paged)

    listing = await files_at(endpoint.base, session, bounds=Bounds(files=most)).list(ENV)

    assert len(listing.files) == min(most, 2500)
    assert listing.is_complete is is_complete
    assert [one.path for one in listing.files[:2]] == ["workspace/0000.txt", "workspace/0001.txt"]


async def test_a_token_travels_unharmed(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """A page token of any characters comes back as it was given."""
    token = "a+b/c==&d e%41"
    endpoint.will(says(200, {"files": [file("a")], "next_page_token": token}), says(200, {"files": [file("b")]}))

    listing = await files_at(endpoint.base, session).list(ENV)

    assert [one.path for one in listing.files] == ["a", "b"]
    assert URL(endpoint.asked[1][1]).query["page_token"] == token


async def test_a_circle_of_pages_ends(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """A server that gives the same token again is not believed to be at its end, nor asked for ever."""
    endpoint.will(says(200, {"files": [file("a")], "next_page_token": "x"}))

    listing = await files_at(endpoint.base, session).list(ENV)

    assert listing == Listing((EnvironmentFile("a", 1),), is_complete=False)
    assert len(endpoint.asked) == 2


async def test_pages_without_end_end(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """Empty pages with ever new tokens are read no longer than one call may take."""
    count = 0

    async def endless(_: web.Request) -> web.StreamResponse:
        nonlocal count
        count += 1
        return web.json_response({"next_page_token": str(count)})

    endpoint.will(endless)

    with pytest.raises(Unreachable, match="no end after"):
        await files_at(endpoint.base, session, longest=0.3).list(ENV)


async def test_a_listing_is_tried_again(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """What goes wrong on the way is tried again, page by page, with patience."""
    first = says(200, {"files": [file("a")], "next_page_token": "x"})
    endpoint.will(drops, says(500), first, says(503), says(429, headers={"Retry-After": "0"}), says(200, {}))

    listing = await files_at(endpoint.base, session).list(ENV)

    assert listing == Listing((EnvironmentFile("a", 1),))
    assert len(endpoint.asked) == 6


@pytest.mark.parametrize("body", [b"<html>hello</html>", b"[]", b'{"files": {}}', b""])
async def test_what_is_no_list_is_no_answer(endpoint: Endpoint, session: aiohttp.ClientSession, body: bytes) -> None:
    """A 200 that is no list of files is an answer that was lost; nothing of it is repeated."""
    endpoint.will(sends(body))

    with pytest.raises(Unreachable, match="no list of files") as caught:
        await files_at(endpoint.base, session).list(ENV)

    assert "hello" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "code"), [(401, "authentication"), (403, "permission_denied"), (400, "bad_request")]
)
async def test_a_refusal_is_told_at_once(
    endpoint: Endpoint, session: aiohttp.ClientSession, status: int, code: str
) -> None:
    """What will not change is asked for once."""
    endpoint.will(says(status, {"error": {"code": code, "message": "No."}}))

    with pytest.raises(Refused) as caught:
        await files_at(endpoint.base, session).list(ENV)

    assert (caught.value.status, caught.value.code) == (status, code)
    assert len(endpoint.asked) == 1


async def test_silence_ends(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """A server that does not answer is waited for as long as one call may take."""
    endpoint.will(hangs)

    with pytest.raises(Unreachable):
        await files_at(endpoint.base, session, longest=0.2).list(ENV)


@pytest.mark.parametrize("known", ["", ".", ".."])
async def test_no_id_leads_elsewhere(endpoint: Endpoint, session: aiohttp.ClientSession, known: str) -> None:
    """An environment's id that would change the address is not asked for."""
    endpoint.will(says(200, {}))

    with pytest.raises(Refused) as caught:
        await files_at(endpoint.base, session).list(EnvironmentId(known))

    assert caught.value.status == 404
    assert endpoint.asked == []


async def test_an_id_is_one_segment(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """Slashes and question marks in an environment's id are part of its name."""
    endpoint.will(says(200, {}))

    await files_at(endpoint.base, session).list(EnvironmentId("../interactions/x?y=1#z"))

    assert endpoint.asked[0][1].startswith("/v1beta/environments/..%2Finteractions%2Fx%3Fy%3D1%23z/files?")
