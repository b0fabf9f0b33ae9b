"""What a picture is by its first bytes, whatever it is called."""

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF87a", ".gif"),
    (b"GIF89a", ".gif"),
)


def ending_of(data: bytes) -> str | None:
    """`.png`, `.jpg`, `.gif` or `.webp` by the first bytes; None where they are no picture's that Discord shows."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    return next((ending for signature, ending in _SIGNATURES if data.startswith(signature)), None)
