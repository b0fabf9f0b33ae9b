"""A bot without a library, for what discord.py would never send."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.playground.discord.people import Client, Here, eventually, playground

COMMANDS: list[dict[str, Any]] = [
    {"name": "go", "description": "Go"},
    {
        "name": "pick",
        "description": "Pick",
        "options": [{"type": 4, "name": "number", "description": "n", "autocomplete": True}],
    },
]
BUTTON: dict[str, Any] = {"type": 1, "components": [{"type": 2, "style": 1, "label": "b", "custom_id": "b"}]}


@dataclass
class Bot:
    """A bot without a library: what it is asked comes in by `gateway`, what it answers goes out by `call`."""

    here: Here
    gateway: Client

    async def call(self, method: str, path: str, body: Any = None, *, files: dict[str, bytes] | None = None) -> Any:
        kwargs: dict[str, Any] = {"json": body} if body is not None else {}
        if files:
            form = aiohttp.FormData()
            form.add_field("payload_json", json.dumps(body), content_type="application/json")
            for index, (name, data) in enumerate(files.items()):
                form.add_field(f"files[{index}]", data, filename=name)
            kwargs = {"data": form}
        async with self.here.http.request(method, f"{self.here.base}/api/v10{path}", **kwargs) as answer:
            body = await answer.json() if answer.status != 204 else {}
            return body | {"status": answer.status}

    async def next(self) -> dict[str, Any]:
        """The newest interaction, which nobody has been given before."""
        taken = getattr(self, "_taken", 0)
        await eventually(lambda: len(self.gateway.of("INTERACTION_CREATE")) > taken)
        self._taken = taken + 1
        return self.gateway.of("INTERACTION_CREATE")[taken]

    async def asked(self, name: str = "go", **more: Any) -> dict[str, Any]:
        await self.here.person("ada").uses(name, **more)
        return await self.next()

    async def answer(self, itx: dict[str, Any], kind: int, data: Any = None, **more: Any) -> Any:
        path = f"/interactions/{itx['id']}/{itx['token']}/callback?with_response=1"
        return await self.call("POST", path, {"type": kind} | ({} if data is None else {"data": data}), **more)

    async def hook(self, itx: dict[str, Any], method: str, rest: str = "", body: Any = None, **more: Any) -> Any:
        return await self.call(method, f"/webhooks/{itx['application_id']}/{itx['token']}{rest}", body, **more)


@asynccontextmanager
async def raw_bot(intents: int = 1 | 1 << 9 | 1 << 15) -> AsyncIterator[Bot]:
    async with playground() as here, here.connected() as client:
        await client.identify(here.token, intents=intents)
        url = f"{here.base}/api/v10/applications/{here.world.application.id}/commands"
        async with here.http.put(url, json=COMMANDS, headers={"Authorization": f"Bot {here.token}"}) as answer:
            assert answer.status == 200
        yield Bot(here, client)
