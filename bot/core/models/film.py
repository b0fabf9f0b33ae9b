"""What a model says while it makes a film: its job as JSON in a fence, and how far it is, in quotations."""

from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = "```"


@dataclass(frozen=True, slots=True)
class FilmTalk:
    """`job`: the fenced lines, without their fences. `progress`: the quotations, in order. `rest`: all other text."""

    job: str = ""
    progress: tuple[str, ...] = ()
    rest: str = ""


def film_talk(text: str) -> FilmTalk:
    """Of a text that may still grow: a fence that is open belongs to the job."""
    job: list[str] = []
    progress: list[str] = []
    rest: list[str] = []
    for kind, line in _told(text):
        match kind:
            case "job":
                job.append(line)
            case "progress":
                progress += [line] if line else []
            case _:
                rest.append(line)
    return FilmTalk("\n".join(job), tuple(progress), "\n".join(rest).strip())


def _told(text: str) -> Iterator[tuple[str, str]]:
    is_job = False
    for line in text.splitlines():
        bare = line.strip()
        if bare.startswith(_FENCE):
            is_job = not is_job
        elif is_job:
            yield "job", line
        elif bare.startswith(">"):
            yield "progress", bare.lstrip("> ").strip()
        else:
            yield "rest", line


def whole_lines(text: str) -> str:
    """Without the line that still grows, for its kind is not known before its end."""
    return text[: text.rfind("\n") + 1]
