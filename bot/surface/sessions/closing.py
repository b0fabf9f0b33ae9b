"""A talk is closed: written first, then what is at work is stopped, and its thread sleeps once that has ended.

The next request in it, by whoever may speak there, opens it again. Where the process is killed in between, the talk is
closed all the same, and Discord archives its thread by itself within a day.
"""

import asyncio
from dataclasses import dataclass

from bot.core.ids import Snowflake
from bot.core.session import Session
from bot.core.talk_list import TalkList, TalkState
from bot.surface.desk import Desk
from bot.surface.sessions.rooms import TalkRooms

_LOOK_EVERY_S = 0.1
_WITHIN_S = 30.0


@dataclass(slots=True)
class Closing:
    desk: Desk
    talks: TalkList
    rooms: TalkRooms

    async def close(self, session: Session, *, by: Snowflake) -> bool:
        """False where its thread could not be archived."""
        await self.talks.close(session.id, now=self.desk.clock.now())
        self.desk.log.info("talk.closed", session=session.id, by=by)
        for turn in await self.desk.store.open_turns():
            if turn.session == session.id:
                await self.desk.mailbox.ask_stop(turn.id, by=by)
        try:
            async with asyncio.timeout(_WITHIN_S):
                while await self._is_at_work(session):  # noqa: ASYNC110 - nobody tells
                    await asyncio.sleep(_LOOK_EVERY_S)
        except TimeoutError:
            return False
        talk = await self.talks.talk(session.id)
        is_open_again = talk is None or talk.state is not TalkState.CLOSED
        return is_open_again or await self.rooms.archive(session)

    async def _is_at_work(self, session: Session) -> bool:
        return any(turn.session == session.id for turn in await self.desk.store.open_turns())
