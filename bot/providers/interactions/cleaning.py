"""What went wrong in a run is told in the provider's words, which may repeat our key as its HTTP errors may."""

from collections.abc import Callable
from dataclasses import replace

from bot.core import events as e

Clean = Callable[[str], str]
"""`Transport.clean`."""


def clean_record(record: e.RunRecord, clean: Clean) -> e.RunRecord:
    return replace(
        record,
        steps=tuple(_clean_step(step, clean) for step in record.steps),
        faults=tuple(_clean_fault(fault, clean) for fault in record.faults),
    )


def clean_heard(heard: e.Heard, clean: Clean) -> e.Heard:
    match heard.event:
        case e.Faulted(fault):
            return replace(heard, event=e.Faulted(_clean_fault(fault, clean)))
        case e.StepStarted(step=e.Output(error=error) as step) if error:
            return replace(heard, event=replace(heard.event, step=_clean_step(step, clean)))
        case _:
            return heard


def _clean_fault(fault: e.Fault, clean: Clean) -> e.Fault:
    return e.Fault(code=clean(fault.code), message=clean(fault.message))


def _clean_step(step: e.Step, clean: Clean) -> e.Step:
    match step:
        case e.Output(error=error) if error:
            return replace(step, error=clean(error))
        case _:
            return step
