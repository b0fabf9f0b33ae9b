"""A machine's files: listed, paged, downloaded in one piece, in parts, and as tar."""

from pathlib import Path

import pytest
from aiohttp import ClientSession, ClientTimeout
from yarl import URL

from tests.playground.agent.machine import Machine, made, unpacked
from tests.playground.served import Client

PATIENCE = ClientTimeout(total=20)
HOSTILE = "odd `name`\n\u202egpj..%2f'\".txt"
SOURCES = [
    {"type": "inline", "target": "a b/c.txt", "content": "one"},
    {"type": "inline", "target": "/workspace/d.bin", "content": "AP8=", "encoding": "base64"},
    {"type": "inline", "target": "/top.txt", "content": "top"},
]


@pytest.fixture
async def machine(client: Client) -> Machine:
    return await made(client, sources=SOURCES)


async def test_the_root_is_listed_with_and_without_a_slash(machine: Machine) -> None:
    """Paths are relative to the root; sizes are strings; a directory has no type of its own."""
    plain = await machine.listed()
    async with machine.client.session.get(machine.base + "/") as answer:
        slashed = (await answer.json())["files"]

    folder = next(entry for entry in plain if entry["path"] == "workspace")
    assert plain == slashed
    assert [entry["path"] for entry in plain] == ["top.txt", "workspace"]
    assert (folder["type"], folder["mime_type"]) == ("directory", "")
    assert (plain[0]["type"], plain[0]["mime_type"], plain[0]["size_bytes"]) == ("file", "text/plain", "3")


async def test_a_recursive_listing_holds_everything_below(machine: Machine) -> None:
    """Directories come along with what is in them."""
    assert await machine.names("workspace", recursive="true") == [
        "workspace/a b",
        "workspace/a b/c.txt",
        "workspace/d.bin",
    ]


async def test_a_files_own_listing_is_its_entry(machine: Machine) -> None:
    """Also when its name has a space, which travels encoded."""
    entries = await machine.listed("workspace/a b/c.txt")

    assert [entry["name"] for entry in entries] == ["c.txt"]


async def test_pages_give_each_entry_once(client: Client) -> None:
    """page_size and page_token walk through the whole list; the last page has no token."""
    machine = await made(client, sources=[{"type": "repository", "source": "https://x.example/r", "target": "/r"}])
    whole = await machine.names("r", recursive="true", page_size="1000")
    paged: list[str] = []
    token = ""
    while True:
        answer = (await machine.get("r", recursive="true", page_size="70", page_token=token)).json
        paged += [entry["path"] for entry in answer["files"]]
        if not (token := answer.get("next_page_token", "")):
            break

    assert paged == whole
    assert len(whole) > 500


@pytest.mark.parametrize("query", [{"page_size": "many"}, {"page_token": "none"}, {"recursive": "maybe"}, {"alt": "x"}])
async def test_a_query_that_makes_no_sense_is_refused(machine: Machine, query: dict[str, str]) -> None:
    """With 400 and a sentence."""
    answer = await machine.get("workspace", **query)

    assert answer.error == (400, "invalid_request")


async def test_a_files_bytes_come_back(machine: Machine) -> None:
    """Exactly, with the type of its name."""
    answer = await machine.get("workspace/d.bin", alt="media")

    assert answer.body == b"\x00\xff"
    assert answer.headers["Content-Type"] == "application/octet-stream"


async def test_a_part_of_a_file_can_be_asked_for(machine: Machine) -> None:
    """206 with the range; 416 beyond the end."""
    part = await machine.get("top.txt", alt="media", part="bytes=1-")
    beyond = await machine.get("top.txt", alt="media", part="bytes=9-")

    assert (part.status, part.body, part.headers["Content-Range"]) == (206, b"op", "bytes 1-2/3")
    assert beyond.error == (416, "out_of_range")


async def test_a_directory_comes_as_plain_tar(machine: Machine) -> None:
    """Its direct files, or the whole tree; never gzipped."""
    flat = unpacked(await machine.media("workspace"))
    whole = unpacked(await machine.media("", recursive="true"))

    assert flat == {"d.bin": b"\x00\xff"}
    assert whole == {"top.txt": b"top", "workspace/a b/c.txt": b"one", "workspace/d.bin": b"\x00\xff"}


async def test_a_hostile_name_survives_the_way_there_and_back(machine: Machine) -> None:
    """Newlines, backticks, right-to-left marks, percent signs: encoded, they are a name like any other."""
    await machine.put(f"workspace/{HOSTILE}", b"odd")

    assert f"workspace/{HOSTILE}" in await machine.names("workspace")
    assert await machine.media(f"workspace/{HOSTILE}") == b"odd"


@pytest.mark.parametrize("path", ["no", "top.txt/no", "n" * 300, "workspace/a%2fb"])
async def test_a_missing_path_is_named(machine: Machine, path: str) -> None:
    """As the documentation has it."""
    answer = await machine.get(path)

    assert answer.status == 404
    assert answer.json["error"] == {
        "message": f"Path '{path}' not found in environment '{machine.id}'.",
        "code": "not_found",
    }


@pytest.mark.parametrize("path", ["..", "workspace/../../x", "%2e%2e/x", "..%2f..%2fetc/passwd", "a%00b"])
async def test_no_path_leads_out_of_the_machine(machine: Machine, path: str) -> None:
    """However it is encoded; nothing is read and nothing written."""
    read = URL(f"{machine.base}/{path}", encoded=True)
    written = URL(f"{machine.client.origin}/upload/v1beta/environments/{machine.id}/files/{path}", encoded=True)
    async with (
        machine.client.session.get(read, params={}) as got,
        machine.client.session.put(written, data=b"x") as put,
    ):
        assert got.status == put.status == 400, (await got.text(), await put.text())


async def test_a_link_out_of_the_machine_shows_nothing(machine: Machine, client: Client) -> None:
    """It is listed as a small file; neither its target nor anything behind it can be had, tar included."""
    told = await client.lever("agent")
    directory = next(one["directory"] for one in told["environments"] if one["id"] == machine.id)
    (Path(directory) / "workspace" / "etc").symlink_to("/etc")
    (Path(directory) / "workspace" / "hosts").symlink_to("/etc/hosts")

    names = await machine.names("workspace", recursive="true")
    answers = [await machine.get(f"workspace/{name}", alt="media") for name in ("etc", "hosts", "etc/hosts")]
    packed = unpacked(await machine.media("", recursive="true"))

    assert {"workspace/etc", "workspace/hosts"} <= set(names)
    assert not any(name.startswith("workspace/etc/") for name in names)
    assert [answer.status for answer in answers] == [404, 404, 404]
    assert not any("hosts" in name for name in packed)


async def test_the_old_snapshot_is_a_redirect_to_a_tar(machine: Machine) -> None:
    """The redirect's address needs no key; the tar's names begin with a dot."""
    address = f"{machine.client.origin}/v1beta/files/environment-{machine.id}:download?alt=media"
    async with machine.client.session.get(address, allow_redirects=False) as first:
        target = machine.client.origin + first.headers["Location"]
    async with ClientSession(timeout=PATIENCE) as keyless, keyless.get(target) as second:
        archive = await second.read()

    assert first.status == 302
    assert unpacked(archive)["./workspace/a b/c.txt"] == b"one"


async def test_the_new_addresses_can_be_taken_away(machine: Machine) -> None:
    """A fault by path leaves the old snapshot as it is."""
    fault = {"match": {"path": "/v1beta/environments/*"}, "do": {"status": 501}}
    await machine.client.lever("faults", fault)
    address = f"{machine.client.origin}/v1beta/files/environment-{machine.id}:download?alt=media"

    new = await machine.get("workspace")
    async with machine.client.session.get(address) as old:
        assert old.status == 200

    assert new.error == (501, "unimplemented")
