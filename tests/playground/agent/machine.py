"""A machine of the local agent for a test, spoken to in plain HTTP."""

import io
import json
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from tests.playground.served import Client


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> tuple[int, str]:
        """Status and code."""
        return self.status, self.json["error"]["code"]


@dataclass(frozen=True)
class Machine:
    client: Client
    id: str

    @property
    def base(self) -> str:
        return f"{self.client.origin}/v1beta/environments/{self.id}/files"

    async def put(self, path: str, content: bytes, **query: str) -> tuple[int, Any]:
        """Status and parsed answer of a direct upload."""
        url = f"{self.client.origin}/upload/v1beta/environments/{self.id}/files/{quote(path)}"
        async with self.client.session.put(url, params=query, data=content) as answer:
            return answer.status, await answer.json()

    async def get(self, path: str = "", *, part: str = "", **query: str) -> Answer:
        """`part` is a Range."""
        place = f"/{quote(path)}" if path else ""
        headers = {"Range": part} if part else {}
        async with self.client.session.get(self.base + place, params=query, headers=headers) as answer:
            return Answer(answer.status, answer.headers, await answer.read())

    async def listed(self, path: str = "", **query: str) -> list[dict[str, Any]]:
        answer = await self.get(path, **query)
        assert answer.status == 200, answer.body
        files: list[dict[str, Any]] = answer.json["files"]
        return files

    async def names(self, path: str = "", **query: str) -> list[str]:
        return [entry["path"] for entry in await self.listed(path, **query)]

    async def media(self, path: str, **query: str) -> bytes:
        answer = await self.get(path, alt="media", **query)
        assert answer.status == 200, answer.body
        return answer.body


async def made(client: Client, **config: Any) -> Machine:
    status, environment = await client.request("POST", "/v1beta/environments", config)
    assert status == 200, environment
    return Machine(client, environment["id"])


def unpacked(archive: bytes) -> dict[str, bytes]:
    """Names and contents of a plain tar's files."""
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:") as opened:
        files = [member for member in opened if member.isfile()]
        return {member.name: opened.extractfile(member).read() for member in files}  # type: ignore[union-attr]
