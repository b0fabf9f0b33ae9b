"""`POST /{platform}/v1/images/generations` and `/edits`."""

from aiohttp import web

from bot.playground.body import body_of
from bot.playground.gateways.access import PLATFORM, is_chinese, serving
from bot.playground.gateways.answer import Answer, Picture, tokens_in
from bot.playground.gateways.asked import Desk, JsonObject
from bot.playground.gateways.errors import SHAPES, GatewayError, Told
from bot.playground.gateways.forms import form_of, look
from bot.playground.gateways.images.request import Order, read
from bot.playground.gateways.manner import ERRORS
from bot.playground.gateways.perform import perform
from bot.playground.gateways.scripts.drawing import told
from bot.playground.gateways.scripts.stage import Stage
from bot.playground.gateways.whole import send_whole
from bot.playground.keys import CLOCK, OPTIONS


def setup(app: web.Application) -> None:
    app.router.add_post(f"{PLATFORM}/v1/images/generations", serving("images", _generate))
    app.router.add_post(f"{PLATFORM}/v1/images/edits", serving("images", _edit))


async def _generate(request: web.Request, desk: Desk) -> web.StreamResponse:
    return await _answer(request, desk, read(desk, await body_of(request), edits=False))


async def _edit(request: web.Request, desk: Desk) -> web.StreamResponse:
    return await _answer(request, desk, read(desk, await body_of(request), edits=True))


async def _answer(request: web.Request, desk: Desk, order: Order) -> web.StreamResponse:
    stage, answer = await perform(request, desk, order.asked)
    if answer.blocked:
        raise GatewayError("blocked", answer.blocked)
    if any(error in answer.manner for error in ERRORS):
        sentence = GatewayError("no_upstream").told(chinese=is_chinese(request))
        return await send_whole(request, SHAPES["openai"](Told(500, sentence)), answer)
    payload: JsonObject = {"created": int(request.app[CLOCK].now()), "data": _data(stage, answer, order, request)}
    if desk.conditions.era != "2026-02":
        payload["usage"] = _usage(order, answer)
    return await send_whole(request, payload, answer)


def _data(stage: Stage, answer: Answer, order: Order, request: web.Request) -> list[JsonObject]:
    if form_of(stage.prompt, stage.desk.conditions) == "none":
        return []
    origin = request.app[OPTIONS].origin
    pictures = [one for one in answer.pieces if isinstance(one, Picture) and not one.is_draft]
    spelled = [_spelled(stage, one, order.form, origin, urlsafe="urlsafe" in answer.manner) for one in pictures]
    return [one | {"revised_prompt": f"{stage.prompt} ({told(stage)})"} for one in spelled]


def _spelled(stage: Stage, picture: Picture, form: str, origin: str, *, urlsafe: bool) -> JsonObject:
    """`url` may hold a data URI or a path, and b64_json may begin as one."""
    shown = look(picture, stage, origin, urlsafe=urlsafe)
    conditions = stage.desk.conditions
    if form == "url":
        return {"url": {"data": shown.data_uri, "relative": shown.path}.get(conditions.url, shown.url)}
    return {"b64_json": shown.data_uri if conditions.prefixed else shown.base64}


def _usage(order: Order, answer: Answer) -> JsonObject:
    asked = tokens_in(order.asked.prompt) + 258 * len(order.asked.pictures)
    return {"input_tokens": asked, "output_tokens": answer.tokens, "total_tokens": asked + answer.tokens}
