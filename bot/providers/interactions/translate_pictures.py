"""From a wish for a picture to the API's request, and from a run's record to its picture or why there is none."""

from base64 import b64encode
from binascii import Error, a2b_base64
from dataclasses import dataclass
from typing import TypeGuard

from bot.core import events as e
from bot.core.answer import answer_of
from bot.core.imagine.ports import PaintRequest
from bot.core.ports import Reference
from bot.providers.interactions.wire import Media, Text
from bot.providers.interactions.wire_pictures import ImageFormat, Paint, paint_json

NO_IMAGE = "no_image"
_VAGUE = frozenset({"", "api_error", "cancelled", NO_IMAGE, "image_other"})
"""Codes that say that something went wrong, and not what."""
_SLICE = 1 << 20
"""Characters of base64 decoded at once: a whole large picture would stop every thread for a tenth of a second."""


@dataclass(frozen=True, slots=True)
class Lack:
    """Why a run that ended gave no picture, in the API's words where it has some."""

    code: str
    message: str


def paint_body(request: PaintRequest) -> bytes:
    """The JSON that asks for the picture in the background; takes a while where references are large."""
    parts = [Text(type="text", text=request.prompt), *map(_inline, request.references)]
    wanted = ImageFormat(aspect_ratio=request.ratio, image_size=request.size)
    return paint_json(Paint(model=request.model, input=parts, response_format=wanted))


def _inline(reference: Reference) -> Media:
    return Media(type="image", mime_type=reference.mime_type, data=b64encode(reference.data).decode())


def picture_of(record: e.RunRecord) -> e.MediaPart | None:
    """The last one that the model gave out, however the run ended; earlier ones and those of thoughts are sketches."""
    given = (part for step in reversed(record.steps) if isinstance(step, e.Output) for part in reversed(step.parts))
    return next((part for part in given if _is_picture(part)), None)


def _is_picture(part: e.Part) -> TypeGuard[e.MediaPart]:
    return isinstance(part, e.MediaPart) and part.kind == "image" and bool(part.data or part.uri)


def lack_of(record: e.RunRecord) -> Lack:
    """The gravest fault; without one how the run ended, and what the model said instead."""
    said = answer_of(record.steps).text.strip() or _error_of(record)
    if fault := _gravest(record.faults):
        return Lack(fault.code or record.status.value, fault.message or said)
    if record.status is e.RunStatus.COMPLETED:
        return Lack(NO_IMAGE, said or "the run completed without a picture")
    return Lack(record.status.value, said or f"the run ended as {record.status.value}, without a picture")


def _gravest(faults: tuple[e.Fault, ...]) -> e.Fault | None:
    """The last one whose code says what was wrong, or else the last; a number (google.rpc's) says it to nobody."""
    telling = [fault for fault in faults if fault.code not in _VAGUE and not fault.code.isdecimal()]
    return next(reversed(telling or faults), None)


def _error_of(record: e.RunRecord) -> str:
    errors = [step.error for step in record.steps if isinstance(step, e.Output) and step.error]
    return errors[-1] if errors else ""


def decoded(data: str) -> bytes:
    """The bytes of base64 as published, or else of its cousins: URL-safe, unpadded, in lines, in a `data:` URL.

    Raises `ValueError` for anything else; takes a while where there is much.
    """
    try:
        return _decoded(data)
    except Error:
        return _decoded(_tidied(data))


def _decoded(data: str) -> bytes:
    return b"".join(a2b_base64(data[at : at + _SLICE], strict_mode=True) for at in range(0, len(data), _SLICE))


def _tidied(data: str) -> str:
    if data.startswith("data:"):
        data = data.partition(",")[2]
    data = "".join(data.split()).rstrip("=").replace("-", "+").replace("_", "/")
    return data + "=" * (-len(data) % 4)
