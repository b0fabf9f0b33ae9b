"""Plays a script into a run: in its time, within its budget, until its end or a cancel."""

import asyncio
from collections.abc import Callable, Iterable

from bot.playground.agent.actor.cues import Beat, Chore, Cue, Wait
from bot.playground.agent.create import JsonObject
from bot.playground.agent.errors import AgentError
from bot.playground.agent.run import IN_PROGRESS, Run
from bot.playground.agent.usage import Usage
from bot.playground.clock import Clock


class Player:
    """`speed` is asked at every pause, so that a lever acts on what already runs."""

    def __init__(self, run: Run, *, clock: Clock, speed: Callable[[], float]) -> None:
        self._run = run
        self._clock = clock
        self._speed = speed
        self._due = 0.0
        self._told = Usage()
        self._open: int | None = None

    async def play(self, cues: Iterable[Cue]) -> None:
        try:
            await self._play(cues)
        except asyncio.CancelledError:
            if not self._run.cancelling:
                raise
            self._end("cancelled")
        except AgentError as refusal:
            self._break_down(refusal.code, refusal.message)
        except Exception as wrong:
            self._break_down("api_error", "Unknown Error")
            raise RuntimeError("The scripted agent broke down in the middle of its scene.") from wrong

    async def _play(self, cues: Iterable[Cue]) -> None:
        self._due = asyncio.get_running_loop().time()
        for cue in cues:
            match cue:
                case Beat():
                    await self._perform(cue)
                case Chore():
                    self._open_run({"event_type": ""})
                    cue.outcome, cue.failed = await asyncio.to_thread(cue.do)
                case Wait():
                    self._open_run({"event_type": ""})
                    await self._clock.sleep_until(self._clock.now() + cue.seconds)
            if self._run.ended:
                return
            if self._is_over_budget():
                self._end("incomplete")
                return
        self._open_run({"event_type": ""})
        self._end("completed")

    async def _perform(self, beat: Beat) -> None:
        self._open_run(beat.event)
        await self._pause(beat.after_s)
        if beat.mishap:
            self._run.mishaps[len(self._run.events)] = beat.mishap
        self._emit(beat.event, exact=beat.exact)

    async def _pause(self, seconds: float) -> None:
        """Against a schedule, so that many short pauses do not add up to a long one."""
        loop = asyncio.get_running_loop()
        self._due = max(self._due + seconds / self._speed(), loop.time() - 1)
        await asyncio.sleep(max(0.0, self._due - loop.time()))

    def _open_run(self, first: JsonObject) -> None:
        if not self._run.events and first["event_type"] != "interaction.created":
            self._emit({"interaction": {}, "event_type": "interaction.created"})
            self._emit({"event_type": "interaction.status_update"})

    def _break_down(self, code: str, message: str) -> None:
        self._open_run({"event_type": ""})
        self._emit({"error": {"code": code, "message": message}, "event_type": "error"})
        self._end("failed")

    def _end(self, status: str) -> None:
        if self._open is not None:
            self._emit({"index": self._open, "event_type": "step.stop"})
        self._emit({"interaction": {"status": status}, "event_type": "interaction.completed"})

    def _emit(self, event: JsonObject, *, exact: bool = False) -> None:
        match event["event_type"]:
            case "step.start":
                self._open = event.get("index")
            case "step.stop":
                self._open = None
        self._run.append(self._filled(event, exact=exact), now=self._clock.now())

    def _filled(self, event: JsonObject, *, exact: bool) -> JsonObject:
        """With ids and times where the event leaves them open."""
        match event["event_type"]:
            case "interaction.created" | "interaction.completed":
                return event | {"interaction": self._interaction(event)}
            case "interaction.status_update":
                return {"interaction_id": self._run.id, "status": IN_PROGRESS} | event
            case "step.stop" if not exact:
                return event | self._counted()
        return event

    def _interaction(self, event: JsonObject) -> JsonObject:
        summary, given = self._run.summary(), dict(event.get("interaction", {}))
        if event["event_type"] == "interaction.created":
            names = ("id", "status", "object", "agent", "model")
            return {name: summary[name] for name in names if name in summary} | given
        return summary | {"status": "completed"} | given

    def _counted(self) -> JsonObject:
        usage = self._run.usage
        step, self._told = usage.minus(self._told), usage
        return {"usage": usage.as_json(), "step_usage": step.as_json()}

    def _is_over_budget(self) -> bool:
        budget = self._run.create.max_total_tokens
        return budget is not None and self._run.usage.charged > budget
