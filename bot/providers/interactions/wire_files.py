"""An environment's files in the API's spelling; every field may be missing."""

from datetime import datetime

from pydantic import TypeAdapter

from bot.providers.interactions.wire import Count, Lenient, Malformed, Reader, Wire


class FileEntry(Wire):
    """`type` is `file` or `directory` in either case; `size_bytes` an int64, which travels as a string."""

    name: Lenient[str] = None
    path: Lenient[str] = None
    type: Lenient[str] = None
    size_bytes: Lenient[Count] = None
    mime_type: Lenient[str] = None
    created: Lenient[datetime] = None
    modified: Lenient[datetime] = None


class FilesPage(Wire):
    files: list[Lenient[FileEntry]] | None = None
    next_page_token: str | None = None


_pages: Reader[FilesPage] = Reader(TypeAdapter(FilesPage))


def parse_files(data: bytes) -> FilesPage | Malformed:
    return _pages(data)
