"""The local CDN: uploaded bytes under their signed address, until it expires."""

import re

from aiohttp import web

from bot.playground.discord.wire.addresses import signature
from bot.playground.keys import WORLD

_ID = re.compile(r"[0-9]{1,20}")
_TIME = re.compile(r"[0-9a-f]{1,16}")


async def serve(request: web.Request) -> web.Response:
    """404 for what was never there or whose address is forged or expired, as Discord answers."""
    world = request.app[WORLD]
    attachment_id = request.match_info["attachment_id"]
    attachment = world.attachments.get(int(attachment_id)) if _ID.fullmatch(attachment_id) else None
    if attachment is None or not _is_signed(request, world.now()):
        return web.Response(status=404, text="This content is no longer available.")
    return web.Response(
        body=attachment.content,
        headers={
            "Content-Type": attachment.content_type or "application/octet-stream",
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": _disposition(attachment.content_type),
        },
    )


def _is_signed(request: web.Request, now: float) -> bool:
    issued, expires = request.query.get("is", ""), request.query.get("ex", "")
    path = request.raw_path.partition("?")[0]
    if request.query.get("hm") != signature(path, issued, expires):
        return False
    return _TIME.fullmatch(expires) is not None and now < int(expires, 16)


def _disposition(content_type: str | None) -> str:
    """Only pictures, sound and video are shown in place; a page somebody uploaded must not run on our origin."""
    shown = (content_type or "").startswith(("image/", "audio/", "video/")) and content_type != "image/svg+xml"
    return "inline" if shown else "attachment"


def setup(app: web.Application) -> None:
    app.router.add_get("/cdn/attachments/{channel_id}/{attachment_id}/{filename}", serve)
    app.router.add_get("/cdn/ephemeral-attachments/{application_id}/{attachment_id}/{filename}", serve)
