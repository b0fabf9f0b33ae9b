"""The agent API's refusals: a status, a snake_case code and a sentence."""

from aiohttp import web


class AgentError(Exception):
    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    def answer(self) -> web.Response:
        return web.json_response({"error": {"code": self.code, "message": self.message}}, status=self.status)


def invalid(message: str) -> AgentError:
    return AgentError(400, "invalid_request", message)


def not_found(message: str) -> AgentError:
    return AgentError(404, "not_found", message)


LEGACY = (
    "The legacy Interactions API schema is no longer supported. Use steps instead of outputs and roles; "
    "see the breaking changes of May 2026."
)
