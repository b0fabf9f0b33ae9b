"""The addresses under which files come into a machine: in one piece, or in several (in either of two dialects)."""

import asyncio
import re

from aiohttp import web

from bot.playground.agent import listing, tars
from bot.playground.agent.access import VERSION, flag, guarded
from bot.playground.agent.errors import AgentError, invalid
from bot.playground.agent.state import Agent
from bot.playground.agent.uploads import Destination, Upload
from bot.playground.body import body_of
from bot.playground.keys import AGENT

_ADDRESS = f"/upload/{VERSION}/environments/{{env:[^/:]+}}/files/{{path:[\\s\\S]+}}"
_CONTENT_RANGE = re.compile(r"bytes (?:(?P<first>\d+)-(?P<last>\d+)|\*)/(?P<size>\d+|\*)")


def setup(app: web.Application) -> None:
    given = guarded(_continue, needs_key=False)

    async def put(request: web.Request) -> web.StreamResponse:
        return await (given if "upload_id" in request.query else guarded(_begin))(request)

    app.add_routes([web.put(_ADDRESS, put), web.post(_ADDRESS, given)])


async def _begin(request: web.Request) -> web.StreamResponse:
    agent, destination = request.app[AGENT], _destination(request)
    _check_free(agent, destination)
    if request.query.get("uploadType") == "resumable":
        upload = agent.uploads.start(destination, request.headers.get("X-Upload-Content-Length"))
        return web.Response(headers={"Location": _session(request, upload)})
    if request.headers.get("X-Goog-Upload-Protocol") == "resumable":
        if request.headers.get("X-Goog-Upload-Command") != "start":
            raise invalid("X-Goog-Upload-Command must be start.")
        upload = agent.uploads.start(destination, request.headers.get("X-Goog-Upload-Header-Content-Length"))
        return web.Response(headers={"X-Goog-Upload-URL": _session(request, upload), "X-Goog-Upload-Status": "active"})
    return await _store(agent, destination, (await body_of(request)).raw)


async def _continue(request: web.Request) -> web.StreamResponse:
    agent = request.app[AGENT]
    upload = agent.uploads.find(request.query.get("upload_id", ""))
    content = (await body_of(request)).raw
    if request.method == "PUT":
        return await _chunk(agent, upload, content, request.headers.get("Content-Range", ""))
    try:
        return await _command(agent, upload, content, request)
    except AgentError as refusal:
        answer = refusal.answer()
        answer.headers["X-Goog-Upload-Status"] = "final"
        return answer


async def _command(agent: Agent, upload: Upload, content: bytes, request: web.Request) -> web.Response:
    """The SDK's dialect."""
    commands = {word.strip() for word in request.headers.get("X-Goog-Upload-Command", "").split(",")}
    if not commands <= {"upload", "finalize", "query", "cancel"}:
        raise invalid("X-Goog-Upload-Command is upload, finalize, query or cancel.")
    if "upload" in commands:
        offset = request.headers.get("X-Goog-Upload-Offset", "")
        if not offset.isdecimal():
            raise invalid("X-Goog-Upload-Offset must be a whole number.")
        upload.add(int(offset), content)
    if "cancel" in commands:
        agent.uploads.close(upload)
        return web.Response(headers={"X-Goog-Upload-Status": "cancelled"})
    if "finalize" not in commands:
        received = {"X-Goog-Upload-Size-Received": str(len(upload.received))}
        return web.Response(headers={"X-Goog-Upload-Status": "active"} | received)
    answer = await _finish(agent, upload)
    answer.headers["X-Goog-Upload-Status"] = "final"
    return answer


async def _chunk(agent: Agent, upload: Upload, content: bytes, content_range: str) -> web.Response:
    """The documentation's dialect: 308 with what has arrived, until all has."""
    found = _CONTENT_RANGE.fullmatch(content_range or f"bytes 0-{len(content) - 1}/{len(content)}")
    if found is None:
        raise invalid("Content-Range is like: bytes 0-99/1000")
    if found["size"] != "*":
        upload.size = int(found["size"])
    if found["first"] is not None:
        if int(found["last"]) - int(found["first"]) + 1 != len(content):
            raise invalid("Content-Range does not fit the body.")
        upload.add(int(found["first"]), content)
    if upload.size is not None and len(upload.received) == upload.size:
        return await _finish(agent, upload)
    last = len(upload.received) - 1
    return web.Response(status=308, headers={"Range": f"bytes=0-{last}"} if last >= 0 else {})


async def _finish(agent: Agent, upload: Upload) -> web.Response:
    content = upload.whole()
    agent.uploads.close(upload)
    _check_free(agent, upload.destination)
    return await _store(agent, upload.destination, content)


async def _store(agent: Agent, destination: Destination, content: bytes) -> web.Response:
    environment = agent.environments.use(destination.environment_id)
    path, overwrite = destination.path, destination.overwrite
    if destination.extract:
        places = await asyncio.to_thread(tars.unpack, environment, path, content, overwrite=overwrite)
    else:
        environment.write(f"/{path}", content)
        places = [environment.place(path)]
    agent.environments.touch(environment)
    return web.json_response({"files": [listing.entry(environment, place) for place in places]})


def _check_free(agent: Agent, destination: Destination) -> None:
    """Raises AgentError, 409 where something is in the way."""
    place = agent.environments.use(destination.environment_id).place(destination.path)
    if destination.extract and place.is_file():
        raise invalid("An archive is unpacked into a directory; there is a file.")
    if not destination.extract and place.is_dir():
        raise invalid("There is a directory of this name.")
    if not destination.extract and place.exists() and not destination.overwrite:
        raise AgentError(409, "aborted", "Requested entity already exists")


def _destination(request: web.Request) -> Destination:
    return Destination(
        environment_id=request.match_info["env"],
        path=request.match_info["path"].strip("/"),
        overwrite=flag(request, "overwrite"),
        extract=flag(request, "extract"),
    )


def _session(request: web.Request, upload: Upload) -> str:
    return f"{request.url.origin()}{request.rel_url.raw_path}?upload_id={upload.id}"
