"""Tars, and agent APIs that serve a machine's files in one way or another."""

import io
import tarfile
from collections.abc import Mapping

import aiohttp
from aiohttp import web
from pydantic import SecretStr
from yarl import URL

from bot.core.ids import EnvironmentId
from bot.providers.http import Timeouts
from bot.providers.interactions.files import InteractionsFiles
from bot.providers.interactions.files_fallback import Bounds
from bot.providers.interactions.patience import Patience
from tests.providers.behaviours import says
from tests.providers.conftest import KEY, Behaviour

ENV = EnvironmentId("env_1")
ROOT = "/v1beta/environments/env_1/files"
MACHINE = "/v1beta/environments/env_1"
SNAPSHOT = "/v1beta/files/environment-env_1:download"
NOT_FOUND = says(404, {"error": {"code": "not_found", "message": "It was not found."}})
UNIMPLEMENTED = says(501, {"error": {"code": "unimplemented", "message": "It is not served."}})


def files_at(
    base: str,
    session: aiohttp.ClientSession,
    *,
    bounds: Bounds | None = None,
    longest: float = 5.0,
    trusted: str = "",
    version: str = "v1beta",
) -> InteractionsFiles:
    """In a hurry, as other clients here; `trusted` is another host's address that redirects may lead to."""
    return InteractionsFiles(
        session,
        base=base,
        key=SecretStr(KEY),
        version=version,
        timeouts=Timeouts(connect=2, total=2, idle=2),
        patience=Patience(attempts=3, first_wait=0.01, longest_wait=0.05, jitter=0),
        bounds=bounds,
        longest=longest,
        may_follow=lambda url: bool(trusted) and url.origin() == URL(trusted).origin(),
    )


def served(answers: Mapping[str, Behaviour], *, otherwise: Behaviour = NOT_FOUND) -> Behaviour:
    """Each raw path (without its query) has its answer."""

    async def behaviour(request: web.Request) -> web.StreamResponse:
        return await answers.get(request.rel_url.raw_path, otherwise)(request)

    return behaviour


def tar_of(files: Mapping[str, bytes], *extra: tarfile.TarInfo) -> bytes:
    """A plain tar; `extra` are members without content, such as links."""
    collected = io.BytesIO()
    with tarfile.open(fileobj=collected, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mtime = len(content), 1_790_000_000
            archive.addfile(member, io.BytesIO(content))
        for member in extra:
            archive.addfile(member)
    return collected.getvalue()


def special(name: str, kind: bytes, *, target: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member
