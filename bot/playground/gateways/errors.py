"""The gateway's refusals: what is wrong, in two languages, and every shape in which gateways were seen to say it."""

import html
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

_HTML = "<!DOCTYPE html>\n<html><head><title>{status}</title></head><body><h1>{text}</h1></body></html>\n"
_NAMES: Mapping[int, tuple[str, str]] = {
    400: ("invalid_request_error", "INVALID_ARGUMENT"),
    401: ("authentication_error", "UNAUTHENTICATED"),
    402: ("billing_error", "FAILED_PRECONDITION"),
    403: ("permission_error", "PERMISSION_DENIED"),
    404: ("not_found_error", "NOT_FOUND"),
    405: ("invalid_request_error", "UNIMPLEMENTED"),
    413: ("request_too_large", "INVALID_ARGUMENT"),
    429: ("rate_limit_error", "RESOURCE_EXHAUSTED"),
    503: ("api_error", "UNAVAILABLE"),
    504: ("timeout_error", "DEADLINE_EXCEEDED"),
    529: ("overloaded_error", "UNAVAILABLE"),
}


@dataclass(frozen=True)
class Reason:
    status: int
    zh: str
    en: str


REASONS: Mapping[str, Reason] = {
    "no_key": Reason(401, "请求缺少密钥", "The request has no key"),
    "bad_key": Reason(401, "密钥不正确", "The key is not this installation's"),
    "not_licensed": Reason(403, "当前授权不含此接口", "This endpoint is not part of the licence"),
    "not_served": Reason(404, "没有这个接口", "There is no such endpoint"),
    "no_method": Reason(405, "请求方法不对", "This address takes another method"),
    "bad_json": Reason(400, "请求体不是 JSON 对象", "The body is not a JSON object"),
    "bad_field": Reason(400, "字段有误", "A field is missing or of the wrong type"),
    "bad_parameter": Reason(400, "参数取值无效", "A parameter has no such value"),
    "unknown_suffix": Reason(400, "未知的模型参数", "Unknown model parameter"),
    "clashing_suffixes": Reason(400, "模型参数互相冲突", "These model parameters exclude each other"),
    "suffix_not_here": Reason(400, "该模型不支持此参数", "The model does not take this parameter"),
    "unknown_model": Reason(404, "模型不存在", "There is no such model"),
    "no_pictures_here": Reason(400, "该模型不能生成图片", "This model makes no pictures"),
    "no_tools_here": Reason(400, "该平台不支持函数调用", "This platform does not call functions"),
    "bad_picture": Reason(400, "无法识别的图片", "This picture cannot be read"),
    "bad_talk": Reason(400, "对话消息顺序有误", "The messages do not fit together"),
    "bad_signature": Reason(400, "思考签名缺失或被改动", "A thought signature is missing or was changed"),
    "no_account": Reason(503, "暂无可用账号", "No account is available"),
    "no_upstream": Reason(500, "上游没有返回内容", "The upstream returned no content"),
    "told_to": Reason(400, "演练中按要求拒绝", "The playground was told to refuse this"),
    "blocked": Reason(400, "内容被上游拦截", "The upstream blocked this content"),
}


class GatewayError(Exception):
    """`status` and `shape` overrule the reason's own status and the conditions' shape."""

    def __init__(
        self, reason: str, detail: str = "", *, status: int = 0, shape: str = "", retry_after: int | None = None
    ) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = REASONS[reason]
        self.detail = detail
        self.status = status or self.reason.status
        self.shape = shape
        self.retry_after = retry_after

    def told(self, *, chinese: bool) -> str:
        """With a number to look for in the operator's log, as gateways add one."""
        detail = f": {self.detail}" if self.detail else ""
        sentence = self.reason.zh if chinese else self.reason.en
        return f"{sentence}{detail}（traceid: {secrets.token_hex(8)}）"  # noqa: RUF001 - a full-width bracket, as seen

    def answer(self, shape: str, *, chinese: bool) -> web.Response:
        told = Told(self.status, self.told(chinese=chinese), self.retry_after)
        headers = {"Retry-After": str(self.retry_after)} if self.retry_after is not None else {}
        shape = self.shape or shape
        if shape in ("plain", "html"):
            text = told.message if shape == "plain" else page(told.status, told.message)
            return web.Response(status=self.status, text=text, content_type=f"text/{shape}", headers=headers)
        return web.json_response(SHAPES[shape](told), status=self.status, headers=headers)


@dataclass(frozen=True)
class Told:
    status: int
    message: str
    retry_after: int | None = None

    @property
    def kind(self) -> str:
        return _NAMES.get(self.status, ("api_error", "INTERNAL"))[0]

    @property
    def word(self) -> str:
        return _NAMES.get(self.status, ("api_error", "INTERNAL"))[1]


def page(status: int, text: str) -> str:
    """What stands before a gateway answers with a page of its own."""
    return _HTML.format(status=status, text=html.escape(text))


def _openai(told: Told) -> Any:
    return {"error": {"message": told.message, "type": told.kind, "param": None, "code": None}}


def _anthropic(told: Told) -> Any:
    error = {"type": told.kind, "message": told.message}
    return {"type": "error", "error": error, "request_id": f"req_{secrets.token_hex(12)}"}


def _google(told: Told) -> Any:
    details = []
    if told.retry_after is not None:
        details = [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": f"{told.retry_after}s"}]
    return {"error": {"code": told.status, "message": told.message, "status": told.word, "details": details}}


def _embedded(told: Told) -> Any:
    """The upstream's own error as a string inside the gateway's."""
    message = json.dumps(_google(told), ensure_ascii=False)
    return {"error": {"message": message, "type": "upstream_error", "param": "", "code": told.status}}


def _nil(told: Told) -> Any:
    return {"error": {"message": told.message, "type": "<nil>", "param": "", "code": str(told.status)}}


def _under(name: str) -> Callable[[Told], Any]:
    return lambda told: {name: told.message}


SHAPES: Mapping[str, Callable[[Told], Any]] = {
    "openai": _openai,
    "anthropic": _anthropic,
    "google": _google,
    "google_list": lambda told: [_google(told)],
    "embedded": _embedded,
    "nil": _nil,
    "string": _under("error"),
    "message": _under("message"),
    "msg": _under("msg"),
    "err": _under("err"),
    "error_msg": _under("error_msg"),
    "detail": _under("detail"),
    "detail_list": lambda told: {"detail": [{"loc": ["body"], "msg": told.message, "type": "value_error"}]},
}
ALL_SHAPES = (*SHAPES, "plain", "html")
OWN_SHAPE = {"chat": "openai", "images": "openai", "messages": "anthropic", "v1beta": "google"}
