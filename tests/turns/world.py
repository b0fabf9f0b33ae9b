"""An outer world with a store on a disk, in which processes of ours begin, are killed and begin again."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.core.ids import Milliseconds, SessionId, Snowflake, TurnId
from bot.core.measures import Measures, NoMeasures
from bot.core.patches import Page
from bot.core.ports import Store
from bot.core.session import Actor, Session, Turn
from bot.core.tools.calls import OwedCall
from bot.core.tools.ports import Calls, NoTools, Toolbox
from bot.core.tools.questions import Reply
from bot.core.waiting import Marks, NoMarks, Queue
from bot.store import open_store
from bot.turns.admission import Admit, anybody
from bot.turns.equipment import Equipment, Limits
from bot.turns.mailbox import Mailbox
from bot.turns.places import Bounds, Places
from bot.turns.supplies import Supplies
from tests.fakes import NOW, FakeAgent, FakeCanvas, FakeClock, FakeFiles, FakeMessage, FakeThreads
from tests.turns.mortal import Killed, Life, mortal

ASKER = Snowflake(77)
AGENT = "antigravity-preview-09-2026"
PATIENCE_S = 20.0
SESSION = Session(
    id=SessionId("session-1"),
    guild=Snowflake(1),
    parent=Snowflake(2),
    thread=None,
    owner=ASKER,
    agent=AGENT,
    title="Say hello",
    created_at=NOW,
)
THREAD = Snowflake(SESSION.parent + 1000)
LIMITS = Limits(
    tokens_per_turn=100_000,
    minutes_per_turn=60,
    cancel_wait_s=1.0,
    redraw_every_s=0.0,
)


def a_turn(number: int = 0, *, session: Session = SESSION, request: str = "Say hello") -> Turn:
    return Turn(
        id=TurnId(f"turn-of-{session.id[-1]}-{number}"),
        session=session.id,
        origin=f"message:{session.id}:{number}",
        request=request,
        actor=Actor(id=ASKER, name="Mira"),
        locale="en-GB",
        created_at=Milliseconds(NOW + number),
    )


def another_session(number: int) -> Session:
    return replace(SESSION, id=SessionId(f"session-{number}"), parent=Snowflake(number * 10_000))


@dataclass
class Process:
    """One process of ours while it lives."""

    mailbox: Mailbox
    store: Store
    threads: FakeThreads
    calls: Calls
    queue: Queue

    async def ask(self, turn: Turn, session: Session = SESSION) -> Turn:
        await self.store.accept(session, turn)
        self.mailbox.wake(session.id)
        return turn

    async def asked(self, turn: Turn, number: int = 0) -> OwedCall:
        """A call of this turn once it waits for the asker."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                calls = await self.calls.of_turn(turn.id)
                if len(calls) > number and calls[number].waits:
                    return calls[number]
                await asyncio.sleep(0.002)

    async def reply(self, turn: Turn, reply: Reply, number: int = 0, *, at: int = NOW) -> bool:
        """The asker answers once they are asked."""
        await self.asked(turn, number)
        is_taken = await self.calls.replied(turn.id, number, reply, now=Milliseconds(at))
        await self.mailbox.hear_reply(turn.id)
        return is_taken

    async def until(self, happened: Callable[[], object]) -> None:
        """Wait until it has."""
        async with asyncio.timeout(PATIENCE_S):
            while not happened():  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.002)

    async def ended(self, turn: Turn) -> Turn:
        """The turn once it is done."""
        async with asyncio.timeout(PATIENCE_S):
            while (known := await self.store.turn(turn.id)) is None or known.state != "done":  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.002)
        return known


@dataclass
class World:
    folder: Path
    limits: Limits = LIMITS
    clock: FakeClock = field(default_factory=FakeClock)
    agent: FakeAgent = field(default_factory=FakeAgent)
    files: FakeFiles = field(default_factory=FakeFiles)
    toolbox: Toolbox = field(default_factory=NoTools)
    supplies: Supplies = field(default_factory=Supplies)
    bounds: Bounds = field(default_factory=Bounds)
    admit: Admit = anybody
    marks: Marks = field(default_factory=NoMarks)
    canvas: FakeCanvas = field(init=False)
    measures: Measures = field(default_factory=NoMeasures)

    def __post_init__(self) -> None:
        self.canvas = FakeCanvas(self.clock)

    @asynccontextmanager
    async def process(self, life: Life | None = None) -> AsyncIterator[Process]:
        """A process from its start to its end; it ends when all its turns are done, or with its life."""
        life = life or Life()
        async with open_store(f"sqlite:///{self.folder}/bot.db", measures=self.measures) as opened:
            store: Store = mortal(opened, life)
            threads = FakeThreads(store)
            tools = Equipment(
                store=store,
                calls=mortal(opened.calls, life),
                queue=mortal(opened.queue, life),
                marks=mortal(self.marks, life),
                toolbox=mortal(self.toolbox, life),
                agent=mortal(self.agent, life),
                agent_name=AGENT,
                files=mortal(self.files, life),
                canvas=mortal(self.canvas, life),
                threads=mortal(threads, life),
                clock=self.clock,
                limits=self.limits,
                supplies=replace(
                    self.supplies,
                    attachments=mortal(self.supplies.attachments, life),
                    machines=mortal(self.supplies.machines, life),
                ),
                admit=self.admit,
                places=Places(self.bounds),
                sleep=self.clock.sleep,
                measures=self.measures,
            )
            async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
                yield Process(Mailbox(tools, group), opened, threads, opened.calls, opened.queue)

    async def killed(self, dies_in: str, *, after: bool = False) -> None:
        """Ask for a turn in a process that is killed at its first call of this name."""
        try:
            async with self.process(Life(dies_in=dies_in, after=after)) as process:
                await process.ended(await process.ask(a_turn()))
        except* Killed:
            pass

    async def taken_up(self) -> Turn:
        """The same turn, ended by another process."""
        async with self.process() as process:
            await process.mailbox.take_up()
            return await process.ended(a_turn())

    def thread(self, channel: Snowflake = THREAD) -> list[FakeMessage]:
        return self.canvas.thread(channel)

    def looks(self, channel: Snowflake = THREAD) -> list[Page]:
        """What a person sees in the thread: all but times, and how a message was announced."""
        return [_seen(message.page) for message in self.thread(channel)]


_DURATION = re.compile(r"\d+ (s|min|h)( \d+ (s|min))?(?= ·|$)")


def _seen(page: Page) -> Page:
    lines = tuple(_DURATION.sub("TIME", line) for line in page.card.lines) if page.card else ()
    card = replace(page.card, lines=lines) if page.card else None
    return Page(slot=page.slot, content=page.content.strip(), card=card, buttons=page.buttons, files=page.files)
