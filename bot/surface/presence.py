"""Who somebody is by now, and where: roles come and go while a request waits, and nobody tells.

Who joins, leaves or changes roles is told with the privileged members intent alone. So the newest roles are those that
came with a person's last message, click or command; where that is a while ago, Discord is asked for them.
"""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field, replace

import discord
import structlog

from bot.core.access import Ability, Scene
from bot.core.errors import DeliveryError
from bot.core.ids import Milliseconds, Snowflake
from bot.core.imagine.job import Job
from bot.core.ports import Clock
from bot.core.session import Actor, Session, Turn
from bot.surface.canvas import told_plainly
from bot.surface.desk import Desk
from bot.surface.people import actor_of
from bot.turns.admission import Admission

log = structlog.get_logger(__name__)

FRESH_MS = 10_000
"""So long what was heard of somebody counts as the present."""
_WITHIN_S = 10.0
_MOST_REMEMBERED = 20_000
_DEEPEST = 3
_NO_MEMBER = (10007, 10013)
"""Discord's codes for a member and for a user whom it does not know."""
LEFT = "turn.asker_left"


@dataclass(slots=True)
class Presence:
    client: discord.Client
    desk: Desk
    clock: Clock
    _heard: OrderedDict[tuple[int, int], tuple[frozenset[Snowflake], Milliseconds]] = field(default_factory=OrderedDict)
    _parents: dict[Snowflake, Snowflake | None] = field(default_factory=dict)

    def hear(self, person: discord.User | discord.Member) -> None:
        """Something came from them, with their roles of that moment."""
        if isinstance(person, discord.Member):
            self._keep(person.guild.id, person.id, actor_of(person).roles)

    async def admit(self, session: Session, turn: Turn) -> Admission:
        """Whether a turn may begin, for who its asker is now."""
        actor = await self._now(turn.actor, session.guild)
        if actor is None:
            return Admission(turn.actor, LEFT)
        scene = Scene(actor=actor, guild=session.guild, channels=await self._places(session.thread, session.parent))
        if self.desk.may_speak(scene, session):
            return Admission(actor)
        return Admission(actor, self.desk.hindrance(Ability.ASK, scene) or "denied.machine")

    async def hindrance_of(self, job: Job) -> str:
        """Why pictures may not be made, as the key of a sentence. A direct message is in no channel of the guild."""
        actor = await self._now(job.actor, job.guild)
        if actor is None:
            return LEFT
        channels = frozenset() if job.is_private else await self._places(job.channel)
        return self.desk.hindrance(Ability.IMAGINE, Scene(actor=actor, guild=job.guild, channels=channels))

    def may_act(self, session: Session, turn: Turn) -> bool:
        """Whether the agent may be let do things for the asker; their roles are those that the turn began with."""
        channels = self._known_places(session.thread, session.parent)
        return self.desk.may(Ability.ACT, Scene(actor=turn.actor, guild=session.guild, channels=channels))

    # --- roles ---

    def _keep(self, guild: int, person: int, roles: frozenset[Snowflake]) -> None:
        self._heard[guild, person] = (roles, self.clock.now())
        self._heard.move_to_end((guild, person))
        if len(self._heard) > _MOST_REMEMBERED:
            self._heard.popitem(last=False)

    async def _now(self, actor: Actor, guild: Snowflake | None) -> Actor | None:
        """With their present roles, or the newest known where Discord cannot be asked; None for who has left."""
        if guild is None:
            return actor
        roles, heard_at = self._heard.get((guild, actor.id), (actor.roles, Milliseconds(0)))
        if self.clock.now() - heard_at > FRESH_MS:
            try:
                asked = await self._asked(guild, actor.id)
            except (DeliveryError, TimeoutError) as error:
                log.warning("roles.not_read", guild=guild, person=actor.id, error=type(error).__name__)
            else:
                return None if asked is None else replace(actor, roles=asked)
        return replace(actor, roles=roles)

    async def _asked(self, guild: Snowflake, person: Snowflake) -> frozenset[Snowflake] | None:
        """None for who is no member any more. Raises DeliveryError or TimeoutError."""
        try:
            async with asyncio.timeout(_WITHIN_S):
                with told_plainly():
                    member = await self.client.http.get_member(guild, person)
        except DeliveryError as error:
            if isinstance(error.__cause__, discord.NotFound) and error.__cause__.code in _NO_MEMBER:
                return None
            raise
        roles = frozenset({guild, *(Snowflake(int(role)) for role in member["roles"])})
        self._keep(guild, person, roles)
        return roles

    # --- places ---

    async def _places(self, *channels: Snowflake | None) -> frozenset[Snowflake]:
        """These and what they stand in; after a restart the gateway has told of nothing yet, so Discord is asked."""
        for channel in channels:
            await self._climb(channel)
        return self._known_places(*channels)

    async def _climb(self, channel: Snowflake | None) -> None:
        for _ in range(_DEEPEST):
            if channel is None:
                return
            if self._seen_parent(channel) is None and channel not in self._parents:
                await self._look_up(channel)
            channel = self._parent(channel)

    async def _look_up(self, channel: Snowflake) -> None:
        if self.client.get_channel(channel) is not None:
            return
        try:
            async with asyncio.timeout(_WITHIN_S):
                with told_plainly():
                    found = await self.client.http.get_channel(channel)
        except (DeliveryError, TimeoutError) as error:
            log.warning("channel.not_read", channel=channel, error=type(error).__name__)
            return
        parent = found.get("parent_id")
        self._parents[channel] = Snowflake(int(str(parent))) if parent else None

    def _known_places(self, *channels: Snowflake | None) -> frozenset[Snowflake]:
        found: set[Snowflake] = set()
        for channel in channels:
            step = channel
            while step is not None and step not in found:
                found.add(step)
                step = self._parent(step)
        return frozenset(found)

    def _parent(self, channel: Snowflake) -> Snowflake | None:
        """What the gateway tells is newer than what was once asked for."""
        if self.client.get_channel(channel) is not None:
            return self._seen_parent(channel)
        return self._parents.get(channel)

    def _seen_parent(self, channel: Snowflake) -> Snowflake | None:
        known = self.client.get_channel(channel)
        if isinstance(known, discord.Thread):
            return Snowflake(known.parent_id)
        category = known.category_id if isinstance(known, discord.abc.GuildChannel) else None
        return None if category is None else Snowflake(category)
