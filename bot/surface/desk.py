"""What every feature needs to take a request: the store, the mailbox, who may, and new ids."""

import secrets
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.core.access import Ability, Lists, Policy, Scene, may_use
from bot.core.access_rules import AccessRules, NoRules
from bot.core.attachments import Attachment
from bot.core.catalogue import say
from bot.core.choices import NO_MACHINE
from bot.core.ids import Milliseconds, SessionId, Snowflake, TurnId, new_id
from bot.core.ports import Agent, Clock, Store
from bot.core.quotation import Quotation
from bot.core.session import Actor, Session, SessionKind, Turn
from bot.surface.talks import Talks
from bot.turns.mailbox import Mailbox
from bot.turns.supplies import Supplies

_TOGETHER_MS = 60_000


@dataclass(slots=True)
class Desk:
    store: Store
    mailbox: Mailbox
    agent: Agent
    agent_name: str
    clock: Clock
    lists: Lists
    supplies: Supplies = field(default_factory=Supplies)
    tokens_per_turn: int = 1_000_000
    rules: AccessRules = field(default_factory=NoRules)
    owners: frozenset[Snowflake] = frozenset()
    _joining: dict[Snowflake, tuple[SessionId, Milliseconds]] = field(default_factory=dict)
    _newest: Milliseconds = field(default=Milliseconds(0))
    log: Any = field(default_factory=lambda: structlog.get_logger("bot.surface"))

    def hindrance(self, ability: Ability, scene: Scene) -> str:
        """Why they may not, as the key of a sentence; empty where they may."""
        policy = Policy(lists=self.lists, owners=self.owners)
        return policy.judge(ability, scene, self.rules.lists(scene.guild)).sentence(ability)

    def refusal(self, ability: Ability, scene: Scene) -> str:
        """The same as a sentence for the person."""
        key = self.hindrance(ability, scene)
        return say(key) if key else ""

    def may(self, ability: Ability, scene: Scene) -> bool:
        return not self.hindrance(ability, scene)

    def may_speak(self, scene: Scene, session: Session) -> bool:
        """In this talk: who may not use the machine that it was set up with may not have it used either.

        A direct message that began on a guild has its asker alone, and does not tell who they are there by now: that is
        judged before each run, in a scene of the guild.
        """
        if session.kind is SessionKind.DIRECT and session.guild is not None and scene.guild is None:
            return scene.actor.id == session.owner
        return self.may(Ability.ASK, scene) and self.may_configure(scene.actor, session.choices.machine, session.guild)

    def refusal_to_speak(self, scene: Scene) -> str:
        """Why they may not speak in a talk, as a sentence: if it is not for what they are, it is for the machine."""
        return self.refusal(Ability.ASK, scene) or say("denied.machine")

    def may_configure(self, actor: Actor, machine: str, guild: Snowflake | None) -> bool:
        """Whether a machine of this kind is open to this person.

        Of one of the operator's configurations its own list says so; once that is removed, its machines, with what they
        hold and reach, are open to the application's owners alone.
        """
        if machine in ("", NO_MACHINE):
            return True
        known = self.supplies.configurations.get(machine)
        if known is None:
            return actor.id in self.owners
        return may_use(actor, guild=guild, allowed=known.allowed, owners=self.owners)

    @property
    def talks(self) -> Talks:
        return Talks(self.store)

    def new_session_id(self) -> SessionId:
        return SessionId(self.new_id())

    def joining(self, thread: Snowflake) -> SessionId:
        """The new talk in a thread that is not ours: who begin one at the same time begin the same."""
        now = self.clock.now()
        self._joining = {one: at for one, at in self._joining.items() if now - at[1] < _TOGETHER_MS}
        return self._joining.setdefault(thread, (self.new_session_id(), now))[0]

    def part(self, channel: Snowflake) -> None:
        """Who begins a talk there from now on begins another one."""
        self._joining.pop(channel, None)

    def new_turn(
        self,
        session: Session,
        *,
        origin: str,
        request: str,
        actor: Actor,
        locale: str,
        reply_to: Snowflake | None = None,
        attachments: tuple[Attachment, ...] = (),
        about: Quotation | None = None,
    ) -> Turn:
        return Turn(
            id=TurnId(self.new_id()),
            session=session.id,
            origin=origin,
            request=request,
            actor=actor,
            locale=locale,
            created_at=self._moment(),
            reply_to=reply_to,
            attachments=attachments,
            about=about,
        )

    def _moment(self) -> Milliseconds:
        """Now, but no two are equal: requests are answered in the order in which they were heard."""
        self._newest = Milliseconds(max(self.clock.now(), self._newest + 1))
        return self._newest

    def new_id(self) -> str:
        return new_id(now=self.clock.now(), randomness=secrets.randbits(35))
