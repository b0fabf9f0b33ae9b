"""`POST /{platform}/v1/messages`."""

from aiohttp import web

from bot.playground.gateways.access import PLATFORM, is_chinese, object_of, serving
from bot.playground.gateways.asked import Desk
from bot.playground.gateways.errors import SHAPES, GatewayError, Told
from bot.playground.gateways.manner import ERRORS
from bot.playground.gateways.messages.message import blocks, events, message, trouble
from bot.playground.gateways.messages.request import read
from bot.playground.gateways.perform import perform
from bot.playground.gateways.sse import after_work, send, with_trouble
from bot.playground.gateways.whole import send_whole
from bot.playground.keys import OPTIONS

_VERSION = "2023-06-01"


def setup(app: web.Application) -> None:
    app.router.add_post(f"{PLATFORM}/v1/messages", serving("messages", _create))


async def _create(request: web.Request, desk: Desk) -> web.StreamResponse:
    _check_version(request, desk)
    asked = read(desk, await object_of(request))
    stage, answer = await perform(request, desk, asked)
    whole = message(asked, answer, blocks(stage, answer, request.app[OPTIONS].origin))
    told = SHAPES["anthropic"](Told(529, GatewayError("no_upstream").told(chinese=is_chinese(request))))
    if asked.stream and "json" not in answer.manner and "blank_lines" not in answer.manner:
        frames = after_work(list(events(whole, answer.manner)), answer)
        return await send(request, with_trouble(frames, answer.manner, lambda error: trouble(error, told)), answer)
    broke = any(error in answer.manner for error in ERRORS)
    return await send_whole(request, told if broke else whole, answer)


def _check_version(request: web.Request, desk: Desk) -> None:
    """The one that gateways document; another is named, since an older gateway may not know it."""
    version = request.headers.get("anthropic-version")
    if version != _VERSION:
        desk.note("unknown-anthropic-version", f"{version or 'None'} instead of {_VERSION}.")
