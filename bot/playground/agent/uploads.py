"""Uploads that come in pieces: what was announced, and what has arrived."""

import secrets
from dataclasses import dataclass, field

from bot.playground.agent.errors import AgentError, invalid, not_found

_LARGEST = 256 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Where the bytes go."""

    environment_id: str
    path: str
    overwrite: bool
    extract: bool


@dataclass
class Upload:
    """`size` is what was announced, None where nothing was."""

    id: str
    destination: Destination
    size: int | None
    received: bytearray = field(default_factory=bytearray)

    def add(self, offset: int, content: bytes) -> None:
        """Raises AgentError for a gap, a repetition or too much."""
        if offset != len(self.received):
            raise invalid(f"The next offset is {len(self.received)}, not {offset}.")
        if len(self.received) + len(content) > (_LARGEST if self.size is None else self.size):
            raise invalid("More bytes came than were announced.")
        self.received += content

    def whole(self) -> bytes:
        """Raises AgentError as long as bytes are missing."""
        if self.size is not None and len(self.received) != self.size:
            raise invalid(f"{self.size} bytes were announced, {len(self.received)} came.")
        return bytes(self.received)


class Uploads:
    def __init__(self) -> None:
        self._open: dict[str, Upload] = {}

    def start(self, destination: Destination, size: str | None) -> Upload:
        """Raises AgentError."""
        if size is not None and not size.isdecimal():
            raise invalid("The announced length is not a whole number.")
        upload = Upload(secrets.token_urlsafe(12), destination, int(size) if size is not None else None)
        if upload.size is not None and upload.size > _LARGEST:
            raise AgentError(400, "invalid_request", "The file is too large.")
        self._open[upload.id] = upload
        return upload

    def find(self, upload_id: str) -> Upload:
        """Raises AgentError."""
        if upload_id not in self._open:
            raise not_found("There is no such upload.")
        return self._open[upload_id]

    def close(self, upload: Upload) -> None:
        self._open.pop(upload.id, None)
