"""Writes a PDF of two pages by hand: objects, their offsets, and a table that says where they are."""

from pathlib import Path

PAGES = (
    ("A report about lanterns", ["Lanterns give light.", "Two lanterns give more light.", "(See the next page.)"]),
    ("What follows", ["More light needs more oil.", "The end \\ of the report."]),
)


def content(title: str, lines: list[str]) -> bytes:
    """A page's drawing: a title and lines of text."""
    text = [f"BT /F1 24 Tf 72 760 Td ({escaped(title)}) Tj ET"]
    text += [f"BT /F1 12 Tf 72 {710 - 20 * row} Td ({escaped(line)}) Tj ET" for row, line in enumerate(lines)]
    return "\n".join(text).encode("latin-1")


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def objects() -> list[bytes]:
    """The catalogue, the pages, the font; then each page and its content."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(PAGES)))
    made = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(PAGES)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, (title, lines) in enumerate(PAGES):
        page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
        made.append(f"{page} /Contents {5 + 2 * number} 0 R >>".encode())
        drawing = content(title, lines)
        made.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawing), drawing))
    return made


def document() -> bytes:
    written, offsets = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, one in enumerate(objects(), 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count, start = len(offsets) + 1, len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, table)
    return written + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, start)


if __name__ == "__main__":
    Path("report.pdf").write_bytes(document())
    print(f"Wrote report.pdf, {len(PAGES)} pages")  # noqa: T201 - its result
