"""`POST /{platform}/v1beta/models/{model}:generateContent` and `:streamGenerateContent`."""

from aiohttp import web

from bot.playground.gateways.access import PLATFORM, is_chinese, object_of, serving
from bot.playground.gateways.asked import Desk
from bot.playground.gateways.errors import SHAPES, GatewayError, Told
from bot.playground.gateways.manner import ERRORS
from bot.playground.gateways.perform import perform
from bot.playground.gateways.sse import after_work, send, with_trouble
from bot.playground.gateways.v1beta.content import new_id, parts, response, stream, trouble
from bot.playground.gateways.v1beta.request import read
from bot.playground.gateways.whole import send_whole
from bot.playground.keys import OPTIONS

_ONE = f"{PLATFORM}/v1beta/models/{{model:[^/:]+}}:{{method:generateContent|streamGenerateContent}}"


def setup(app: web.Application) -> None:
    app.router.add_post(_ONE, serving("v1beta", _generate))


async def _generate(request: web.Request, desk: Desk) -> web.StreamResponse:
    """Without `alt=sse` a stream is an array, of which the elements come one by one."""
    streams = request.match_info["method"].startswith("stream")
    asked = read(desk, request.match_info["model"], await object_of(request), stream=streams)
    stage, answer = await perform(request, desk, asked)
    made = parts(stage, answer, request.app[OPTIONS].origin)
    told = SHAPES["google"](Told(503, GatewayError("no_upstream").told(chinese=is_chinese(request))))
    if streams and "json" not in answer.manner and "blank_lines" not in answer.manner:
        frames = with_trouble(
            after_work(stream(asked, answer, made), answer), answer.manner, lambda error: trouble(error, told)
        )
        return await send(request, frames, answer, array=desk.query.get("alt") != "sse")
    broke = any(error in answer.manner for error in ERRORS)
    return await send_whole(request, told if broke else response(asked, answer, made, new_id()), answer)
