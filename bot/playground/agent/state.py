"""The local agent service: its runs, its machines, its speed."""

import asyncio
import contextlib
import random
from pathlib import Path

from bot.playground.agent.actor.script import Script
from bot.playground.agent.actor.stage import Stage, request_in
from bot.playground.agent.archive import Archive
from bot.playground.agent.conditions import Conditions
from bot.playground.agent.context import Context
from bot.playground.agent.create import Create
from bot.playground.agent.deliveries import Deliveries
from bot.playground.agent.engine import Player
from bot.playground.agent.environments import Environments
from bot.playground.agent.errors import AgentError
from bot.playground.agent.glimpse import Glimpsed
from bot.playground.agent.ids import interaction_id
from bot.playground.agent.run import Run
from bot.playground.agent.scenes import Scenes
from bot.playground.agent.turn import turn_of
from bot.playground.agent.uploads import Uploads
from bot.playground.agent.usage import Meter
from bot.playground.agent_events import AgentEvents
from bot.playground.clock import Clock


class Agent:
    """Runs go on without any client; `close` ends them all."""

    def __init__(self, *, clock: Clock, root: Path, speed: float, origin: str) -> None:
        self.speed = speed
        self.conditions = Conditions()
        self.archive = Archive(
            clock,
            kept_days=lambda: self.conditions.kept_days,
            may_leave_open=lambda: self.conditions.text_over_open_calls,
        )
        self.environments = Environments(root, clock)
        self.uploads = Uploads()
        self.deliveries = Deliveries(origin, clock)
        self.scenes = Scenes()
        self.events = AgentEvents()
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, create: Create) -> Run:
        """Begins to play. Raises AgentError for what it cannot continue or use."""
        previous = self.archive.previous(create)
        environment = self.environments.open(create.environment)
        talk = self.archive.conversation(previous)
        run = Run(
            interaction_id(),
            create,
            now=self._clock.now(),
            environment_id=environment.id if environment is not None else None,
            meter=_meter(create, talk),
        )
        stage = Stage(
            create=create,
            script=Script(random.Random(run.id), barred=create.barred),
            earlier=tuple(request_in(former.create.text) for former in talk if former.create.text),
            environment=environment,
            subjects=self._subjects(create, talk),
            publish=self.deliveries.publish,
            turn=turn_of(create, talk),
        )
        if create.store:
            self.archive.add(run)
        self._play(run, stage)
        return run

    def cancel(self, run: Run) -> None:
        """The run ends a little later: reading it may still say in_progress. Raises AgentError: nothing to cancel."""
        if run.ended or not run.create.background:
            raise AgentError(400, "failed_precondition", "Only a background interaction in progress can be cancelled.")
        if not run.cancelling and run.task is not None:
            run.cancelling = True
            self._keep(asyncio.create_task(self._end(run.task, after_s=self.conditions.cancel_lag_s)))

    def delete(self, run: Run) -> None:
        self.archive.remove(run)
        if run.task is not None:
            run.task.cancel()
        run.desert()

    async def close(self) -> None:
        for run in self.archive:
            run.desert()
        for task in list(self._tasks):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def _subjects(self, create: Create, talk: list[Run]) -> tuple[bytes, ...]:
        """What a picture is made from: the newest one of the talk, and those that were brought."""
        if create.order is None:
            return ()
        made = [picture for former in talk for picture in former.pictures]
        return (*(self.deliveries.content(picture) for picture in made[-1:]), *create.order.brought)

    def _play(self, run: Run, stage: Stage) -> None:
        self._keep(asyncio.create_task(self.events.watch(Glimpsed(run), self._clock.now)))
        player = Player(run, clock=self._clock, speed=lambda: self.speed)
        run.task = self._keep(asyncio.create_task(player.play(self.scenes.beats(stage))))
        machine = stage.environment
        if machine is not None:
            run.task.add_done_callback(lambda _: self.environments.touch(machine))

    async def _end(self, task: asyncio.Task[None], *, after_s: float) -> None:
        await self._clock.sleep_until(self._clock.now() + after_s)
        task.cancel()

    def _keep(self, task: asyncio.Task[None]) -> asyncio.Task[None]:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _meter(create: Create, talk: list[Run]) -> Meter:
    """Of the whole conversation so far."""
    context = Context(for_agent=create.agent is not None)
    for former in talk:
        context.take_steps([*former.create.steps, *former.steps])
    context.take(characters=len(str(create.echoed.get("system_instruction", ""))))
    context.take_steps(create.steps)
    return Meter(context, per_picture=create.order.tokens if create.order is not None else 0)
