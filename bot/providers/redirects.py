"""Where a redirect leads, and whether one may go there: the only requests whose address others choose."""

import re
from collections.abc import Mapping
from http import HTTPStatus

from yarl import URL

from bot.core.errors import Refused

_REDIRECTS = frozenset(
    {
        HTTPStatus.MOVED_PERMANENTLY,
        HTTPStatus.FOUND,
        HTTPStatus.SEE_OTHER,
        HTTPStatus.TEMPORARY_REDIRECT,
        HTTPStatus.PERMANENT_REDIRECT,
    }
)
_ADDRESS = re.compile(r"[!-~]{1,8000}")
_STORAGE = (".googleapis.com", ".googleusercontent.com")


class Redirected(Refused):
    """The answer is elsewhere. `target` may hold a secret in its query, so it stands in no sentence."""

    def __init__(self, message: str, *, status: int, target: URL) -> None:
        super().__init__(message, code="redirected", status=status)
        self.target = target


def redirect_target(asked: URL, status: int, headers: Mapping[str, str]) -> URL | None:
    """The absolute address, without its fragment; None for what is no redirect to one of HTTP's."""
    return web_address(headers.get("Location", ""), seen_from=asked) if status in _REDIRECTS else None


def web_address(said: str, *, seen_from: URL | None = None) -> URL | None:
    """What somebody else wrote as an address, to the letter, without its fragment; None for what is none of HTTP's."""
    said = said.strip()
    if not _ADDRESS.fullmatch(said):
        return None
    try:
        target = URL(said, encoded=True)  # as it came: a signature may be over it
        target = seen_from.join(target) if seen_from else target
        is_usable = target.scheme in {"http", "https"} and bool(target.host) and not (target.user or target.password)
    except ValueError:
        return None
    return target.with_fragment(None) if is_usable else None


def is_google_storage(url: URL) -> bool:
    """Where Google keeps what its API hands out: over TLS, on its usual port."""
    return url.scheme == "https" and url.is_default_port() and (url.host or "").lower().endswith(_STORAGE)
