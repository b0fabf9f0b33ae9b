"""Google's own SDK, unmodified, against the machines' files: what it makes, lists, uploads and downloads."""

import asyncio
from typing import Any

import pytest

from tests.playground.agent.machine import Machine, unpacked
from tests.playground.served import AGENT, Client

pytestmark = [
    pytest.mark.filterwarnings("ignore:Environments usage is experimental"),
    pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession"),
]
SOURCE = {"type": "inline", "target": "/workspace/src/main.py", "content": "print('hello')"}


async def test_a_machine_is_made_read_forked_listed_and_deleted(sdk: Any) -> None:
    """The whole life of one, through the SDK's own types."""

    def sample() -> tuple[Any, Any, Any, Any]:
        made = sdk.environments.create(sources=[SOURCE], network="disabled")
        read = sdk.environments.get(id=made.id)
        fork = sdk.environments.create(from_environment=f"environments/{made.id}")
        listed = sdk.environments.list()
        sdk.environments.delete(id=fork.id)
        return made, read, listed, sdk.environments.list()

    made, read, listed, after = await asyncio.to_thread(sample)

    assert (read.id, read.status, read.file_count, read.size_bytes) == (made.id, "active", 1, 14)
    assert read.network == "disabled"
    assert len(listed.environments) == 2
    assert [one.id for one in after.environments] == [made.id]


async def test_files_are_listed_and_downloaded(sdk: Any) -> None:
    """Types, sizes and times parse; bytes come back with and without a leading slash."""

    def sample() -> tuple[Any, Any, bytes, bytes]:
        made = sdk.environments.create(sources=[SOURCE, SOURCE | {"target": "a b.txt"}])
        root = sdk.environments.files.list(environment=made.id, path="")
        whole = sdk.environments.files.list(environment=made.id, path="workspace", recursive=True, page_size=100)
        one = sdk.environments.files.download(environment=made.id, path="/workspace/src/main.py")
        return root, whole, one, sdk.environments.files.download(environment=made.id, path="workspace/a b.txt")

    root, whole, one, other = await asyncio.to_thread(sample)

    assert [(entry.path, entry.type) for entry in root.files] == [("workspace", "directory")]
    assert [entry.path for entry in whole.files] == ["workspace/a b.txt", "workspace/src", "workspace/src/main.py"]
    assert whole.files[2].size_bytes == 14
    assert whole.files[2].modified.year >= 2026
    assert one == other == b"print('hello')"


@pytest.mark.parametrize("size", [0, 5, 9 * 1024 * 1024])
async def test_a_file_is_uploaded(sdk: Any, size: int) -> None:
    """Empty, small, and larger than one of the SDK's pieces."""
    content = b"x" * size

    def sample() -> tuple[Any, bytes]:
        made = sdk.environments.create()
        answer = sdk.environments.files.upload(environment=made.id, path="workspace/a.bin", file=content)
        return answer, sdk.environments.files.download(environment=made.id, path="workspace/a.bin")

    answer, back = await asyncio.to_thread(sample)

    assert [(entry.path, entry.size_bytes) for entry in answer.files] == [("workspace/a.bin", size)]
    assert back == content


async def test_it_works_asynchronously_too(sdk: Any) -> None:
    """The other half of the SDK speaks the same."""
    made = await sdk.aio.environments.create(sources=[SOURCE])
    files = sdk.aio.environments.files
    try:
        await files.upload(environment=made.id, path="workspace/b.txt", file=b"b", overwrite=True)
        listed = await files.list(environment=made.id, path="workspace")
        content = await files.download(environment=made.id, path="workspace/b.txt")
    finally:
        await sdk.aio.aclose()

    assert [entry.name for entry in listed.files] == ["b.txt", "src"]
    assert content == b"b"


async def test_what_a_run_made_is_downloaded_and_unpacked_again(sdk: Any, client: Client) -> None:
    """A run's file comes down as tar and goes up as an archive."""

    def sample() -> tuple[bytes, Any]:
        run = sdk.interactions.create(agent=AGENT, input="write teal to colour.txt", environment="remote")
        archive = sdk.environments.files.download(environment=run.environment_id, path="workspace")
        other = sdk.environments.create()
        sdk.environments.files.upload(environment=other.id, path="workspace/copy", file=archive, extract=True)
        return archive, other

    archive, other = await asyncio.to_thread(sample)

    assert unpacked(archive) == {"colour.txt": b"teal\n"}
    assert await Machine(client, other.id).media("workspace/copy/colour.txt") == b"teal\n"


async def test_what_is_missing_is_the_sdks_own_not_found(sdk: Any) -> None:
    """With the sentence of the body."""

    def sample() -> Any:
        made = sdk.environments.create()
        return sdk.environments.files.list(environment=made.id, path="nowhere")

    with pytest.raises(Exception, match="Path 'nowhere' not found") as caught:
        await asyncio.to_thread(sample)

    assert type(caught.value).__name__ == "NotFoundError"
