"""One event on its way to many: who may see it, and in which of its few forms."""

import json
from typing import Any, Final

from bot.playground.discord.gateway import intents
from bot.playground.discord.gateway.sessions import Session
from bot.playground.discord.world.entities import JsonObject, User
from bot.playground.discord.world.events import Event
from bot.playground.discord.world.permissions import can_see
from bot.playground.discord.world.state import World

_MESSAGES: Final = frozenset({"MESSAGE_CREATE", "MESSAGE_UPDATE"})


def compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


class Telling:
    """One event on its way to everyone: judged per session, written once per distinct view."""

    def __init__(self, world: World, event: Event) -> None:
        self._world = world
        self._event = event
        self._written: dict[str, str] = {}
        self._seen: dict[int, bool] = {}
        self._hidden = event.name.startswith("MESSAGE_") and event.only_for is not None

    def to(self, session: Session) -> str | None:
        """The JSON for this session, None where it is not told."""
        user = session.user
        view = self._view(session)
        payload = self._without_guild() if view == "hidden" else self._event.payload
        if not intents.opened(session.intents, self._event.name, payload, user.id):
            return None
        if not session.has_guild(self._event.guild_id) or not self._visible(user):
            return None
        if view not in self._written:
            self._written[view] = compact(self._shown(view, payload, user))
        return self._written[view]

    def _shown(self, view: str, payload: JsonObject, user: User) -> JsonObject:
        if view == "censored":
            return intents.censored(payload, user.id)
        if view == "full" or self._event.seen_by is None:
            return payload
        return payload if user.bot else self._event.seen_by(user.id)

    def _view(self, session: Session) -> str:
        if not session.user.bot:
            return "full" if self._event.seen_by is None else f"of {session.user.id}"
        if self._hidden:
            return "hidden"
        if self._event.name not in _MESSAGES:
            return "full"
        return "full" if session.intents & intents.Intent.MESSAGE_CONTENT else "censored"

    def _without_guild(self) -> JsonObject:
        """An application is told of its ephemeral messages as if they were outside of the guild."""
        return {key: value for key, value in self._event.payload.items() if key not in {"guild_id", "member"}}

    def _visible(self, user: User) -> bool:
        if user.id not in self._seen:
            self._seen[user.id] = self._judge(user)
        return self._seen[user.id]

    def _judge(self, user: User) -> bool:
        event = self._event
        if event.only_for is not None:
            return user.id in event.only_for
        if event.guild_id is not None and self._outside(user, event.guild_id):
            return False
        if event.name == "THREAD_MEMBERS_UPDATE" and intents.concerns(event.payload, user.id):
            return True  # even of being taken out of a private thread, which from then on is not to be seen
        channel = self._world.channels.get(event.channel_id) if event.channel_id is not None else None
        return channel is None or can_see(self._world, user.id, channel)

    def _outside(self, user: User, guild_id: int) -> bool:
        guild = self._world.guilds.get(guild_id)
        return guild is None or user.id not in guild.members
