"""Pictures that are delivered by address instead of in the answer, and the address where they are fetched."""

import base64
import secrets

from aiohttp import web

from bot.playground.agent.access import ROOT, guarded
from bot.playground.agent.create import JsonObject
from bot.playground.agent.errors import not_found
from bot.playground.clock import Clock
from bot.playground.keys import AGENT

KEPT_SECONDS = 48 * 3600


class Deliveries:
    """`origin` is where this server is reached."""

    def __init__(self, origin: str, clock: Clock) -> None:
        self._origin = origin
        self._clock = clock
        self._all: dict[str, tuple[bytes, str, float]] = {}

    def publish(self, content: bytes, mime_type: str) -> str:
        """The address, good for two days of the clock."""
        name = f"picture-{secrets.token_hex(6)}"
        self._all[name] = content, mime_type, self._clock.now()
        return f"{self._origin}/v1beta/files/{name}:download?alt=media"

    def find(self, name: str) -> tuple[bytes, str]:
        """Content and MIME type. Raises AgentError for what is unknown or too old."""
        content, mime_type, since = self._all.get(name, (b"", "", float("-inf")))
        if self._clock.now() - since > KEPT_SECONDS:
            raise not_found(f"File '{name}' was not found.")
        return content, mime_type

    def content(self, picture: JsonObject) -> bytes:
        """Of an image part that a run made, inline or by address, however old; a scene may bring one that has none."""
        name = str(picture.get("uri", "")).rpartition("/")[2].partition(":")[0]
        if name in self._all:
            return self._all[name][0]
        try:
            return base64.b64decode(str(picture.get("data", "")))
        except ValueError:
            return b""


def setup(app: web.Application) -> None:
    app.add_routes([web.get(ROOT + "/files/{name:picture-[0-9a-f]+}:download", guarded(_download))])


async def _download(request: web.Request) -> web.Response:
    content, mime_type = request.app[AGENT].deliveries.find(request.match_info["name"])
    return web.Response(body=content, content_type=mime_type)
