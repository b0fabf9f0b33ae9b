"""`POST /{platform}/v1/chat/completions`."""

from aiohttp import web

from bot.playground.gateways.access import PLATFORM, is_chinese, object_of, serving
from bot.playground.gateways.asked import Desk
from bot.playground.gateways.chat.chunks import chunks, trouble
from bot.playground.gateways.chat.completion import completion, head
from bot.playground.gateways.chat.deltas import deltas
from bot.playground.gateways.chat.request import read
from bot.playground.gateways.errors import SHAPES, GatewayError, Told
from bot.playground.gateways.manner import ERRORS
from bot.playground.gateways.perform import perform
from bot.playground.gateways.sse import send, with_trouble
from bot.playground.gateways.whole import send_whole
from bot.playground.keys import CLOCK, OPTIONS


def setup(app: web.Application) -> None:
    app.router.add_post(f"{PLATFORM}/v1/chat/completions", serving("chat", _complete))


async def _complete(request: web.Request, desk: Desk) -> web.StreamResponse:
    order = read(desk, await object_of(request))
    stage, answer = await perform(request, desk, order.asked)
    if answer.blocked:
        raise GatewayError("blocked", answer.blocked)
    streams = order.asked.stream and "json" not in answer.manner and "blank_lines" not in answer.manner
    kind = "chat.completion.chunk" if streams else "chat.completion"
    begun = head(kind, order.asked, desk.conditions, answer, now=request.app[CLOCK].now())
    made = deltas(stage, answer, reasoning=order.reasoning, origin=request.app[OPTIONS].origin)
    told = SHAPES["openai"](Told(500, GatewayError("no_upstream").told(chinese=is_chinese(request))))
    if streams:
        frames = with_trouble(
            chunks(begun, made, order, answer), answer.manner, lambda error: trouble(begun, error, told)
        )
        return await send(request, frames, answer)
    broke = any(error in answer.manner for error in ERRORS)
    return await send_whole(request, told if broke else completion(begun, made, order.asked, answer), answer)
