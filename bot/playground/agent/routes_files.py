"""The addresses of a machine's files: listed, downloaded, and the whole snapshot as it used to be."""

import asyncio
import secrets
from pathlib import Path

from aiohttp import web

from bot.playground.agent import listing, tars
from bot.playground.agent.access import ROOT, VERSION, flag, guarded
from bot.playground.agent.errors import AgentError, invalid, not_found
from bot.playground.agent.machine import Environment
from bot.playground.keys import AGENT

_FILES = ROOT + "/environments/{env:[^/:]+}/files"
_PATH = "/{path:[\\s\\S]*}"
_TICKETS: web.AppKey[dict[str, str]] = web.AppKey("snapshot-tickets")
_CHUNK = 256 * 1024


def setup(app: web.Application) -> None:
    app[_TICKETS] = {}
    app.add_routes(
        [
            web.get(_FILES, guarded(_show)),
            web.get(_FILES + _PATH, guarded(_show)),
            web.put(_FILES + _PATH, guarded(_misplaced)),
            web.get(ROOT + "/files/environment-{env:[^/:]+}:download", guarded(_point_to_snapshot)),
            web.get(f"/download/{VERSION}/snapshots/{{ticket}}", guarded(_snapshot, needs_key=False)),
        ]
    )


async def _show(request: web.Request) -> web.StreamResponse:
    environment = request.app[AGENT].environments.use(request.match_info["env"])
    path = request.match_info.get("path", "").strip("/")
    place = environment.place(path)
    if not (place.exists() or place.is_symlink()):
        raise environment.missing(path)
    match request.query.get("alt", "json"):
        case "media":
            return await _media(request, environment, place)
        case "json":
            return await _entries(request, environment, place)
    raise invalid("alt must be json or media.")


async def _entries(request: web.Request, environment: Environment, place: Path) -> web.Response:
    recursive = flag(request, "recursive")
    found = await asyncio.to_thread(listing.entries, environment, place, recursive=recursive)
    token = request.query.get("page_token")
    given, following = listing.page(found, key="path", size=request.query.get("page_size"), token=token)
    return web.json_response({"files": given} | ({"next_page_token": following} if following else {}))


async def _media(request: web.Request, environment: Environment, place: Path) -> web.StreamResponse:
    recursive = flag(request, "recursive")
    return await _send(request, *await asyncio.to_thread(_content, environment, place, recursive=recursive))


def _content(environment: Environment, place: Path, *, recursive: bool) -> tuple[bytes, str]:
    """The bytes and their type."""
    if place.is_dir():
        return tars.packed(environment, place, recursive=recursive), "application/x-tar"
    return place.read_bytes(), listing.mime_type(place.name)


async def _send(request: web.Request, content: bytes, mime_type: str) -> web.StreamResponse:
    """A part of it where a Range asks for one. Raises AgentError 416."""
    start, end = _range(request, len(content))
    headers = {"Content-Type": mime_type, "Content-Length": str(end - start), "Accept-Ranges": "bytes"}
    is_part = (start, end) != (0, len(content))
    if is_part:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(content)}"
    response = web.StreamResponse(status=206 if is_part else 200, headers=headers)
    await response.prepare(request)
    for place in range(start, end, _CHUNK):
        await response.write(content[place : min(place + _CHUNK, end)])
    await response.write_eof()
    return response


def _range(request: web.Request, length: int) -> tuple[int, int]:
    try:
        asked = request.http_range
    except ValueError as wrong:
        raise AgentError(416, "out_of_range", "The Range header is not a range of bytes.") from wrong
    if asked.start is None and asked.stop is None:
        return 0, length
    start, end, _ = asked.indices(length)
    if start >= end:
        raise AgentError(416, "out_of_range", f"The file has {length} bytes.")
    return start, end


async def _misplaced(_: web.Request) -> web.StreamResponse:
    raise invalid("Uploads go to /upload/{version}/environments/{environment}/files/{path}.")


async def _point_to_snapshot(request: web.Request) -> web.StreamResponse:
    """The deprecated way: a redirect to an address that needs no key."""
    environment = request.app[AGENT].environments.use(request.match_info["env"])
    if request.query.get("alt") != "media":
        raise invalid("alt must be media.")
    ticket = secrets.token_urlsafe(16)
    request.app[_TICKETS][ticket] = environment.id
    version = request.match_info["version"]
    return web.Response(status=302, headers={"Location": f"/download/{version}/snapshots/{ticket}"})


async def _snapshot(request: web.Request) -> web.StreamResponse:
    known = request.app[_TICKETS].get(request.match_info["ticket"])
    if known is None:
        raise not_found("There is no such download.")
    agent = request.app[AGENT]
    environment = agent.environments.use(known)
    top = environment.place(agent.conditions.snapshot_root)
    archive = await asyncio.to_thread(tars.packed, environment, top, recursive=True, prefix="./")
    return await _send(request, archive, "application/x-tar")
