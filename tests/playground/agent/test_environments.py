"""Machines as resources: made from sources, forked, listed, expired, deleted."""

import base64
import io
import json
from typing import Any

import pytest

from tests.playground.agent.machine import Machine, made
from tests.playground.served import AGENT, Client

DAY = 24 * 3600
INLINE = {"type": "inline", "target": "/workspace/a.txt", "content": "one"}


async def _status(client: Client, method: str, path: str, body: Any = None) -> int:
    """The body goes as a file: aiohttp warns of large ones in memory."""
    content = io.BytesIO(json.dumps(body).encode()) if body is not None else None
    address = f"{client.origin}/v1beta/environments{path}"
    async with client.session.request(method, address, data=content) as answer:
        return answer.status


async def test_a_machine_says_what_it_is(client: Client) -> None:
    """Counts are strings; network and sources are echoed."""
    network = {"allowlist": [{"domain": "api.example.com"}]}
    machine = await made(client, sources=[INLINE], network=network)

    _, told = await client.request("GET", f"/v1/environments/{machine.id}")

    assert (told["id"], told["status"], told["file_count"], told["size_bytes"]) == (machine.id, "active", "1", "3")
    assert (told["network"], told["sources"]) == (network, [INLINE])
    assert told["created"].endswith("Z")


async def test_machines_are_listed_in_pages(client: Client) -> None:
    """Both spellings of page size; each machine once."""
    ids = [(await made(client)).id for _ in range(3)]

    _, first = await client.request("GET", "/v1beta/environments?pageSize=2")
    token = first["next_page_token"]
    _, second = await client.request("GET", f"/v1beta/environments?page_size=2&page_token={token}")

    assert [one["id"] for one in first["environments"] + second["environments"]] == ids
    assert "next_page_token" not in second


@pytest.mark.parametrize("form", ["{}", "environments/{}"])
async def test_a_fork_has_the_files_and_goes_its_own_way(client: Client, form: str) -> None:
    """What changes in one does not change in the other."""
    origin = await made(client, sources=[INLINE])

    fork = await made(client, from_environment=form.format(origin.id))
    await fork.put("workspace/a.txt", b"two", overwrite="true")

    assert fork.id != origin.id
    assert (await origin.media("workspace/a.txt"), await fork.media("workspace/a.txt")) == (b"one", b"two")


async def test_a_deleted_machine_is_gone(client: Client) -> None:
    """404 for it, its files, and a run on it."""
    machine = await made(client)

    assert await _status(client, "DELETE", f"/{machine.id}") == 200
    assert await _status(client, "GET", f"/{machine.id}") == 404
    assert await _status(client, "DELETE", f"/{machine.id}") == 404
    assert (await machine.get()).error == (404, "not_found")
    assert (await client.refused(agent=AGENT, input="hello", environment=machine.id))[:2] == (404, "not_found")


async def test_an_idle_machine_is_still_usable(client: Client) -> None:
    """After a quarter of an hour it is a snapshot; its files are there, and reading them starts it again."""
    machine = await made(client, sources=[INLINE])
    await client.lever("clock", {"advance_s": 16 * 60})

    idle = [one["idle"] for one in (await client.lever("agent"))["environments"]]
    content = await machine.media("workspace/a.txt")
    awake = [one["idle"] for one in (await client.lever("agent"))["environments"]]

    assert (idle, content, awake) == ([True], b"one", [False])


async def test_a_machine_expires_seven_days_after_its_last_use(client: Client) -> None:
    """Each use keeps it for another seven days; then nothing of it is found."""
    machine = await made(client, sources=[INLINE])

    await client.lever("clock", {"advance_s": 6 * DAY})
    used = (await machine.get("workspace")).status
    await client.lever("clock", {"advance_s": 6 * DAY})
    again = (await machine.get("workspace")).status
    await client.lever("clock", {"advance_s": 7 * DAY + 1})

    assert (used, again) == (200, 200)
    assert (await machine.get("workspace")).error == (404, "not_found")
    assert await _status(client, "GET", f"/{machine.id}") == 404
    assert (await client.request("GET", "/v1beta/environments"))[1] == {"environments": []}


async def test_a_repository_is_invented_and_says_so(client: Client) -> None:
    """Hundreds of files with what clones have beside the sources, and a note that none of it is real."""
    source = {"type": "repository", "source": "https://github.com/o/r", "target": "/workspace/r"}
    machine = await made(client, sources=[source])

    names = await machine.names("workspace/r", recursive="true", page_size="1000")
    note = await machine.media("workspace/r/NOT-FETCHED")

    assert len(names) > 500
    for part in ("/.git/", "/node_modules/", "/__pycache__/", "/src/"):
        assert any(part in name for name in names), part
    assert b"invention" in note
    assert b"github.com/o/r" in note


async def test_a_run_may_bring_sources_and_change_the_network(client: Client) -> None:
    """New rules replace the old ones, files stay."""
    binary = {"type": "inline", "target": "b.bin", "content": base64.b64encode(b"\x00").decode(), "encoding": "base64"}
    first = await client.ask(
        "hello", environment={"type": "remote", "sources": [INLINE, binary], "network": "disabled"}
    )
    machine = Machine(client, first["environment_id"])
    network = {"allowlist": [{"domain": "*"}]}

    await client.ask("hello", environment={"environment_id": machine.id, "network": network})

    _, told = await client.request("GET", f"/v1/environments/{machine.id}")
    assert (told["network"], await machine.media("workspace/b.bin")) == (network, b"\x00")
    assert await machine.names("workspace") == ["workspace/a.txt", "workspace/b.bin"]


MEGABYTE = "x" * 1_000_000
REFUSED: dict[str, dict[str, Any]] = {
    "a file of over 1 MB": {"sources": [INLINE | {"content": MEGABYTE + "x"}]},
    "over 2 MB together": {"sources": [INLINE | {"content": MEGABYTE, "target": f"/{n}"} for n in "abc"]},
    "not base64": {"sources": [INLINE | {"encoding": "base64", "content": "?"}]},
    "unknown source": {"sources": [INLINE | {"type": "ftp"}]},
    "unknown field of a source": {"sources": [INLINE | {"mode": "0755"}]},
    "onto the root": {"sources": [INLINE | {"target": "/"}]},
    "out of the machine": {"sources": [INLINE | {"target": "/../x"}]},
    "unknown field": {"size": 4},
    "unknown network": {"network": "half"},
    "unknown field of the network": {"network": {"denylist": []}},
    "network entry without a domain": {"network": {"allowlist": [{"host": "x"}]}},
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
async def test_it_is_refused(client: Client, body: dict[str, Any]) -> None:
    """With 400, and no machine comes of it."""
    assert await _status(client, "POST", "", body) == 400
    assert (await client.request("GET", "/v1beta/environments"))[1] == {"environments": []}


async def test_a_fork_takes_no_sources(client: Client) -> None:
    """from_environment and sources exclude each other; an unknown origin is not found."""
    origin = await made(client)

    assert await _status(client, "POST", "", {"from_environment": origin.id, "sources": [INLINE]}) == 400
    assert await _status(client, "POST", "", {"from_environment": "nobody"}) == 404


async def test_two_full_megabytes_are_taken(client: Client) -> None:
    """The limits themselves are allowed."""
    sources = [INLINE | {"content": MEGABYTE, "target": f"/{name}"} for name in "ab"]

    assert await _status(client, "POST", "", {"sources": sources}) == 200
