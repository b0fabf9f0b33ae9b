"""The page at `/`: a client like any other, served by the playground it talks to."""

from pathlib import Path
from typing import Final

from aiohttp import web

from bot.playground import offered_commands

_STATIC: Final = Path(__file__).parent / "static"
# No outside host, no inline script, and no string ever becomes markup: what a bot sends is untrusted.
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
    "connect-src 'self' ws://{host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS: Final = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def setup(app: web.Application) -> None:
    app.add_routes([web.get("/", _index), web.get("/favicon.ico", _no_icon), web.static("/static", _STATIC)])
    app.on_response_prepare.append(_fresh)
    offered_commands.setup(app)


async def _index(request: web.Request) -> web.StreamResponse:
    policy = _POLICY.format(host=request.host)  # the guard has let only this machine's names through
    return web.FileResponse(_STATIC / "index.html", headers={"Content-Security-Policy": policy, **_HEADERS})


async def _no_icon(_: web.Request) -> web.Response:
    return web.Response(status=204)


async def _fresh(request: web.Request, response: web.StreamResponse) -> None:
    """Modules and styles are asked for anew, so that a page never mixes two versions."""
    if request.path.startswith("/static/"):
        response.headers.update(_HEADERS)
