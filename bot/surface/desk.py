"""What every feature needs to take a request: the store, the mailbox, who may, and new ids."""

import secrets
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.core.access import Allowed, may_use
from bot.core.ids import SessionId, Snowflake, TurnId, new_id
from bot.core.ports import Agent, Clock, Store
from bot.core.session import Actor, Session, Turn
from bot.turns.mailbox import Mailbox


@dataclass(slots=True)
class Desk:
    store: Store
    mailbox: Mailbox
    agent: Agent
    agent_name: str
    clock: Clock
    allowed: Allowed
    owners: frozenset[Snowflake] = frozenset()
    log: Any = field(default_factory=lambda: structlog.get_logger("bot.surface"))

    def may_use(self, actor: Actor, guild: Snowflake | None) -> bool:
        return may_use(actor, guild=guild, allowed=self.allowed, owners=self.owners)

    def new_session_id(self) -> SessionId:
        return SessionId(self.new_id())

    def new_turn(
        self,
        session: Session,
        *,
        origin: str,
        request: str,
        actor: Actor,
        locale: str,
        reply_to: Snowflake | None = None,
    ) -> Turn:
        return Turn(
            id=TurnId(self.new_id()),
            session=session.id,
            origin=origin,
            request=request,
            actor=actor,
            locale=locale,
            created_at=self.clock.now(),
            reply_to=reply_to,
        )

    def new_id(self) -> str:
        return new_id(now=self.clock.now(), randomness=secrets.randbits(35))
