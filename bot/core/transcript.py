"""What is true of a turn so far: events folded, one after the other, into values.

A run is folded from its stream. The same event heard twice changes nothing: an event whose position was already folded
is passed over. Reading the provider's record at the end replaces what the stream told, for the record is the truth.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from json import loads

from bot.core import events as e
from bot.core.allowance import FAULT_LIMIT, STEP_LIMIT, TEXT_LIMIT, bounded, cut_mark, weight_of
from bot.core.ids import Cursor, EnvironmentId, RunId


@dataclass(frozen=True, slots=True)
class RunTranscript:
    """One run so far; `position` events of its stream are folded in.

    `cursor` is the newest place to go on after; the event there was number `resume_at` - 1: not every event has one.
    `held`: how much it holds of what one run may (`allowance`); once it `is_cut`, it grows no more.
    """

    id: RunId | None = None
    status: e.RunStatus = e.RunStatus.IN_PROGRESS
    steps: tuple[e.Step, ...] = ()
    usage: e.Usage | None = None
    faults: tuple[e.Fault, ...] = ()
    environment: EnvironmentId | None = None
    position: int = 0
    cursor: Cursor | None = None
    resume_at: int = 0
    ended: bool = False
    open_steps: frozenset[int] = field(default_factory=frozenset)
    held: int = 0
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Transcript:
    """A turn so far: its runs in order."""

    runs: tuple[RunTranscript, ...] = ()

    @property
    def steps(self) -> tuple[e.Step, ...]:
        """All runs' steps in order, without what the runs were asked."""
        return tuple(step for run in self.runs for step in run.steps if not isinstance(step, e.Input))

    @property
    def usage(self) -> e.Usage:
        return sum((run.usage for run in self.runs if run.usage), e.Usage())

    def with_run(self, run: RunTranscript) -> "Transcript":
        """The same turn with its newest run replaced."""
        return Transcript((*self.runs[:-1], run))


def fold(run: RunTranscript, heard: e.Heard) -> RunTranscript:
    """The run after one more event; an event already folded leaves it as it is."""
    if isinstance(heard.event, e.RecordRead):
        return _from_record(run, heard.event.record)
    if heard.position < run.position:
        return run
    after = _apply(run, heard.event)
    position = heard.position + 1
    if heard.cursor is None:
        return replace(after, position=position)
    return replace(after, position=position, cursor=heard.cursor, resume_at=position)


def _from_record(run: RunTranscript, record: e.RunRecord) -> RunTranscript:
    if run.ended and record.status.is_pending:  # the record lags behind the stream, which has told the end
        return run
    steps, held, is_cut = bounded([step for step in record.steps if not isinstance(step, e.Input)])
    if not steps:
        steps, held, is_cut = run.steps, run.held, run.is_cut
    return replace(
        run,
        id=record.id or run.id,
        status=record.status,
        steps=steps,
        usage=record.usage or run.usage,
        faults=record.faults[-FAULT_LIMIT:] or run.faults,
        environment=record.environment or run.environment,
        open_steps=frozenset(),
        held=held,
        is_cut=is_cut,
    )


def _apply(run: RunTranscript, event: e.AgentEvent) -> RunTranscript:
    match event:
        case e.StatusChanged():
            return _status(run, event)
        case e.Faulted(fault):
            return replace(run, faults=(*run.faults, fault)[-FAULT_LIMIT:])
        case e.StepStopped(index, usage):
            stopped = _changed(run, index, _closed)
            return replace(stopped, usage=usage or run.usage, open_steps=run.open_steps - {index})
        case e.Skipped() | e.RecordRead():
            return run
        case _:
            return run if run.is_cut else _allowed(run, event)


def _allowed(run: RunTranscript, event: "e.StepStarted | Growth") -> RunTranscript:
    """The run with what the event brings, as far as one run may hold it."""
    room = TEXT_LIMIT - run.held
    weight = weight_of(event)
    if weight <= room and event.index < STEP_LIMIT:
        return replace(_brought(run, event), held=run.held + weight)
    if isinstance(event, e.TextAdded):
        run = _brought(run, replace(event, text=event.text[:room]))
    return replace(run, steps=(*run.steps, cut_mark()), held=TEXT_LIMIT, is_cut=True)


def _brought(run: RunTranscript, event: "e.StepStarted | Growth") -> RunTranscript:
    if isinstance(event, e.StepStarted):
        return _placed(run, event.index, event.step)
    return _changed(run, event.index, lambda step: _grown(step, event))


def _status(run: RunTranscript, event: e.StatusChanged) -> RunTranscript:
    return replace(
        run,
        id=event.run or run.id,
        status=event.status,
        usage=event.usage or run.usage,
        ended=run.ended or event.ended,
        open_steps=frozenset() if event.ended else run.open_steps,
    )


def _placed(run: RunTranscript, index: int, step: e.Step) -> RunTranscript:
    """`step` at `index`; a gap (a step we never heard begin) is held open by an unknown one."""
    if index < 0:
        return run
    missing = (e.UnknownStep("missing", {}),) * max(0, index - len(run.steps))
    steps = (*run.steps[:index], *missing, step, *run.steps[index + 1 :])
    return replace(run, steps=steps, open_steps=run.open_steps | {index})


def _changed(run: RunTranscript, index: int, change: Callable[[e.Step], e.Step]) -> RunTranscript:
    if not 0 <= index < len(run.steps):
        return run
    steps = (*run.steps[:index], change(run.steps[index]), *run.steps[index + 1 :])
    return replace(run, steps=steps)


Growth = (
    e.TextAdded | e.CitationsAdded | e.PartAdded | e.SignatureSet | e.ArgumentsAdded | e.CallFilled | e.ResultFilled
)


def _grown(step: e.Step, event: Growth) -> e.Step:
    """The step with what the delta brings; a delta that does not fit its step changes nothing."""
    match event, step:
        case e.TextAdded(text=text), e.Output(parts=parts):
            return replace(step, parts=_text_added(parts, text))
        case e.CitationsAdded(citations=citations), e.Output(parts=parts):
            return replace(step, parts=_cited(parts, citations))
        case e.PartAdded(part=part, where="summary"), e.Thought(summary=summary):
            return replace(step, summary=(*summary, part))
        case e.PartAdded(part=part), e.Output(parts=parts):
            return replace(step, parts=(*parts, part))
        case e.SignatureSet(signature=signature), e.Thought():
            return replace(step, signature=signature)
        case e.ArgumentsAdded(fragment=fragment), e.Call(pending=pending):
            return replace(step, pending=pending + fragment)
        case e.CallFilled(arguments=arguments, name=name, server=server), e.Call():
            return replace(step, arguments=arguments, name=name or step.name, server=server or step.server)
        case e.ResultFilled(result=result, is_error=is_error), e.Result():
            return replace(step, result=result, is_error=is_error or step.is_error)
        case _:
            return step


def _text_added(parts: tuple[e.Part, ...], text: str) -> tuple[e.Part, ...]:
    match parts:
        case (*before, e.TextPart(said, citations)):
            return (*before, e.TextPart(said + text, citations))
        case _:
            return (*parts, e.TextPart(text))


def _cited(parts: tuple[e.Part, ...], citations: tuple[e.Citation, ...]) -> tuple[e.Part, ...]:
    match parts:
        case (*before, e.TextPart(said, known)):
            return (*before, e.TextPart(said, (*known, *citations)))
        case _:
            return (*parts, e.TextPart("", citations))


def _closed(step: e.Step) -> e.Step:
    """A stopped call has its arguments whole; what is no JSON object is kept as text, not lost."""
    if not isinstance(step, e.Call) or not step.pending:
        return step
    try:
        arguments = loads(step.pending)
    except (ValueError, RecursionError):  # ValueError: also a number of more digits than Python reads
        arguments = None
    if not isinstance(arguments, dict):
        arguments = {"text": step.pending}
    return replace(step, arguments=arguments, pending="")
