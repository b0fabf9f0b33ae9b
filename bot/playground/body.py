"""A request's body, read once for everyone: the journal looks first, the handler afterwards."""

import json
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from aiohttp import web


@dataclass(frozen=True)
class Part:
    """One part of a multipart form. `filename` is None for a plain field."""

    name: str
    filename: str | None
    content_type: str
    data: bytes


@dataclass(frozen=True)
class Body:
    """`json` is the parsed JSON (of a form: its `payload_json`), None where there is none or it does not parse."""

    raw: bytes
    json: Any
    parts: tuple[Part, ...] = ()
    malformed: bool = False

    @property
    def files(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.filename is not None)

    def described(self) -> Any:
        """For the journal: the JSON, with names and sizes of files instead of their bytes."""
        if not self.parts:
            return self.json
        described: dict[str, Any] = dict(self.json) if isinstance(self.json, dict) else {}
        described |= {p.name: p.data.decode(errors="replace") for p in self.parts if _is_plain_field(p)}
        if self.files:
            described["files"] = [{"name": part.filename, "size": len(part.data)} for part in self.files]
        return described


_CACHED = web.RequestKey("body", Body)


async def body_of(request: web.Request) -> Body:
    """Use this instead of `request.json()` and `request.multipart()`: the stream is read only once."""
    cached = request.get(_CACHED)
    if cached is None:
        raw = await request.read() if request.can_read_body else b""
        cached = parse(raw, request.headers.get("Content-Type", ""))
        request[_CACHED] = cached
    return cached


def parse(raw: bytes, content_type: str) -> Body:
    header = _header("Content-Type", content_type)
    if header.get_content_type() == "multipart/form-data":
        parts = _parts(raw, str(header.get_param("boundary", "")).encode())
        payload = next((part.data for part in parts if part.name == "payload_json"), b"")
        value, malformed = _json(payload)
        return Body(raw, value, parts, malformed)
    value, malformed = _json(raw)
    return Body(raw, value, malformed=malformed)


def _json(raw: bytes) -> tuple[Any, bool]:
    """The value, and whether there was something that is not JSON."""
    if not raw:
        return None, False
    try:
        return json.loads(raw), False
    except ValueError:
        return None, True


def _parts(raw: bytes, boundary: bytes) -> tuple[Part, ...]:
    if not boundary:
        return ()
    pieces = (b"\r\n" + raw).split(b"\r\n--" + boundary)[1:]
    return tuple(_part(piece) for piece in pieces if not piece.startswith(b"--"))


def _part(piece: bytes) -> Part:
    head, _, data = piece.partition(b"\r\n\r\n")
    lines = dict(line.split(": ", 1) for line in head.decode(errors="replace").split("\r\n") if ": " in line)
    fields = {name.lower(): value for name, value in lines.items()}
    disposition = _header("Content-Disposition", fields.get("content-disposition", "form-data"))
    filename = disposition.get_filename()
    return Part(
        name=str(disposition.get_param("name", "", header="Content-Disposition")),
        filename=filename,
        content_type=fields.get("content-type", "application/octet-stream" if filename is not None else "text/plain"),
        data=data,
    )


def _header(name: str, value: str) -> EmailMessage:
    message = EmailMessage()
    if value:
        message[name] = value
    return message


def _is_plain_field(part: Part) -> bool:
    return part.filename is None and part.name != "payload_json"
