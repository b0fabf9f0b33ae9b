"""What a service says in generateContent: its responses, as a test writes them."""

from typing import Any

from bot.core.transcript import RunTranscript
from bot.providers.models.generate_reader import GenerateReader
from tests.providers.models.readings import read_chunks

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
OTHER = PNG.replace("DwADhgGA", "DwADhgGB")


def response(*parts: Any, **candidate: Any) -> dict[str, Any]:
    return {"candidates": [{"content": {"role": "model", "parts": list(parts)}, "index": 0} | candidate]}


def end(reason: str = "STOP", **candidate: Any) -> dict[str, Any]:
    return {"candidates": [{"finishReason": reason, "index": 0} | candidate]}


def picture(data: str = PNG, **members: Any) -> dict[str, Any]:
    return {"inlineData": {"mimeType": "image/png", "data": data}} | members


def called(name: str, args: Any, **members: Any) -> dict[str, Any]:
    return {"functionCall": {"name": name, "args": args}} | members


def told(*chunks: Any, reader: GenerateReader | None = None) -> RunTranscript:
    return read_chunks(reader or GenerateReader(), *chunks)
