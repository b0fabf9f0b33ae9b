"""Records of runs that paint, in the API's spelling."""

from base64 import b64encode
from typing import Any

import aiohttp
from pydantic import SecretStr
from yarl import URL

from bot.core.ids import RunId
from bot.core.imagine.ports import PaintRequest
from bot.providers.http import Timeouts
from bot.providers.interactions.painter import InteractionsPainter
from bot.providers.interactions.patience import Patience
from tests.providers.conftest import KEY

RUN = RunId("v1_run")
REQUEST = PaintRequest(model="gemini-3-pro-image", prompt="a red fox")
JPEG = b"\xff\xd8\xff\xe0 a picture \xfb\xff\xfe"
PNG = b"\x89PNG\r\n\x1a\n a picture"
SKETCH = b"\xff\xd8\xff\xe0 a sketch"
WORKING: dict[str, Any] = {"id": RUN, "status": "in_progress"}


def image(data: bytes, mime_type: str = "image/jpeg") -> dict[str, Any]:
    return {"type": "image", "mime_type": mime_type, "data": b64encode(data).decode()}


def text(said: str) -> dict[str, Any]:
    return {"type": "text", "text": said}


def output(*content: dict[str, Any]) -> dict[str, Any]:
    return {"type": "model_output", "content": list(content)}


def thought(*summary: dict[str, Any]) -> dict[str, Any]:
    return {"type": "thought", "summary": list(summary), "signature": "c2ln"}


def ended(*steps: dict[str, Any], status: str = "completed", **more: Any) -> dict[str, Any]:
    """A record as GET answers it: what was asked comes first."""
    asked = {"type": "user_input", "content": [text("a red fox"), image(b"a reference")]}
    return {"id": RUN, "status": status, "steps": [asked, *steps], **more}


def painter_at(
    base: str, session: aiohttp.ClientSession, *, within_s: float = 20.0, total: float = 0.5, trusted: str = ""
) -> InteractionsPainter:
    """In a hurry, as other clients here; `trusted` is another host's address that pictures may be at."""
    return InteractionsPainter(
        session,
        base=base,
        key=SecretStr(KEY),
        version="v1beta",
        timeouts=Timeouts(connect=2, total=total, idle=0.5),
        patience=Patience(attempts=4, first_wait=0.01, longest_wait=0.05, jitter=0),
        poll_every_s=0.01,
        within_s=within_s,
        may_follow=lambda url: bool(trusted) and url.origin() == URL(trusted).origin(),
    )


DONE = ended(output(image(JPEG)))
POSTED = ("POST", "/v1beta/interactions")
LOOKED = ("GET", f"/v1beta/interactions/{RUN}")


class Beginnings:
    """What `begun` was told."""

    def __init__(self) -> None:
        self.told: list[RunId] = []

    async def __call__(self, run: RunId) -> None:
        self.told.append(run)
