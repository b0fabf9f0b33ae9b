"""From the stream's frames to `AgentEvent`s: every frame is exactly one event, so that positions can be counted."""

from typing import assert_never

from bot.core import events as e
from bot.providers.interactions import wire
from bot.providers.interactions import wire_events as w
from bot.providers.interactions.translate import (
    citations_of,
    fault_of,
    part_of,
    status_of,
    step_of,
    usage_of,
)
from bot.providers.interactions.translate_ids import run_id


def event_of(event: w.AnyEvent | wire.Malformed) -> e.AgentEvent:
    match event:
        case w.StepDelta():
            return _delta(event.index, event.delta)
        case w.StepStart():
            return e.StepStarted(index=event.index, step=step_of(event.step))
        case w.StepStop():
            return e.StepStopped(index=event.index, usage=usage_of(event.usage))
        case w.InteractionMoved():
            return _moved(event)
        case w.StatusUpdate():
            return _updated(event)
        case w.ErrorEvent():
            return e.Faulted(fault_of(event.error))
        case w.UnknownEvent():
            return e.Skipped(event.event_type)
        case wire.Malformed():
            return e.Skipped(f"malformed: {event.reason}")
        case _:
            assert_never(event)


def _moved(event: w.InteractionMoved) -> e.StatusChanged:
    return e.StatusChanged(
        status=status_of(event.interaction.status),
        usage=usage_of(event.interaction.usage),
        ended=event.event_type == "interaction.completed",
        run=run_id(event.interaction.id),
    )


def _updated(event: w.StatusUpdate) -> e.StatusChanged:
    """The status may stand in the event, in its interaction, or be said by the event's name alone."""
    inner = event.interaction or wire.Interaction()
    return e.StatusChanged(
        status=status_of(event.status or inner.status or event.event_type.removeprefix("interaction.")),
        usage=usage_of(event.usage or inner.usage),
        run=run_id(event.interaction_id or inner.id),
    )


def _delta(index: int, delta: w.Delta) -> e.AgentEvent:
    match delta:
        case w.TextDelta():
            return e.TextAdded(index, delta.text or "")
        case w.ArgumentsDelta():
            return e.ArgumentsAdded(index, delta.arguments or "")
        case w.AnnotationDelta():
            return e.CitationsAdded(index, citations_of(delta.annotations))
        case wire.Media():
            return e.PartAdded(index, part_of(delta))
        case w.SummaryDelta():
            return (
                e.Skipped(delta.type)
                if delta.content is None
                else e.PartAdded(index, part_of(delta.content), "summary")
            )
        case w.SignatureDelta():
            return e.SignatureSet(index, delta.signature or "")
        case w.CallDelta():
            return _filled_call(index, delta)
        case w.ResultDelta():
            return _filled_result(index, delta)
        case dict():
            return e.Skipped(str(delta.get("type") or "step.delta"))
        case _:
            assert_never(delta)


def _filled_call(index: int, delta: w.CallDelta) -> e.AgentEvent:
    """Some calls' deltas bring no more than a signature: such a one changes nothing."""
    if delta.arguments is None and not delta.name:
        return e.Skipped(delta.type)
    return e.CallFilled(index, delta.arguments or {}, name=delta.name or "", server=delta.server_name or "")


def _filled_result(index: int, delta: w.ResultDelta) -> e.AgentEvent:
    if delta.result is None and delta.is_error is None:
        return e.Skipped(delta.type)
    return e.ResultFilled(index, delta.result, is_error=delta.is_error or False)
