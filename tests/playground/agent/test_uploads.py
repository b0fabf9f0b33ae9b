"""Files come into a machine: whole, in pieces of either dialect, as an archive that is not trusted."""

import io
import tarfile
from typing import Any

import pytest
from yarl import URL

from tests.playground.agent.machine import Machine, made
from tests.playground.served import Client

BIG = bytes(range(256)) * 4096  # 1 MB


@pytest.fixture
async def machine(client: Client) -> Machine:
    return await made(client)


def _archive(mode: str = "w", **files: bytes) -> bytes:
    collected = io.BytesIO()
    with tarfile.open(fileobj=collected, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            _add(archive, tarfile.TarInfo(name.replace("__", "/")), content)
    return collected.getvalue()


def _add(archive: tarfile.TarFile, member: tarfile.TarInfo, content: bytes = b"") -> None:
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))


async def _sent(
    machine: Machine, method: str, url: str, content: bytes = b"", **headers: str
) -> tuple[int, dict[str, str], Any]:
    """Status, headers, JSON. A header's name is written with underscores."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    address = URL(url, encoded=True)
    async with machine.client.session.request(method, address, data=content, headers=told) as answer:
        parsed = await answer.json() if answer.content_type == "application/json" else None
        return answer.status, dict(answer.headers), parsed


def _address(machine: Machine, path: str, query: str = "") -> str:
    return f"{machine.client.origin}/upload/v1beta/environments/{machine.id}/files/{path}{query}"


async def test_a_file_is_put_in_one_piece(machine: Machine) -> None:
    """The answer is its entry, and its bytes come back."""
    status, answer = await machine.put("workspace/new/a.bin", BIG)

    assert status == 200
    assert [(one["path"], one["size_bytes"]) for one in answer["files"]] == [("workspace/new/a.bin", str(len(BIG)))]
    assert await machine.media("workspace/new/a.bin") == BIG


async def test_what_exists_is_only_overwritten_when_asked_to(machine: Machine) -> None:
    """409 aborted otherwise, and the old bytes stay."""
    await machine.put("a.txt", b"old")

    refused = await machine.put("a.txt", b"new")
    kept = await machine.media("a.txt")
    taken = await machine.put("a.txt", b"new", overwrite="true")

    assert refused == (409, {"error": {"code": "aborted", "message": "Requested entity already exists"}})
    assert (kept, taken[0], await machine.media("a.txt")) == (b"old", 200, b"new")


async def test_an_upload_needs_its_own_address(machine: Machine) -> None:
    """PUT without /upload is a bad request."""
    status, _, answer = await _sent(machine, "PUT", machine.base + "/a.txt", b"x")

    assert (status, answer["error"]["code"]) == (400, "invalid_request")


async def test_the_sdks_dialect_takes_pieces(machine: Machine) -> None:
    """Start gives an address; what is sent there with upload stays open, with finalize it is a file."""
    start = {
        "X_Goog_Upload_Protocol": "resumable",
        "X_Goog_Upload_Command": "start",
        "X_Goog_Upload_Header_Content_Length": "6",
    }
    _, headers, _ = await _sent(machine, "PUT", _address(machine, "a.txt"), b"", **start)
    url = headers["X-Goog-Upload-URL"]

    first = await _sent(machine, "POST", url, b"abc", X_Goog_Upload_Command="upload", X_Goog_Upload_Offset="0")
    gap = await _sent(machine, "POST", url, b"f", X_Goog_Upload_Command="upload", X_Goog_Upload_Offset="5")
    asked = await _sent(machine, "POST", url, X_Goog_Upload_Command="query")
    last = await _sent(machine, "POST", url, b"def", X_Goog_Upload_Command="upload, finalize", X_Goog_Upload_Offset="3")

    assert (first[0], first[1]["X-Goog-Upload-Status"]) == (200, "active")
    assert (gap[0], asked[1]["X-Goog-Upload-Size-Received"]) == (400, "3")
    assert (last[0], last[1]["X-Goog-Upload-Status"], last[2]["files"][0]["size_bytes"]) == (200, "final", "6")
    assert await machine.media("a.txt") == b"abcdef"


async def test_the_documentations_dialect_takes_pieces(machine: Machine) -> None:
    """Every piece but the last is answered with 308 and what has arrived."""
    address = _address(machine, "a.txt", "?uploadType=resumable")
    start = await _sent(machine, "PUT", address, X_Upload_Content_Length="6")
    url = start[1]["Location"]

    asked = await _sent(machine, "PUT", url, Content_Range="bytes */6")
    first = await _sent(machine, "PUT", url, b"abc", Content_Range="bytes 0-2/6")
    last = await _sent(machine, "PUT", url, b"def", Content_Range="bytes 3-5/6")

    assert (asked[0], "Range" in asked[1]) == (308, False)
    assert (first[0], first[1]["Range"]) == (308, "bytes=0-2")
    assert (last[0], last[2]["files"][0]["path"]) == (200, "a.txt")
    assert await machine.media("a.txt") == b"abcdef"


@pytest.mark.parametrize("mode", ["w", "w:gz"])
async def test_an_archive_is_unpacked(machine: Machine, mode: str) -> None:
    """Tar or tar.gz, told apart by content."""
    status, answer = await machine.put("workspace/p", _archive(mode, a=b"1", deep__b=b"2"), extract="true")

    assert status == 200
    assert {one["path"] for one in answer["files"]} == {"workspace/p/a", "workspace/p/deep/b"}
    assert await machine.media("workspace/p/deep/b") == b"2"


def _evil(kind: str) -> bytes:
    collected = io.BytesIO()
    with tarfile.open(fileobj=collected, mode="w") as archive:
        _add(archive, tarfile.TarInfo("good.txt"), b"good")
        member = tarfile.TarInfo({"absolute": "/tmp/evil", "dots": "../../evil"}.get(kind, "evil"))  # noqa: S108
        if kind in ("link", "hard", "device"):
            member.type = {"link": tarfile.SYMTYPE, "hard": tarfile.LNKTYPE, "device": tarfile.CHRTYPE}[kind]
            member.linkname = "/etc/passwd"
        _add(archive, member)
    return collected.getvalue()


@pytest.mark.parametrize("kind", ["absolute", "dots", "link", "hard", "device"])
async def test_an_archive_that_would_break_out_is_refused_whole(machine: Machine, kind: str) -> None:
    """Not even its harmless members are written."""
    status, answer = await machine.put("workspace", _evil(kind), extract="true")

    assert (status, answer["error"]["code"]) == (400, "invalid_request")
    assert await machine.names("workspace") == []


async def test_what_is_no_archive_is_refused(machine: Machine) -> None:
    """With 400, not with a breakdown."""
    assert (await machine.put("workspace", b"just text", extract="true"))[0] == 400


async def test_an_archive_does_not_overwrite_unasked(machine: Machine) -> None:
    """One member in the way, and nothing is written."""
    await machine.put("workspace/a", b"old")

    status, _ = await machine.put("workspace", _archive(a=b"new", b=b"new"), extract="true")

    assert status == 409
    assert await machine.names("workspace") == ["workspace/a"]
