"""What only the operator can mend is said to the application's owner, once a day."""

import asyncio
from dataclasses import dataclass

from bot.core.catalogue import say
from bot.core.ids import Milliseconds
from bot.surface.owner import OwnerNotes
from tests.surface.place import Place, place

KEY = "operator.quota"
DAY_MS = 24 * 60 * 60_000


@dataclass
class Calendar:
    at: int = 1_795_000_000_000

    def now(self) -> Milliseconds:
        return Milliseconds(self.at)


async def told(here: Place, calendar: Calendar, *pauses_ms: int) -> list[str]:
    """What stands in the owner's direct messages after something was to be told, once before each pause."""
    async with asyncio.TaskGroup() as group:
        notes = OwnerNotes(here.client, here.canvas, calendar, group)
        for pause in pauses_ms:
            notes.tell(KEY)
            calendar.at += pause
    world = here.world
    channel = world.dm_between(world.bot.id, world.application.owner_id)
    return [message.content for message in channel.messages.values()]


async def test_the_owner_is_told_once_a_day() -> None:
    """However often it happens, there is one message a day, in our own words."""
    async with place() as here:
        found = await told(here, Calendar(), 0, 60_000, DAY_MS, 0)

        assert found == [say(KEY)] * 2


async def test_an_owner_who_takes_no_messages_is_let_be() -> None:
    """A refused direct message is logged and costs nothing else."""
    async with place(lawful=False) as here:
        await here.fault({"path": "*/users/@me/channels"}, {"status": 403, "body": {"message": "no", "code": 50007}})

        found = await told(here, Calendar(), 0)

        assert found == []
