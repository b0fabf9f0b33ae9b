"""From the API's words to the house's: records, steps, usage. Only `translate*` reads `wire*`."""

from dataclasses import replace
from typing import assert_never

from bot.core import events as e
from bot.core.ids import RunId
from bot.providers.interactions import wire
from bot.providers.interactions.translate_ids import environment_id, run_id


def record_of(interaction: wire.Interaction, *, run: RunId | None = None) -> e.RunRecord:
    """The record of an interaction; `run` is the id it was asked by, for an answer that does not repeat it.

    Its id is empty where the answer names no usable one.
    """
    return e.RunRecord(
        id=run_id(interaction.id) or run or RunId(""),
        status=status_of(interaction.status),
        steps=tuple(map(step_of, interaction.steps or ())),
        usage=usage_of(interaction.usage),
        faults=tuple(map(fault_of, interaction.errors or ())),
        environment=environment_id(interaction.environment_id),
        continuation=interaction.continuation_token or "",
    )


def status_of(word: str | None) -> e.RunStatus:
    try:
        return e.RunStatus(word or "")
    except ValueError:
        return e.RunStatus.UNKNOWN


def usage_of(usage: wire.Usage | None) -> e.Usage | None:
    """The tokens; a missing total is the sum that recorded totals are."""
    if usage is None:
        return None
    found = e.Usage(
        input=usage.total_input_tokens or 0,
        output=usage.total_output_tokens or 0,
        thought=usage.total_thought_tokens or 0,
        cached=usage.total_cached_tokens or 0,
        tool_use=usage.total_tool_use_tokens or 0,
        total=usage.total_tokens or 0,
    )
    if usage.total_tokens is None:
        return replace(found, total=found.input + found.output + found.thought + found.tool_use)
    return found


def fault_of(error: wire.Error | None) -> e.Fault:
    return e.Fault(code=(error and error.code) or "", message=(error and error.message) or "")


def step_of(step: wire.Step) -> e.Step:
    match step:
        case wire.ModelOutput():
            return e.Output(parts=parts_of(step.content), error=_said(step.error))
        case wire.Thought():
            return e.Thought(summary=parts_of(step.summary), signature=step.signature or "")
        case wire.UserInput():
            return e.Input(parts=parts_of(step.content))
        case wire.Call():
            return e.Call(
                tool=step.type.removesuffix("_call"),
                id=step.id or "",
                name=step.name or "",
                server=step.server_name or "",
                arguments=step.arguments,
            )
        case wire.Result():
            return e.Result(
                tool=step.type.removesuffix("_result"),
                call_id=step.call_id or "",
                name=step.name or "",
                server=step.server_name or "",
                result=step.result,
                is_error=step.is_error or False,
            )
        case dict():
            return e.UnknownStep(type=str(step.get("type") or ""), raw=step)
        case _:
            assert_never(step)


def parts_of(content: list[wire.Part] | None) -> tuple[e.Part, ...]:
    return tuple(map(part_of, content or ()))


def part_of(part: wire.Part) -> e.Part:
    match part:
        case wire.Text():
            return e.TextPart(text=part.text or "", citations=citations_of(part.annotations))
        case wire.Media():
            return e.MediaPart(kind=part.type, mime_type=part.mime_type or "", data=part.data or "", uri=part.uri or "")
        case dict():
            return e.UnknownPart(raw=part)
        case _:
            assert_never(part)


def citations_of(annotations: list[wire.Annotation | None] | None) -> tuple[e.Citation, ...]:
    """The annotations that name a source; those about spoken words do not."""
    found = (_citation_of(annotation) for annotation in annotations or () if annotation)
    return tuple(citation for citation in found if citation)


def _citation_of(annotation: wire.Annotation) -> e.Citation | None:
    match annotation.type:
        case "url_citation":
            url, title = annotation.url, annotation.title
        case "place_citation":
            url, title = annotation.url, annotation.name
        case "file_citation":
            url, title = annotation.document_uri or annotation.source, annotation.file_name
        case _:
            return None
    if not url and not title:
        return None
    return e.Citation(
        url=url or "", title=title or "", start=annotation.start_index or 0, end=annotation.end_index or 0
    )


def _said(error: wire.Error | None) -> str:
    """A step's own error as one sentence."""
    if error is None:
        return ""
    return error.message or error.code or "unknown error"
