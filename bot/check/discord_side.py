"""Discord's side: token, application, intents, servers and their channels, commands, and the time there."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import aiohttp

from bot.check.permissions import in_channel
from bot.check.rest import DiscordRest, Read
from bot.core.findings import Finding, Place, bad, good, judged_places, warning
from bot.surface.command_tree import Payload, digest
from bot.surface.permissions import invitation, missing_of, sees

_CONTENT_FLAGS: Final = 1 << 18 | 1 << 19
_UNAUTHORIZED: Final = 401
MOST_GUILDS: Final = 25
MOST_SKEW_S: Final = 5.0
"""Discord's answer tells whole seconds, and takes a moment; a click is answered within 3 s by the two clocks."""
_TEXT_CHANNELS: Final = (0, 5)


@dataclass(slots=True)
class DiscordSide:
    """`payload`: our commands, `synced`: the digest of what Discord was last told."""

    rest: DiscordRest
    payload: Payload
    synced: dict[str, str]

    async def look(self) -> list[Finding]:
        try:
            me = await self.rest.get("/users/@me")
            if me.status == _UNAUTHORIZED:
                return [bad("token", "check.token_bad")]
            if not me.is_good:
                return [bad("token", "check.discord_odd", status=me.status, what="/users/@me")]
            clock = judged_clock(me.date, now=time.time())
            application = await self.rest.get("/applications/@me")
            if not application.is_good:
                return [bad("token", "check.discord_odd", status=application.status, what="/applications/@me")]
            own = self._application(application.body)
            places = await self._servers(str(me.body["id"]))
            return [*own, *places, await self._commands(str(application.body["id"])), *clock]
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            return [bad("discord", "check.discord_away", error=type(error).__name__)]

    def _application(self, body: Any) -> list[Finding]:
        team, owner = body.get("team"), body.get("owner") or {}
        named = f"the team “{team['name']}”" if team else f"{owner.get('username')} ({owner.get('id')})"
        page = f"https://discord.com/developers/applications/{body['id']}/bot"
        has_content = bool(int(body.get("flags") or 0) & _CONTENT_FLAGS)
        content = good("intents", "check.content_good") if has_content else _content_off(page)
        link = invitation(int(body["id"]))
        return [
            good("token", "check.token_good", name=body["name"], id=body["id"], owner=named),
            content,
            good("invitation", "check.invite", link=link),
        ]

    async def _servers(self, me: str) -> list[Finding]:
        read = await self.rest.get("/users/@me/guilds")
        if not read.is_good:
            return [warning("permissions", "check.discord_odd", status=read.status, what="/users/@me/guilds")]
        if not read.body:
            return [warning("permissions", "check.no_guilds")]
        found = [await self._server(guild, me) for guild in read.body[:MOST_GUILDS]]
        more = len(read.body) - len(found)
        return [*found, *([warning("permissions", "check.guilds_more", count=more)] if more else [])]

    async def _server(self, partial: Any, me: str) -> Finding:
        path = f"/guilds/{partial['id']}"
        reads: list[Read] = []
        for part in ("", "/channels", f"/members/{me}"):
            reads.append(await self.rest.get(path + part))
            if not reads[-1].is_good:
                status = reads[-1].status
                return warning("permissions", "check.guild_unread", guild=partial["name"], status=status)
        guild, channels, member = (read.body for read in reads)
        return judged_places(guild["name"], _places(guild, channels, member["roles"], me))

    async def _commands(self, application: str) -> Finding:
        read = await self.rest.get(f"/applications/{application}/commands")
        if not read.is_good:
            return warning("commands", "check.discord_odd", status=read.status, what="the commands")
        last = self.synced.get(application, "")
        if not last:
            return warning("commands", "check.commands_never")
        if digest(self.payload, read.body) != last:
            return bad("commands", "check.commands_stale")
        return good("commands", "check.commands_good", count=len(read.body))


def _content_off(page: str) -> Finding:
    return warning("intents", "check.content_bad", page=page)


def _places(guild: Any, channels: Iterable[Any], roles: list[str], me: str) -> Iterable[Place]:
    for channel in channels:
        if channel["type"] in _TEXT_CHANNELS:
            bits = in_channel(guild, channel, roles, me)
            yield Place(guild=guild["name"], channel=channel["name"], missing=missing_of(bits) if sees(bits) else None)


def judged_clock(there: float | None, *, now: float) -> list[Finding]:
    """Nothing where Discord has not told the time."""
    if there is None:
        return []
    if abs(now - there) > MOST_SKEW_S:
        return [bad("clock", "check.clock_off", seconds=round(now - there))]
    return [good("clock", "check.clock_good")]
