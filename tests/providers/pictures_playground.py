"""The playground's image models, and a painter that is at home there."""

from typing import Any

import aiohttp
from pydantic import SecretStr

from bot.core.imagine.ports import PaintRequest
from bot.providers.http import Timeouts
from bot.providers.interactions.painter import InteractionsPainter
from bot.providers.interactions.patience import Patience

MODEL = "gemini-3-pro-image"
KEY = {"x-goog-api-key": "any"}


class Playground:
    """Its levers, as far as these tests pull them."""

    def __init__(self, base: str, session: aiohttp.ClientSession) -> None:
        self.base = base
        self._session = session

    async def breaks(self, do: dict[str, Any], **match: Any) -> None:
        await self.post("/playground/faults", {"match": match, "do": do})

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        async with self._session.post(self.base + path, json=body, headers=KEY) as answer:
            assert answer.ok, await answer.text()
            found: dict[str, Any] = await answer.json()
            return found

    async def get(self, path: str) -> Any:
        async with self._session.get(self.base + path, headers=KEY) as answer:
            assert answer.ok, await answer.text()
            return await answer.json()

    async def creates(self) -> int:
        requests = await self.get("/playground/requests")
        return sum(one["method"] == "POST" and one["path"].endswith("/interactions") for one in requests)


def painter_of(
    playground: Playground, session: aiohttp.ClientSession, *, version: str = "v1beta", within_s: float = 30.0
) -> InteractionsPainter:
    return InteractionsPainter(
        session,
        base=playground.base,
        key=SecretStr("any"),
        version=version,
        timeouts=Timeouts(connect=2, total=20, idle=20),
        patience=Patience(first_wait=0.01, jitter=0),
        poll_every_s=0.02,
        within_s=within_s,
    )


def asking(prompt: str, **more: Any) -> PaintRequest:
    return PaintRequest(model=MODEL, prompt=prompt, **more)
