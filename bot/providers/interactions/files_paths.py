"""Paths on an environment's disk, and the API's addresses of them."""

from urllib.parse import quote

from bot.core.errors import Refused
from bot.core.ids import EnvironmentId

_HERE = frozenset({"", "."})


def relative(path: str) -> str | None:
    """The path in its one spelling (`./a//b` and `/a/b` are `a/b`); None where it is empty or climbs with `..`."""
    parts = [part for part in path.split("/") if part not in _HERE]
    return "/".join(parts) if parts and ".." not in parts and "\0" not in path else None


class Addresses:
    """Percent-encoded, the slashes of a path kept. A name that would lead elsewhere is `Refused`, as is one unknown."""

    def __init__(self, version: str) -> None:
        self._version = f"/{quote(version, safe='')}"

    def environment(self, environment: EnvironmentId) -> str:
        return f"{self.machines()}/{_segment(environment)}"

    def files(self, environment: EnvironmentId) -> str:
        return f"{self.environment(environment)}/files"

    def file(self, environment: EnvironmentId, path: str) -> str:
        known = relative(path)
        if known is None:
            raise _not_found("the path is none that a listing could hold")
        return f"{self.files(environment)}/{quote(known, safe='/', errors='replace')}"

    def upload(self, environment: EnvironmentId, path: str) -> str:
        """Where a file is written; the plain address refuses it."""
        return f"/upload{self.file(environment, path)}"

    def machines(self) -> str:
        return f"{self._version}/environments"

    def snapshot(self, environment: EnvironmentId) -> str:
        """The deprecated download of everything."""
        return f"{self._version}/files/environment-{_segment(environment)}:download"


def _segment(environment: EnvironmentId) -> str:
    if environment in {"", ".", ".."}:
        raise _not_found("the environment's id is none")
    return quote(environment, safe="", errors="replace")


def _not_found(reason: str) -> Refused:
    return Refused(f"{reason}; it was not asked for", code="not_found", status=404)
