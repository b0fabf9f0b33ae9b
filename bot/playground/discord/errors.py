"""Discord's refusals: HTTP status, Discord's own code, and the nested tree of a form that does not fit."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

FORM_BODY = 50035
# What a well-behaved bot meets in ordinary life (something deleted meanwhile, a thread that exists or is archived,
# somebody who takes no direct messages): answered, but no violation.
ORDINARY = frozenset({10003, 10007, 10008, 10013, 160004, 50007, 50083})
RULES = {
    FORM_BODY: "form-body",
    10014: "unknown-emoji",
    10015: "unknown-webhook",
    10062: "unknown-interaction",
    40060: "already-acknowledged",
    40005: "entity-too-large",
    50001: "missing-access",
    50013: "missing-permission",
    50005: "foreign-message",
    50006: "empty-message",
    50027: "dead-token",
    50109: "invalid-json",
    30046: "old-message-edits",
    30032: "too-many-commands",
    10004: "unknown-guild",
}


class DiscordError(Exception):
    """A refusal. `errors` is the nested tree that code 50035 carries, `retry_after` (seconds) what a 429 says."""

    def __init__(
        self,
        status: int,
        code: int,
        message: str,
        errors: dict[str, Any] | None = None,
        *,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    @property
    def rule(self) -> str:
        """The name of the violation it is when the bot provokes it."""
        return RULES.get(self.code, f"discord-{self.code}")

    @property
    def ordinary(self) -> bool:
        return self.code in ORDINARY

    def body(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"message": self.message, "code": self.code}
        if self.errors is not None:
            answer["errors"] = self.errors
        if self.retry_after is not None:
            answer |= {"retry_after": self.retry_after, "global": False}
        return answer


class NotServedError(Exception):
    """Discord knows it, the playground does not: 501 and a violation. `rule` is "unknown-route" or "unknown-field"."""

    def __init__(self, rule: str, detail: str) -> None:
        super().__init__(detail)
        self.rule = rule
        self.detail = detail


class FormErrors:
    """Collects what is wrong with a form under paths like ("embeds", 0, "title") and raises it as one 50035."""

    def __init__(self) -> None:
        self.tree: dict[str, Any] = {}

    def add(self, path: tuple[str | int, ...], code: str, message: str) -> Self:
        node = self.tree
        for key in path:
            node = node.setdefault(str(key), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})
        return self

    def error(self) -> DiscordError:
        return DiscordError(400, FORM_BODY, "Invalid Form Body", self.tree)

    def raise_if_any(self) -> None:
        if self.tree:
            raise self.error()


def form_error(path: tuple[str | int, ...], code: str, message: str) -> DiscordError:
    """A 50035 with a single complaint."""
    return FormErrors().add(path, code, message).error()


@contextmanager
def complaints_under(name: str) -> Iterator[None]:
    """A form that lies inside another one: so do the complaints about it."""
    try:
        yield
    except DiscordError as error:
        if error.errors is not None:
            error.errors = {name: error.errors}
        raise


def unknown_channel() -> DiscordError:
    return DiscordError(404, 10003, "Unknown Channel")


def unknown_message() -> DiscordError:
    return DiscordError(404, 10008, "Unknown Message")


def unknown_guild() -> DiscordError:
    return DiscordError(404, 10004, "Unknown Guild")


def unknown_user() -> DiscordError:
    return DiscordError(404, 10013, "Unknown User")


def unknown_member() -> DiscordError:
    return DiscordError(404, 10007, "Unknown Member")


def missing_access() -> DiscordError:
    return DiscordError(403, 50001, "Missing Access")


def missing_permissions() -> DiscordError:
    return DiscordError(403, 50013, "Missing Permissions")
