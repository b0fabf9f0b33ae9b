"""Finds the document in an answer: a fence with a program or a page in it, or an answer that is one itself."""

from dataclasses import dataclass

_LEAST = 80
"""Characters: what is shorter is an example, not a document."""
_KINDS: dict[str, tuple[str, str]] = {
    "html": (".html", "text/html"),
    "markdown": (".md", "text/markdown"),
    "md": (".md", "text/markdown"),
    "svg": (".svg", "image/svg+xml"),
    "css": (".css", "text/css"),
    "json": (".json", "application/json"),
    "javascript": (".js", "text/javascript"),
    "js": (".js", "text/javascript"),
    "typescript": (".ts", "text/plain"),
    "ts": (".ts", "text/plain"),
    "jsx": (".jsx", "text/plain"),
    "tsx": (".tsx", "text/plain"),
    "python": (".py", "text/x-python"),
    "py": (".py", "text/x-python"),
    "java": (".java", "text/plain"),
    "c": (".c", "text/plain"),
    "cpp": (".cpp", "text/plain"),
    "go": (".go", "text/plain"),
    "rust": (".rs", "text/plain"),
    "ruby": (".rb", "text/plain"),
    "sql": (".sql", "text/plain"),
    "bash": (".sh", "text/plain"),
    "sh": (".sh", "text/plain"),
    "latex": (".tex", "text/plain"),
    "yaml": (".yaml", "text/plain"),
    "xml": (".xml", "text/xml"),
}
_TEXT = (".txt", "text/plain")
_PAGE = ("<!doctype html", "<html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """`language`: the word of its fence, `html` for a page; empty for bare Markdown. `before`, `after`: other text."""

    body: str
    language: str
    ending: str
    mime_type: str
    title: str
    before: str = ""
    after: str = ""

    @property
    def is_all(self) -> bool:
        return not self.before.strip() and not self.after.strip()


@dataclass(frozen=True, slots=True)
class _Fence:
    language: str
    first: int
    end: int


def document_in(text: str) -> Document | None:
    """None where the text has another form."""
    lines = text.splitlines(keepends=True)
    if fence := max(_fences(lines), key=lambda one: sum(map(len, lines[one.first : one.end])), default=None):
        body = "".join(lines[fence.first : fence.end])
        before, after = "".join(lines[: fence.first - 1]), "".join(lines[fence.end + 1 :])
        return _document(body, fence.language, before, after) if len(body) >= _LEAST else None
    if text.lstrip()[:20].lower().startswith(_PAGE):
        return _document(text, "html", "", "")
    if text.lstrip().startswith("#") and title_of(text) and len(text) >= _LEAST:
        return _document(text, "", "", "")
    return None


def _document(body: str, language: str, before: str, after: str) -> Document:
    is_page = body.lstrip()[:20].lower().startswith(_PAGE)
    word = "html" if is_page else language
    ending, mime_type = _KINDS.get(word or "md", _TEXT)
    title = _title_of_page(body) if is_page else title_of(body) if ending == ".md" else ""
    return Document(
        body=body,
        language=word,
        ending=ending,
        mime_type=mime_type,
        title=title or title_of(before),
        before=before,
        after=after,
    )


def _fences(lines: list[str]) -> list[_Fence]:
    """Those that stand open and closed, and one that the end of the text leaves open."""
    found: list[_Fence] = []
    mark, language, first = "", "", 0
    for number, line in enumerate(lines):
        bare = line.strip()
        run = _run(bare)
        if not mark and run:
            mark, language, first = run, bare[len(run) :].strip().split(" ")[0].lower(), number + 1
        elif mark and run == bare and run[0] == mark[0] and len(run) >= len(mark):
            found.append(_Fence(language, first, number))
            mark = ""
    return [*found, _Fence(language, first, len(lines))] if mark else found


def _run(line: str) -> str:
    """The backticks or tildes that a fence begins with; empty where it is none."""
    for sign in "`~":
        run = line[: len(line) - len(line.lstrip(sign))]
        if len(run) >= len("```"):
            return run
    return ""


def title_of(text: str) -> str:
    """Of Markdown: its first heading."""
    heading = next((line for line in text.splitlines() if line.startswith("#")), "")
    return heading.lstrip("#").strip(" #*_`")


def _title_of_page(page: str) -> str:
    low = page.lower()
    for tag in ("title", "h1"):
        start = low.find(f"<{tag}")
        start = low.find(">", start) + 1 if start >= 0 else 0
        end = low.find(f"</{tag}", start)
        if 0 < start < end:
            return " ".join(page[start:end].split())
    return ""
