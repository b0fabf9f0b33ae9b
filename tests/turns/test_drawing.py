"""A turn's messages are kept like its wanted pages, whatever Discord answers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.core.errors import DeliveryError, DeliveryUnknown, Forbidden, Gone
from bot.core.ids import Slot, Snowflake
from bot.core.patches import Card, Page, Urgency
from bot.core.ports import Compose, Store, Written
from bot.turns.drawing import Drawing
from tests.fakes import FakeCanvas
from tests.turns.world import SESSION, THREAD, World, a_turn

TURN = a_turn()


def page(number: int, content: str) -> Page:
    return Page(slot=Slot(f"page{number}"), content=content)


def contents(world: World) -> list[str]:
    return [message.content for message in world.thread()]


@asynccontextmanager
async def drawing_in(world: World) -> AsyncIterator[Drawing]:
    """A turn's drawing at work, with what earlier ones have written taken up."""
    async with world.process() as process:
        await process.store.accept(SESSION, TURN)
        drawing = Drawing(process.mailbox.tools, TURN.id, THREAD)
        drawing.take_up(await process.store.outbox(TURN.id))
        running = asyncio.create_task(drawing.run())
        yield drawing
        running.cancel()


async def draw(drawing: Drawing, *pages: Page, final: bool = False) -> None:
    drawing.want(pages, final=final)
    await drawing.settled()


async def test_messages_are_created_in_their_order(world: World) -> None:
    """Several new messages are sent one after the other, so that they stand in their order."""
    world.canvas.latency_s = 0.002
    async with drawing_in(world) as drawing:
        await draw(drawing, page(0, "a"), page(1, "b"), page(2, "c"))

    assert contents(world) == ["a", "b", "c"]


async def test_only_what_changed_is_written(world: World) -> None:
    """A message that already looks as wanted is not edited."""
    async with drawing_in(world) as drawing:
        await draw(drawing, page(0, "a"), page(1, "b"))
        await draw(drawing, page(0, "a"), page(1, "c"))

    assert [(message.content, message.edits) for message in world.thread()] == [("a", 0), ("c", 1)]


async def test_one_write_at_a_time_and_the_last_value_wins(world: World) -> None:
    """However fast a page changes, its message has one write under way, and ends with the last text."""
    world.canvas.latency_s = 0.005
    async with drawing_in(world) as drawing:
        for number in range(40):
            drawing.want((page(0, f"{number}"),))
            await asyncio.sleep(0.001)
        await drawing.settled()

    (message,) = world.thread()
    assert message.content == "39"
    assert 0 < message.edits < 20
    assert world.canvas.violations == []


@pytest.mark.parametrize("after", [False, True])
async def test_an_unknown_outcome_is_written_again(world: World, after: bool) -> None:
    """A message whose sending may have failed is sent again with its nonce, and stands once, with its newest text."""
    world.canvas.fail("create", DeliveryUnknown("cut"), after=after, times=3)
    async with drawing_in(world) as drawing:
        drawing.want((page(0, "early"),))
        await asyncio.sleep(0.01)
        await draw(drawing, page(0, "newest"))

    assert contents(world) == ["newest"]


async def test_a_card_sent_again_shows_its_newest_lines(world: World) -> None:
    """No text tells a card's repeated send from the first, so its newest looks are written again."""
    early, late = (Page(slot=Slot("card"), card=Card((line,), 1)) for line in ("Starting", "Done"))
    world.canvas.fail("create", DeliveryUnknown("cut"), after=True)
    world.canvas.latency_s = 0.005
    async with drawing_in(world) as drawing:
        drawing.want((early,))
        await asyncio.sleep(0.002)
        await draw(drawing, late)

    assert [message.page.card for message in world.thread()] == [late.card]


@pytest.mark.parametrize("after", [False, True])
async def test_an_unknown_edit_is_drawn_again(world: World, after: bool) -> None:
    """An edit whose outcome is unknown is repeated until it is known."""
    world.canvas.fail("edit", DeliveryUnknown("cut"), after=after, times=2)
    async with drawing_in(world) as drawing:
        await draw(drawing, page(0, "a"))
        await draw(drawing, page(0, "b"))

    assert contents(world) == ["b"]


async def test_patience_with_discord_ends(world: World) -> None:
    """An outcome that stays unknown through all retries is an error for who waits."""
    world.canvas.fail("create", DeliveryUnknown("cut"), times=99)
    async with drawing_in(world) as drawing:
        with pytest.raises(DeliveryUnknown):
            await draw(drawing, page(0, "a"))


async def test_a_deleted_message_is_never_posted_again(world: World) -> None:
    """A message that is found gone stays gone, also after a restart; the others go on."""
    async with drawing_in(world) as drawing:
        await draw(drawing, page(0, "a"), page(1, "b"))
        del world.canvas.messages[drawing.messages[Slot("page0")]]
        await draw(drawing, page(0, "a2"), page(1, "b2"))
        await draw(drawing, page(0, "a3"), page(1, "b3"))
    async with drawing_in(world) as drawing:
        await draw(drawing, page(0, "a4"), page(1, "b4"))

    assert contents(world) == ["b4"]


async def test_a_message_that_somebody_deleted_is_forgotten(world: World) -> None:
    """Told that a message was deleted, nothing is sent in its place."""
    async with drawing_in(world) as drawing:
        await draw(drawing, page(0, "a"))
        del world.canvas.messages[drawing.messages[Slot("page0")]]
        drawing.forget(Slot("page0"))
        await draw(drawing, page(0, "a2"), page(1, "b"))

    assert contents(world) == ["b"]


async def test_messages_too_many_go_at_the_end_only(world: World) -> None:
    """A message that is not wanted for a while stays, for the next text may fill it; at the end it is deleted."""
    async with drawing_in(world) as drawing:
        await draw(drawing, page(0, "a"), page(1, "b"))
        await draw(drawing, page(0, "a"))
        meanwhile = contents(world)
        await draw(drawing, page(0, "a"), final=True)

    assert meanwhile == ["a", "b"]
    assert contents(world) == ["a"]


@pytest.mark.parametrize("error", [Forbidden("50013"), Gone("10003"), DeliveryError("50035")])
async def test_what_discord_refuses_is_told(world: World, error: DeliveryError) -> None:
    """A message that cannot be sent is an error for who waits, and nothing is tried after it."""
    world.canvas.fail("create", error)
    async with drawing_in(world) as drawing:
        with pytest.raises(type(error)):
            await draw(drawing, page(0, "a"), page(1, "b"))
        with pytest.raises(type(error)):
            await draw(drawing, page(0, "c"))

    assert contents(world) == []


async def test_drawing_goes_on_from_the_rows(world: World) -> None:
    """After a restart, what stands already is edited where it differs, and not sent again."""
    async with drawing_in(world) as drawing:
        await draw(drawing, page(0, "a"), page(1, "b"))
    async with drawing_in(world) as drawing:
        await draw(drawing, page(0, "a"), page(1, "b2"), page(2, "c"))

    assert [(message.content, message.edits) for message in world.thread()] == [("a", 0), ("b2", 1), ("c", 0)]


class Witness(FakeCanvas):
    """Notes at each sending which nonces the store knew; `store` is set before."""

    store: Store
    known: list[list[str]]

    async def create(
        self, channel: Snowflake, compose: Compose, *, nonce: str, urgency: Urgency
    ) -> tuple[Page, Written] | None:
        async def composed() -> Page | None:
            made = await compose()
            self.known.append([row.nonce for row in await self.store.outbox(TURN.id)])
            return made

        return await super().create(channel, composed, nonce=nonce, urgency=urgency)


async def test_a_message_is_promised_before_it_is_sent(world: World) -> None:
    """When a message goes to Discord, its row with its nonce is already written."""
    world.canvas = witness = Witness(world.clock)
    async with world.process() as process:
        witness.store, witness.known = process.store, []
        await process.ended(await process.ask(TURN))

    assert witness.known == [[f"{TURN.id}.card"], [f"{TURN.id}.card", f"{TURN.id}.page0"]]
