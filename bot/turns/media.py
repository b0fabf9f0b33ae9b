"""Files that models gave, as files of a turn: named, remembered, and read again wherever they are asked for."""

from collections.abc import Sequence
from mimetypes import guess_extension

from bot.core import events as e
from bot.core.artifacts import EnvironmentFile
from bot.core.errors import FileTooLarge, Refused
from bot.core.filenames import UNNAMED, safe_name, slug, unique
from bot.core.models.ports import MEDIA, Media
from bot.turns.pictures.kinds import ending_of
from bot.turns.work import Work

_NOT_FOUND = 404
_ENDINGS = {
    "video/mp4": ".mp4",
    "video/webm": ".webm",
    "video/quicktime": ".mov",
    "audio/mpeg": ".mp3",
    "audio/wav": ".wav",
    "audio/ogg": ".ogg",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
_WORDS = {"image": "picture", "video": "film", "audio": "sound"}


def is_kept(file: EnvironmentFile) -> bool:
    """It lies on no machine."""
    return file.path.startswith(MEDIA)


def name_of(file: EnvironmentFile) -> str:
    """Of a kept file, what it is called by: `media:…`."""
    return file.path.partition("/")[0]


def given_by(steps: Sequence[e.Step]) -> tuple[e.MediaPart, ...]:
    """All kept files that the person was given, in order, each once."""
    parts = [part for step in steps if isinstance(step, e.Output) for part in step.parts]
    found = [part for part in parts if isinstance(part, e.MediaPart) and part.uri.startswith(MEDIA)]
    return tuple({part.uri: part for part in reversed(found)}[uri] for uri in dict.fromkeys(one.uri for one in found))


async def kept_files(work: Work) -> tuple[EnvironmentFile, ...]:
    """What models gave in this turn, with names fit for people."""
    taken: set[str] = set()
    files = []
    for part in given_by(work.transcript.steps):
        mime_type, data = await work.tools.supplies.media.read(part.uri) or (part.mime_type, b"")
        name = safe_name(part.name) if part.name else _called(work.turn.request, part.kind, mime_type, data)
        files.append(EnvironmentFile(f"{part.uri}/{unique(name, taken)}", len(data), mime_type))
    return tuple(files)


def _called(request: str, kind: str, mime_type: str, data: bytes) -> str:
    words = slug(request)
    stem = _WORDS.get(kind, "document") if words == UNNAMED else words
    known = _ENDINGS.get(mime_type.partition(";")[0].strip())
    return stem + (ending_of(data) or known or guess_extension(mime_type) or ".bin")


async def read_kept(media: Media, file: EnvironmentFile, *, limit: int) -> bytes:
    """Raises FileTooLarge, and Refused where it is not kept any more."""
    found = await media.read(name_of(file))
    if found is None:
        raise Refused("the file is not kept any more", status=_NOT_FOUND)
    if len(found[1]) > limit:
        raise FileTooLarge(file.path)
    return found[1]
