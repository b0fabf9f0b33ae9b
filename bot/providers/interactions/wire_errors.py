"""Error bodies: the API's own, the classic one of Google's front end, and that one inside an array."""

from pydantic import TypeAdapter

from bot.providers.interactions.wire import Json, Lenient, Malformed, Reader, Wire


class ErrorDetail(Wire):
    """`code` is a snake_case word, or the HTTP status as an integer; then `status` is google.rpc's word for it."""

    code: str | int | None = None
    message: str | None = None
    status: Lenient[str] = None
    details: Lenient[list[Json]] = None


class ErrorBody(Wire):
    error: ErrorDetail


_bodies: Reader[ErrorBody | list[ErrorBody]] = Reader(TypeAdapter(ErrorBody | list[ErrorBody]))


def parse_error(data: bytes) -> ErrorDetail | Malformed:
    body = _bodies(data)
    if isinstance(body, list):
        return body[0].error if body else Malformed(reason="an empty array")
    return body.error if isinstance(body, ErrorBody) else body
