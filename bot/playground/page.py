"""The page at `/`: a client like any other, served by the playground it talks to."""

from pathlib import Path

from aiohttp import web

_STATIC = Path(__file__).parent / "static"
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'"


def setup(app: web.Application) -> None:
    app.add_routes([web.get("/", _index), web.get("/favicon.ico", _no_icon), web.static("/static", _STATIC)])


async def _index(_: web.Request) -> web.StreamResponse:
    return web.FileResponse(
        _STATIC / "index.html", headers={"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache"}
    )


async def _no_icon(_: web.Request) -> web.Response:
    return web.Response(status=204)
