"""Every step of a turn with what went in and what came out, as Markdown for those who want to know."""

from collections.abc import Iterator, Sequence
from json import dumps

from bot.core import events as e
from bot.core.catalogue import say
from bot.core.steps import code, line_of

BLOCK_LIMIT = 6_000
"""Characters of one input or output; a page holds 2,000, and nobody turns more than a few for one step."""


def details_of(steps: Sequence[e.Step]) -> str:
    """A numbered heading for each step, its input and its output below; a result stands with its call."""
    results = {step.call_id: step for step in steps if isinstance(step, e.Result)}
    called = {step.id for step in steps if isinstance(step, e.Call)}
    told = [step for step in steps if not (isinstance(step, e.Result) and step.call_id in called)]
    return "\n\n".join(
        "\n".join((f"**{number}.** {_title(step)}", *_blocks(step, results))) for number, step in enumerate(told, 1)
    )


def _title(step: e.Step) -> str:
    match step:
        case e.Output():
            return say("details.said")
        case e.Thought():
            return say("details.thought")
        case e.Input():
            return say("details.asked")
        case e.Result():
            return say("details.result", what=code(step.name) or code(step.tool))
        case _:
            return line_of(step) or say("details.unknown")


def _blocks(step: e.Step, results: dict[str, e.Result]) -> Iterator[str]:
    match step:
        case e.Output(parts=parts, error=error):
            yield from map(_part, parts)
            if error:
                yield _block(error)
        case e.Input(parts=parts) | e.Thought(summary=parts):
            yield from map(_part, parts)
        case e.Call(arguments=arguments, pending=pending):
            yield from _given(arguments, pending)
            if step.id in results:
                yield from _blocks(results[step.id], {})
        case e.Result(result=result, is_error=is_error):
            yield say("details.failed" if is_error else "details.gave")
            yield _block(result if isinstance(result, str) else _json(result))
        case e.UnknownStep(raw=raw):
            yield _block(_json(dict(raw)))


def _part(part: e.Part) -> str:
    match part:
        case e.TextPart(text=text):
            return _quoted(text)
        case e.MediaPart(kind=kind, mime_type=mime_type):
            return say("details.media", what=code(mime_type) or code(kind))
        case e.UnknownPart(raw=raw):
            return _block(_json(dict(raw)))


def _given(arguments: e.JsonObject | None, pending: str) -> Iterator[str]:
    """What a tool was given: a text of several lines, or the only one there is, as it stands; the rest as JSON."""
    given = dict(arguments or {})
    texts = {name: value for name, value in given.items() if isinstance(value, str)}
    whole = texts if len(given) == 1 else {name: text for name, text in texts.items() if "\n" in text.strip()}
    rest = {name: value for name, value in given.items() if name not in whole}
    if rest or not given:
        yield _block(_json(rest) if rest else pending)
    yield from map(_block, whole.values())


def _json(value: e.JsonValue) -> str:
    return dumps(value, ensure_ascii=False, indent=1)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in _cut(text.strip()).splitlines()) or "> …"


def _block(text: str) -> str:
    """A code block that its own text cannot end."""
    text = _cut(text)
    fence = "`" * max(3, 1 + max((len(run) for run in _runs_of_ticks(text)), default=0))
    return f"{fence}\n{text}\n{fence}" if text.strip() else say("details.nothing")


def _runs_of_ticks(text: str) -> Iterator[str]:
    return (run for run in "".join(c if c == "`" else " " for c in text).split())


def _cut(text: str) -> str:
    if len(text) <= BLOCK_LIMIT:
        return text
    return f"{text[:BLOCK_LIMIT]}\n{say('details.more', count=len(text) - BLOCK_LIMIT)}"
