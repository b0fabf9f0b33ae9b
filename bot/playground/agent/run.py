"""One interaction: what was asked, the events it gave so far, and how it stands."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from bot.playground.agent.create import Create, JsonObject
from bot.playground.agent.fold import Fold
from bot.playground.agent.usage import Meter, Usage

IN_PROGRESS = "in_progress"


class Run:
    def __init__(self, run_id: str, create: Create, *, now: float, environment_id: str | None, meter: Meter) -> None:
        self.id = run_id
        self.create = create
        self.environment_id = environment_id
        self.status = IN_PROGRESS
        self.ended = False
        self.created = self.updated = now
        self.events: list[JsonObject] = []
        self.errors: list[JsonObject] = []
        self.usage_given: JsonObject | None = None
        self.continuation_token: str | None = None
        self.mishaps: dict[int, str] = {}
        self.cancelling = False
        self.deserted = False
        self.task: asyncio.Task[None] | None = None
        self._meter = meter
        self._fold = Fold()
        self._folded = 0
        self._news = asyncio.Event()

    @property
    def usage(self) -> Usage:
        return self._meter.usage

    @property
    def steps(self) -> list[JsonObject]:
        """What the agent did so far, without the user's input."""
        self._fold.add(self.events[self._folded :])
        self._folded = len(self.events)
        return self._fold.steps

    @property
    def pending_calls(self) -> list[JsonObject]:
        """Calls that nobody has answered: the client's to answer."""
        answered = {step.get("call_id") for step in self.steps if step.get("type") == "function_result"}
        return [s for s in self.steps if s.get("type") == "function_call" and s.get("id") not in answered]

    @property
    def pictures(self) -> list[JsonObject]:
        """What it made for others to see, in order: no drafts."""
        outputs = [step for step in self.steps if step.get("type") == "model_output"]
        return [part for step in outputs for part in step.get("content", []) if part.get("type") == "image"]

    def append(self, event: JsonObject, *, now: float) -> None:
        self._meter.watch(event)
        self.events.append(event)
        self.updated = now
        match event["event_type"]:
            case "interaction.created" | "interaction.status_update":
                self.status = event.get("interaction", event).get("status", self.status)
            case "interaction.completed":
                self._end(event["interaction"])
            case "error":
                self.errors.append(event["error"])
        self._wake()

    def desert(self) -> None:
        """The server stops: whoever follows is let go, without an end."""
        self.deserted = True
        self._wake()

    async def wait_for_beginning(self) -> None:
        """Its first event says how it stands: in progress, or queued."""
        async for _ in self.follow(0):
            return

    async def wait_for_end(self) -> None:
        async for _ in self.follow(len(self.events)):
            pass

    async def follow(self, start: int) -> AsyncIterator[tuple[int, JsonObject]]:
        """Every event from number `start` on, those to come included, until the run ends."""
        index = start
        while True:
            while index < len(self.events):
                yield index, self.events[index]
                index += 1
            if self.ended or self.deserted:
                return
            await self._news.wait()

    def as_json(self, *, with_input_step: bool, include_input: bool = False) -> JsonObject:
        """A reply to create leaves out the user's input step; reading begins with it."""
        steps = [*self.create.steps, *self.steps] if with_input_step else self.steps
        shown: JsonObject = self.summary() | {"steps": steps} | dict(self.create.echoed)
        if self.environment_id is not None:
            shown["environment_id"] = self.environment_id
        if self.errors:
            shown["errors"] = self.errors
        if self.continuation_token is not None:
            shown["continuation_token"] = self.continuation_token
        if include_input:
            shown["input"] = self.create.input
        if not self.create.store:
            del shown["id"]
        return shown

    def summary(self) -> JsonObject:
        """The interaction as events tell it: no steps, no environment."""
        who = {"agent": self.create.agent} if self.create.agent else {"model": self.create.model}
        return {
            "id": self.id,
            "status": self.status,
            "usage": self.usage_given or self.usage.as_json(),
            "created": _iso(self.created),
            "updated": _iso(self.updated),
            "service_tier": self.create.service_tier,
            "object": "interaction",
        } | who

    def _end(self, told: JsonObject) -> None:
        self.ended = True
        self.status = told["status"]
        self.usage_given = told.get("usage")
        self.continuation_token = told.get("continuation_token")

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
