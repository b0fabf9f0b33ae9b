"""A whole turn in a channel that has no threads: each message replies to the request, in whatever way that was made."""

from dataclasses import replace

from bot.core.ids import Snowflake
from bot.core.session import Outgoing, SessionKind, Turn
from bot.core.view import ROOT
from tests.fakes import NOW
from tests.turns.world import SESSION, World, a_turn

IN_CHANNEL = replace(SESSION, kind=SessionKind.CHANNEL)
ROOT_MESSAGE = Snowflake(4_000)


async def shown(world: World, *turns: Turn, quoted: bool = False, gone: bool = False) -> list[Snowflake | None]:
    """What the messages in the channel reply to, once these turns are over."""
    async with world.process() as process:
        for turn in turns:
            await process.store.accept(IN_CHANNEL, turn)
            if quoted:
                root = Outgoing(turn=turn.id, slot=ROOT, channel=SESSION.parent, nonce="", first="", promised_at=NOW)
                await process.store.promise(root)
                await process.store.shown(turn.id, ROOT, message=ROOT_MESSAGE, digest="")
            if gone:
                await process.store.gone(ROOT_MESSAGE)
            await process.ended(await process.ask(turn, IN_CHANNEL))
    return [message.announced.reply_to for message in world.thread(SESSION.parent)]


def hints(world: World) -> list[bool]:
    cards = [message.page.card for message in world.thread(SESSION.parent) if message.page.card]
    return ["reply to one of these messages" in card.lines[-1] for card in cards]


async def test_a_command_is_answered_under_its_quotation(world: World) -> None:
    """Ours, for a command has no message of its own."""
    assert await shown(world, a_turn(), quoted=True) == [ROOT_MESSAGE] * 2


async def test_where_the_quotation_was_deleted_nothing_is_replied_to(world: World) -> None:
    """It would be shown as a reply to a message that is not there."""
    assert await shown(world, a_turn(), quoted=True, gone=True) == [None] * 2


async def test_a_message_is_answered_under_itself(world: World) -> None:
    """Known by what it replies to, or as the one that began the talk."""
    began = replace(a_turn(0), origin="message:71")
    replied = replace(a_turn(1), origin="message:72", reply_to=Snowflake(72))

    assert await shown(world, began, replied) == [Snowflake(71)] * 2 + [Snowflake(72)] * 2


async def test_the_way_on_is_told_once(world: World) -> None:
    """On the receipt of the request that began the talk, and on no later one."""
    await shown(world, a_turn(0), a_turn(1))

    assert hints(world) == [True, False]
