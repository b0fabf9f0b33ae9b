"""One run of a model, from its talk to its row's end: told what was said, asked, heard, and kept."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace

import structlog

from bot.core import events as e
from bot.core.errors import OutcomeUnknown, ProviderError
from bot.core.models.history import Echo, ModelRun
from bot.core.models.naming import Choice
from bot.core.models.ports import Media, ModelRuns
from bot.core.models.provider import Makes
from bot.core.ports import Clock, RunRequest
from bot.core.tools.offers import Function
from bot.providers.models.asking import Asker, Opened, Order
from bot.providers.models.conversation import Plan, asked_now, fitted, pictures_of, told
from bot.providers.models.keeping import Keeper
from bot.providers.models.line import Line
from bot.providers.models.reading import CUT, Ear
from bot.providers.models.refusals import fault_of, retold
from bot.providers.models.runs import LiveRun
from bot.providers.models.shapes import shaped
from bot.providers.models.speech import Said
from bot.providers.models.summing import SUMMARY_TOKENS, cut_out, summary_in, summing

log = structlog.get_logger(__name__)

MOST_ASKED = 32_000
"""Tokens: a ceiling above it is the turn's, and no service takes it for one answer's."""
PICTURES = 10
SUMMARY_WITHIN_S = 90.0
ECHO_LIMIT = 8_000_000
"""Characters: what is larger has pictures in it, which are kept besides."""
BOT_STOPPED, BOT_FAILED = "bot_stopped", "bot_failed"
"""Codes of faults of our own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """What every run needs."""

    runs: ModelRuns
    media: Media
    clock: Clock
    asker: Asker


@dataclass(slots=True, kw_only=True)
class Answering:
    """`past`: the runs before it, oldest first; `plan`: how much of them goes along. `spent`: the summary's tokens."""

    kit: Kit
    live: LiveRun
    line: Line
    keeper: Keeper
    choice: Choice
    request: RunRequest
    past: Sequence[ModelRun]
    plan: Plan
    summary: str = ""
    spent: e.Usage = field(default_factory=e.Usage)
    ear: Ear | None = None
    opened: Opened | None = None
    final: e.StatusChanged | None = None

    async def carry(self) -> None:
        """Until its row has an end, whatever happens on the way."""
        try:
            await self._answered()
        except asyncio.CancelledError:
            self._cancelled()
        except Exception:
            log.exception("model_run.failed", run=self.live.run.id)
            self._fail(e.Fault(BOT_FAILED, ""))
        await self._end()

    # --- asking ---

    async def _answered(self) -> None:
        """A stop may also come while what is left of a broken answer is kept."""
        try:
            await self._answer()
        except ProviderError as error:
            await self._broken(error)

    async def _answer(self) -> None:
        order = Order(
            choice=self.choice,
            said=await self._said(),
            instruction=self.request.instruction,
            functions=tuple(tool for tool in self.request.tools or () if isinstance(tool, Function)),
            max_tokens=most if (most := self.request.max_tokens) and most < MOST_ASKED else None,
        )
        async with AsyncExitStack() as stack:
            self.opened = await self.kit.asker.open(stack, self.line, order)
            self.live.was_taken()
            await self._hear(self.opened)

    async def _said(self) -> tuple[Said, ...]:
        match self.plan:
            case Plan.ALL:
                most = self.choice.model.references if self.choice.makes is Makes.IMAGE else PICTURES
                seen = most if self.choice.model.sees else 0
                pictures = await pictures_of(self.past, self.kit.media, self.kit.clock, most=seen)
                return (*told(self.past, pictures=pictures), *asked_now(self.request))
            case Plan.NO_OLD_PICTURES:
                said = (*told(self.past, pictures={}), *asked_now(self.request))
                return fitted(said, most=self.choice.model.window)
            case Plan.SUMMARY:
                self.summary = await self._summed(told(self.past, pictures={}))
                return tuple(asked_now(self.request, summary=self.summary))

    async def _summed(self, said: Sequence[Said]) -> str:
        """In the model's words, or else the newest of it as it was said."""
        plain = replace(self.choice, suffixes=())
        if plain.makes is not Makes.TEXT:
            return cut_out(said)
        try:
            async with asyncio.timeout(SUMMARY_WITHIN_S), AsyncExitStack() as stack:
                asked = summing(said, window=self.choice.model.window)
                order = Order(choice=plain, max_tokens=SUMMARY_TOKENS, **asked)
                found = await (await self.kit.asker.open(stack, self.line, order)).heard()
        except (ProviderError, TimeoutError) as error:
            log.warning("model_run.not_summed", run=self.live.run.id, error=type(error).__name__)
            return cut_out(said)
        self.spent = found.usage or e.Usage()
        log.info("model_run.summed", run=self.live.run.id, runs=len(self.past))
        return summary_in(found.steps) or cut_out(said)

    # --- hearing ---

    async def _hear(self, opened: Opened) -> None:
        self.ear = Ear(opened.reader, content_type=opened.answer.content_type)
        async for chunk in opened.answer.chunks():
            await self._tell(self.ear.feed(chunk))
            if self.ear.done or self.live.told.is_cut:  # what comes behind the cut is shown to nobody
                break
        await self._tell(self.ear.close())

    async def _tell(self, events: Sequence[e.AgentEvent]) -> None:
        """The last word waits until the row has it."""
        for event in events:
            if isinstance(event, e.StatusChanged) and event.ended:
                self.final = self.final or event
                continue
            if self.live.is_enough(event):
                continue
            if isinstance(event, e.PartAdded) and isinstance(event.part, e.UnknownPart):
                log.warning("model_run.part_unknown", run=self.live.run.id)
            if (kept := await self.keeper.kept(event)) is not None:
                self.live.hear(kept)

    # --- what may go wrong ---

    async def _broken(self, error: ProviderError) -> None:
        log.warning("model_run.broken", run=self.live.run.id, status=error.status, code=error.code, error=str(error))
        said = retold(error, self.choice)
        if self.ear is None:
            if not isinstance(error, OutcomeUnknown):  # of that one it is known what came of it: nothing
                self.live.was_refused(said)
            self._fail(fault_of(said))
            return
        await self._tell(self.ear.close())
        self._say(e.Fault(CUT, ""))
        usage = self.final.usage if self.final else None
        self.final = e.StatusChanged(e.RunStatus.INCOMPLETE, usage, ended=True)

    def _cancelled(self) -> None:
        """By somebody who asked to stop, or because this process ends."""
        if (task := asyncio.current_task()) is not None:
            task.uncancel()
        status = e.RunStatus.CANCELLED
        if not self.live.stop_asked:
            status = e.RunStatus.INCOMPLETE
            self._say(e.Fault(BOT_STOPPED, ""))
        self._tell_rest()
        self.final = e.StatusChanged(status, self.final.usage if self.final else None, ended=True)

    def _tell_rest(self) -> None:
        """The words that the reader still holds, and what the service has counted; no file is waited for any more."""
        for event in self.ear.close() if self.ear else ():
            match event:
                case e.StatusChanged(ended=True):
                    self.final = self.final or event
                case e.TextAdded() | e.PartAdded(part=e.TextPart()):
                    self.live.hear(event)
                case _:
                    pass

    def _fail(self, fault: e.Fault) -> None:
        self._say(fault)
        self.final = e.StatusChanged(e.RunStatus.FAILED, ended=True)

    def _say(self, fault: e.Fault) -> None:
        if fault.code not in {known.code for known in self.live.told.faults}:
            self.live.hear(e.Faulted(fault))

    # --- the end ---

    async def _end(self) -> None:
        live = self.live
        live.is_ending = True
        final = self.final or e.StatusChanged(e.RunStatus.INCOMPLETE, ended=True)
        usage = final.usage or live.told.usage
        if self.spent.total:
            usage = (usage or e.Usage()) + self.spent
        try:
            record = e.RunRecord(live.run.id, final.status, await self._steps(), usage, live.told.faults)
            await self.kit.runs.end(
                replace(
                    live.run,
                    asked=replace(live.run.asked, summary=self.summary),
                    record=record,
                    echo=self._echo() if final.status.can_be_chained else None,
                    ended_at=self.kit.clock.now(),
                )
            )
        finally:
            live.was_taken()
            live.hear(replace(final, usage=usage))
        log.info("model_run.ended", run=live.run.id, status=final.status)

    async def _steps(self) -> tuple[e.Step, ...]:
        """As people should meet them; documents that came about so are kept too."""
        steps = shaped(self.choice.makes, self.live.told.steps)
        fresh = Keeper(self.kit.media, self.keeper.fetching, self.kit.clock)
        return tuple([await fresh.kept_step(step, index) for index, step in enumerate(steps)])

    def _echo(self) -> Echo | None:
        content = self.opened.reader.echo if self.opened else None
        if self.opened is None or content is None or len(json.dumps(content)) > ECHO_LIMIT:
            return None
        return Echo(protocol=self.opened.protocol, model=self.opened.model, content=content)
