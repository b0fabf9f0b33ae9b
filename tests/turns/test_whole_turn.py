"""A turn from the request to its last message, with nothing in its way."""

from bot.core.session import Outcome, TurnState
from tests.turns.world import THREAD, World, a_turn


async def test_a_request_is_answered(world: World) -> None:
    """The thread ends with the receipt and the answer, and the row says how it went."""
    async with world.process() as process:
        turn = await process.ended(await process.ask(a_turn()))

    card, page = world.thread()
    assert (turn.state, turn.outcome, turn.reason) == (TurnState.DONE, Outcome.COMPLETED, "")
    assert page.content == "Hello, world."
    assert card.page.card
    assert card.page.card.lines[0].startswith("✅ **Done** · 1 step · 0 s · 1,200 tokens · ≈ $")
    assert [button.action for button in card.page.buttons] == [f"details:{turn.id}", f"retry:{turn.id}"]
    assert world.canvas.violations == []
    assert card.channel == THREAD
