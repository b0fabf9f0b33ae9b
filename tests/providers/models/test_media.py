"""Files told as text: found in every form, whole by any cut, and nothing else ever lost."""

import base64
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.events import MediaPart, TextPart
from bot.providers.models.magic import kind_of, type_of
from bot.providers.models.media import MediaText
from bot.providers.models.media_data import decoded, from_address, from_base64, standard

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(3, 64))
B64 = base64.b64encode(PNG).decode()
URI = f"data:image/png;base64,{B64}"
INLINE = MediaPart("image", "image/png", data=B64)
MP4 = base64.b64encode(b"\0\0\0\x18ftypisom" + bytes(40)).decode()
FENCE = "```"

Parts = list[TextPart | MediaPart]


def parts_of(*pieces: str) -> Parts:
    """Adjacent texts put together, as a transcript does."""
    reader = MediaText()
    found: Parts = []
    for part in [part for piece in pieces for part in reader.feed(piece)] + reader.close():
        if found and isinstance(part, TextPart) and isinstance(found[-1], TextPart):
            found[-1] = TextPart(found[-1].text + part.text)
        else:
            found.append(part)
    return found


def at(uri: str, kind: str = "image") -> MediaPart:
    return MediaPart(kind, uri=uri)


FOUND: dict[str, tuple[str, Parts]] = {
    "address": (
        "Here:\n![image](https://s.example/a/1)\n\n",
        [TextPart("Here:\n"), at("https://s.example/a/1"), TextPart("\n\n")],
    ),
    "path": ("![x](/images/x.png) done", [at("/images/x.png"), TextPart(" done")]),
    "data": (f"![image]({URI})\n\n", [INLINE, TextPart("\n\n")]),
    "title": ('![x](<https://s.example/x.png> "a title")', [at("https://s.example/x.png")]),
    "brackets in the label": ("![a [b] c](https://s.example/x.png)", [at("https://s.example/x.png")]),
    "brackets in the address": (
        "![x](https://s.example/x_(1).png)!",
        [at("https://s.example/x_(1).png"), TextPart("!")],
    ),
    "link": (
        "> 视频生成成功，[点击这里](https://s.example/v.mp4?k=1) 查看",
        [TextPart("> 视频生成成功，点击这里"), at("https://s.example/v.mp4?k=1", "video"), TextPart(" 查看")],
    ),
    "link to data": (
        f"[film](data:video/mp4;base64,{MP4})",
        [TextPart("film"), MediaPart("video", "video/mp4", data=MP4)],
    ),
    "bare data": (f"done: {URI} ok", [TextPart("done: "), INLINE, TextPart(" ok")]),
    "data over a label of two lines": (f"![a\nb]({URI})", [TextPart("![a\nb]("), INLINE, TextPart(")")]),
    "two": (f"![a]({URI}) and ![b](/b.gif)", [INLINE, TextPart(" and "), at("/b.gif")]),
    "in a linked picture": ("[![a](/a.png)](/b)", [TextPart("["), at("/a.png"), TextPart("](/b)")]),
    "after a stray backtick": ("a ` and ![b](/b.png)", [TextPart("a ` and "), at("/b.png")]),
    "after code": (
        f"{FENCE}\n![a](/a.png)\n{FENCE}\n![b](/b.png)",
        [TextPart(f"{FENCE}\n![a](/a.png)\n{FENCE}\n"), at("/b.png")],
    ),
    "alone": (" https://s.example/x.webp\n", [at("https://s.example/x.webp")]),
    "alone as a path": ("/files/x.mov", [at("/files/x.mov", "video")]),
    "alone in base64": (B64, [INLINE]),
    "alone in base64 on lines": ("\n".join((B64[:40], B64[40:])), [INLINE]),
    "mislabelled": (f"![a](data:image/jpeg;base64,{B64})", [INLINE]),
}
TEXTS = {
    "inline code": "write `![a](/a.png)` to show it",
    "code of two ticks": "``a ` ![b](/b.png)``",
    "a block": f"{FENCE}md\n![a]({URI})\n",
    "a block of tildes": "~~~\n![a](/a.png)\n~~~",
    "escaped": r"\![a] and \[b](/b.mp4)",
    "a link elsewhere": "[docs](https://s.example/index.html) and [1]",
    "no address": "![a](x.png) ![b](javascript:1) ![c]()",
    "an open picture": "![never closed",
    "an open address": "![a](https://s.example/",
    "an address alone": "https://www.python.org",
    "an address and words": "https://s.example/x.png is it",
    "words in base64": "Hello",
    "base64 of nothing": "QUJD" * 40,
    "base64 and words": f"{B64} is a picture",
    "data of text": "data:text/html;base64,PGgxPkhlbGxvPC9oMT4gd29ybGQ=",
    "no data": "data: many, metadata:image/png",
    "another scheme": "![a](//s.example/x.png)",
    "a broken host": "![a](http://[::1/x.png)",
    "too short to be a file": f"{B64[:40]}",
}


@pytest.mark.parametrize(("text", "parts"), FOUND.values(), ids=FOUND)
@pytest.mark.parametrize("size", [1, 3, 24, 10_000])
def test_a_file_is_found(text: str, parts: Parts, size: int) -> None:
    """In its place, cut out of the text, whether it comes at once or in the smallest pieces."""
    pieces = [text[start : start + size] for start in range(0, len(text), size)]

    assert parts_of(*pieces) == parts


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_all_else_is_text(text: str) -> None:
    """Code, other links, what is never closed: shown as it came, by any cut."""
    assert parts_of(text) == [TextPart(text)]
    assert parts_of(*text) == [TextPart(text)]


def test_words_come_at_once() -> None:
    """Only what may still become a file is held back."""
    reader = MediaText()

    shown = [reader.feed(piece) for piece in ("Look", " here", " ![a", "](/a", ".png", ") so")]

    assert shown == [[TextPart("Look")], [TextPart(" here")], [TextPart(" ")], [], [], [at("/a.png"), TextPart(" so")]]
    assert reader.close() == []


@pytest.mark.parametrize("size", [24, 65_536, 30_000_000])
def test_a_picture_of_many_megabytes(size: int) -> None:
    """On one line, in three pieces or a million: nothing is read again and again, or this would never end."""
    payload = B64 + "A" * 20_000_000
    text = f"![image](data:image/png;base64,{payload})\n\n"

    parts = parts_of(*(text[start : start + size] for start in range(0, len(text), size)))

    assert parts == [MediaPart("image", "image/png", data=payload), TextPart("\n\n")]


@pytest.mark.parametrize(
    "piece", ["![", "[", "`", "` `` ```", "![](data:image/png;base64,", "[](", "\n", "AAAA", "(((("]
)
def test_what_never_becomes_a_file_ends(piece: str) -> None:
    """Half a million characters of beginnings without an end."""
    text = "x" + piece * (500_000 // len(piece))

    assert parts_of(*(text[start : start + 1000] for start in range(0, len(text), 1000))) == [TextPart(text)]


MARKS = ["![", "[", "](", ")", "(", "`", "``", FENCE, "~~~", "\n", " ", "!", "\\", "d", "data:", '"t"', "<", ">"]
WORDS = [URI, "data:image/png;base64,", "/a.png", "https://s.example/v.mp4", B64, B64[:20], "é😀", "word"]
pieces_of_text = st.sampled_from([*MARKS, *WORDS])
texts = st.lists(pieces_of_text | st.text(max_size=6), max_size=12).map("".join)


@given(text=texts, data=st.data())
def test_any_cut_gives_the_same(text: str, data: st.DataObject) -> None:
    """Where the network cuts does not decide what is a file."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))

    assert parts_of(*(text[start:end] for start, end in pairwise([0, *cuts, len(text)]))) == parts_of(text)


@given(text=texts)
def test_no_character_is_lost(text: str) -> None:
    """The text shown is what came, in its order, with nothing missing where there is no file."""
    parts = parts_of(text)

    rest = text
    for part in parts:
        words = part.text if isinstance(part, TextPart) else part.uri or part.data.rstrip("=")  # padded by us
        _, found, rest = rest.partition(words)
        assert found == words
    if not any(isinstance(part, MediaPart) for part in parts):
        assert parts == ([TextPart(text)] if text else [])


@given(st.binary(min_size=1, max_size=80))
def test_base64_in_every_spelling(data: bytes) -> None:
    """Either alphabet, padded or not, over lines, as a data URI: the same bytes."""
    plain, other = base64.b64encode(data).decode(), base64.urlsafe_b64encode(data).decode()
    spellings = [plain, other, plain.rstrip("="), other.rstrip("="), f"{plain[:4]}\n{plain[4:]}"]

    assert {standard(one) for one in spellings} == {plain}
    assert {decoded(one) for one in (*spellings, f"data:image/png;base64,{other}", f"DATA:;base64,{plain}")} == {data}


@given(st.text(max_size=80))
def test_any_text_may_be_no_base64(text: str) -> None:
    """Nothing raises."""
    assert decoded(text) is None or standard(text) or text[:5].lower() == "data:"
    assert from_base64(text) is None or standard(text)
    assert from_address(text) is None or text.strip()


@pytest.mark.parametrize(
    ("data", "mime_type", "kind"),
    [
        (PNG, "image/png", "image"),
        (b"\xff\xd8\xff\xe0", "image/jpeg", "image"),
        (b"GIF89a", "image/gif", "image"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp", "image"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav", "audio"),
        (b"\0\0\0\x18ftypisom", "video/mp4", "video"),
        (b"\0\0\0\x14ftypqt  ", "video/quicktime", "video"),
        (b"\0\0\0\x14ftypavif", "image/avif", "image"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm", "video/webm", "video"),
        (b"ID3\x04", "audio/mpeg", "audio"),
        (b"\xff\xfb\x90\x64", "audio/mpeg", "audio"),
        (b"%PDF-1.7", "application/pdf", "document"),
        (b"<!doctype html>", "", "document"),
        (b"", "", "document"),
    ],
)
def test_types_by_their_first_bytes(data: bytes, mime_type: str, kind: str) -> None:
    """A page of HTML is no file that an answer has."""
    assert (type_of(data), kind_of(type_of(data))) == (mime_type, kind)
