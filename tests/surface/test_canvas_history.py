"""What of ours stands in a channel already: the history is believed only where it may be read."""

import asyncio

import pytest

from bot.core.errors import Forbidden, Gone
from bot.core.ids import Milliseconds, Slot, Snowflake
from bot.core.patches import Button, Card, Page, content_digest
from bot.playground.discord.world.flags import Permission
from tests.surface.place import connected, place, text

CARD = Page(
    slot=Slot("card"),
    card=Card(lines=("**Working**", "-# a step"), accent=0x5865F2),
    buttons=(Button("Stop", "stop:turn-1", danger=True),),
)
NOWHERE = Snowflake(1)


async def test_our_own_messages_are_found_again() -> None:
    """Since a time: our own ones, oldest first, with the digest of their text and their buttons' custom ids."""
    async with place(online=True) as here:
        page = await here.create(text("one"), nonce="n1")
        card = await here.create(CARD, nonce="n2")
        await here.say("Grace", "not ours")
        seen = await here.canvas.ours_since(here.general, created_at(page.message))

        assert [found.message for found in seen] == [page.message, card.message]
        assert [found.content for found in seen] == [content_digest("one"), content_digest("")]
        assert [found.actions for found in seen] == [(), ("stop:turn-1",)]


async def test_older_messages_are_not_looked_at() -> None:
    """What stands since before that time is not among them."""
    async with place(online=True) as here:
        await here.create(text("old"), nonce="n1")
        await asyncio.sleep(0.01)
        new = await here.create(text("new"), nonce="n2")
        seen = await here.canvas.ours_since(here.general, created_at(new.message))

        assert [found.message for found in seen] == [new.message]


async def test_a_history_that_may_not_be_read_is_not_empty() -> None:
    """Without READ_MESSAGE_HISTORY Discord shows an empty history; ours says Forbidden instead."""
    async with place(online=True) as here:
        here.forbid(Permission.READ_MESSAGE_HISTORY)
        await here.create(text("one"))

        with pytest.raises(Forbidden):
            await here.canvas.ours_since(here.general, Milliseconds(0))


async def test_before_the_gateway_is_there_nothing_is_said_of_a_history() -> None:
    """At a start nothing is known of permissions until the guilds have come: the question waits for them."""
    async with place() as here:
        here.forbid(Permission.READ_MESSAGE_HISTORY)
        asking = asyncio.create_task(here.canvas.ours_since(here.general, Milliseconds(0)))
        await asyncio.sleep(0.3)
        was_done = asking.done()
        async with connected(here.client):
            with pytest.raises(Forbidden):
                await asking

        assert not was_done


@pytest.mark.parametrize("may_read", [True, False])
async def test_a_thread_is_judged_by_its_channel(*, may_read: bool) -> None:
    """In a thread the parent channel's permission decides whether its history can be believed."""
    async with place() as here:
        root = await here.create(text("root"), nonce="root")
        thread = await here.open_thread(root.message)
        page = await here.create(text("in it"), nonce="page", channel=thread)
        if not may_read:
            here.forbid(Permission.READ_MESSAGE_HISTORY)
        async with connected(here.client):
            asking = here.canvas.ours_since(thread, created_at(root.message))
            if may_read:
                assert page.message in [found.message for found in await asking]
            else:
                with pytest.raises(Forbidden):
                    await asking


async def test_a_channel_that_is_no_more_is_gone() -> None:
    """Asked for the history of a deleted channel, the answer is Gone."""
    async with place(online=True) as here:
        with pytest.raises(Gone):
            await here.canvas.ours_since(NOWHERE, Milliseconds(0))


def created_at(message: Snowflake) -> Milliseconds:
    return Milliseconds((message >> 22) + 1_420_070_400_000)
