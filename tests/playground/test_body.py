"""Bodies as clients really send them."""

import aiohttp
import pytest

from bot.playground.body import parse


async def _sent(form: aiohttp.FormData) -> tuple[bytes, str]:
    payload = form()
    chunks = [chunk async for chunk in _chunks(payload)]
    return b"".join(chunks), payload.headers["Content-Type"]


async def _chunks(payload: aiohttp.payload.Payload) -> "aiohttp.abc.AsyncIterator[bytes]":  # type: ignore[name-defined]
    yield await payload.as_bytes()


async def test_a_form_as_discord_py_sends_it_is_taken_apart() -> None:
    """The JSON, and each file's name, type and very bytes, line ends and boundaries-to-be included."""
    content = b"\r\n--not the boundary\r\n\x00\xff\r\n"
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", '{"content":"hi"}', content_type="application/json")
    form.add_field("files[0]", content, filename="größe 1.bin", content_type="image/png")

    body = parse(*await _sent(form))

    assert body.json == {"content": "hi"}
    assert [(f.name, f.filename, f.content_type, f.data) for f in body.files] == [
        ("files[0]", "größe 1.bin", "image/png", content)
    ]
    assert body.described() == {"content": "hi", "files": [{"name": "größe 1.bin", "size": len(content)}]}


@pytest.mark.parametrize(
    ("raw", "value", "malformed"),
    [(b"", None, False), (b"{}", {}, False), (b"[1]", [1], False), (b"{oops", None, True), (b"\xff", None, True)],
)
def test_json_is_parsed_or_marked_as_malformed(raw: bytes, value: object, malformed: bool) -> None:
    """An empty body is no mistake, a broken one is."""
    body = parse(raw, "application/json")

    assert (body.json, body.malformed) == (value, malformed)


def test_a_form_without_boundary_has_no_parts() -> None:
    """Rubbish is not a crash."""
    body = parse(b"--x\r\n\r\nhello", "multipart/form-data")

    assert (body.parts, body.json) == ((), None)
