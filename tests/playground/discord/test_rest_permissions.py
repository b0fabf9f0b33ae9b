"""Who may do what: roles, overwrites, bans, slowmode - for the bot and for people alike."""

import discord
import pytest

from bot.playground.discord.world.flags import Permission
from bot.playground.discord.world.permissions import permissions_in
from tests.playground.discord.rest_place import Place, place

VIEW, SEND, FILES, EMBEDS = (
    int(p) for p in (Permission.VIEW_CHANNEL, Permission.SEND_MESSAGES, Permission.ATTACH_FILES, Permission.EMBED_LINKS)
)


async def _deny(here: Place, bits: int, *, of: int | None = None, kind: int = 0, allow: int = 0) -> None:
    target = here.world.guild.id if of is None else of
    body = {"type": kind, "deny": bits, "allow": allow}
    answer = await here.ask("Ada", "PUT", f"/channels/{here.channel().id}/permissions/{target}", body)
    assert answer.status == 204


def _bot_role(here: Place) -> int:
    return next(role.id for role in here.world.guild.roles.values() if role.bot_id)


async def test_an_unknown_token_is_401_before_any_routing() -> None:
    """A person's behind Bot, a wrong one without it, and none at all get 401 even on routes that do not exist."""
    async with place() as here:
        answers = [await here.ask(token, "GET", "/no/such/route") for token in ("Bot token-of-ada", "wrong", "Bot ")]

        assert [answer.status for answer in answers] == [401, 401, 401]
        assert here.violated() == []


async def test_any_other_token_behind_bot_is_the_bot_s() -> None:
    """A harness comes with a DISCORD_TOKEN of its own."""
    async with place() as here:
        answer = await here.ask("Bot of.my.own", "GET", "/users/@me")

        assert (answer.status, answer.body["id"]) == (200, str(here.world.bot.id))


async def test_the_bot_cannot_write_where_it_may_not() -> None:
    """In #bot-cannot-write a send fails with 50013 and is a violation by name; people write there."""
    async with place() as here:
        silent = here.channel("bot-cannot-write")
        with pytest.raises(discord.Forbidden) as refused:
            await here.talk(silent).send("x")
        person = await here.ask("Grace", "POST", f"/channels/{silent.id}/messages", {"content": "x"})

        assert refused.value.code == 50013
        assert person.status == 200
        assert here.violated() == ["missing-permission"]


async def test_an_unseen_channel_is_missing_access() -> None:
    """Without VIEW_CHANNEL everything about a channel is 50001."""
    async with place() as here:
        await _deny(here, VIEW, of=_bot_role(here))
        path = f"/channels/{here.channel().id}"

        assert (await here.ask("bot", "GET", path)).code == 50001
        assert (await here.ask("bot", "GET", f"{path}/messages")).code == 50001
        assert (await here.ask("bot", "POST", f"{path}/messages", {"content": "x"})).code == 50001


async def test_overwrites_rule_in_discords_order() -> None:
    """@everyone first, then roles with allow over deny, then the member's own."""
    async with place() as here:
        grace, channel = here.person("Grace"), here.channel()
        members = next(role.id for role in here.world.guild.roles.values() if role.name == "Members")

        def may() -> bool:
            return bool(permissions_in(here.world, grace.id, channel) & SEND)

        await _deny(here, SEND)
        everyone = may()
        await _deny(here, 0, of=members, allow=SEND)
        role = may()
        await _deny(here, SEND, of=grace.id, kind=1)
        own = may()

        assert (everyone, role, own) == (False, True, False)


async def test_files_and_embeds_need_their_permissions() -> None:
    """A bot without ATTACH_FILES or EMBED_LINKS gets 50013 for those messages only."""
    async with place() as here:
        await _deny(here, FILES | EMBEDS, of=_bot_role(here))
        path = f"/channels/{here.channel().id}/messages"

        assert (await here.ask("bot", "POST", path, {"embeds": [{"title": "t"}]})).code == 50013
        assert (await here.ask("bot", "POST", path, {"content": "t"})).status == 200


async def test_slowmode_binds_people_not_bots() -> None:
    """With slowmode a second message of a person is a 429 with 20016; moderators and bots are free."""
    async with place() as here:
        path = f"/channels/{here.channel().id}"
        await here.ask("Ada", "PATCH", path, {"rate_limit_per_user": 10})
        answers = {
            who: [(await here.ask(who, "POST", f"{path}/messages", {"content": "x"})).status for _ in range(2)]
            for who in ("Grace", "Ada", "bot")
        }
        here.clock.advance(11)
        later = await here.ask("Grace", "POST", f"{path}/messages", {"content": "x"})

        assert answers == {"Grace": [200, 429], "Ada": [200, 200], "bot": [200, 200]}
        assert later.status == 200


async def test_roles_are_given_and_taken_by_those_above() -> None:
    """The owner changes roles, which is announced; a member may not."""
    async with place() as here:
        guild, grace = here.world.guild, here.person("Grace")
        role = next(role.id for role in guild.roles.values() if role.name == "Members")
        path = f"/guilds/{guild.id}/members/{grace.id}/roles/{role}"

        assert (await here.ask("Linus", "DELETE", path)).code == 50013
        assert (await here.ask("Ada", "DELETE", path)).status == 204
        assert guild.members[grace.id].roles == []
        assert (await here.ask("Ada", "PUT", path)).status == 204
        assert here.names() == ["GUILD_MEMBER_UPDATE", "GUILD_MEMBER_UPDATE"]


async def test_a_banned_member_is_out() -> None:
    """A ban removes the member, is announced, and every channel is closed to them."""
    async with place() as here:
        guild, linus = here.world.guild, here.person("Linus")
        banned = await here.ask("Ada", "PUT", f"/guilds/{guild.id}/bans/{linus.id}", {})
        after = await here.ask("Linus", "GET", f"/channels/{here.channel().id}")
        member = await here.ask("bot", "GET", f"/guilds/{guild.id}/members/{linus.id}")

        assert (banned.status, after.code, member.code) == (204, 50001, 10007)
        assert here.names() == ["GUILD_BAN_ADD", "GUILD_DELETE", "GUILD_MEMBER_REMOVE"]
        assert here.violated() == []


async def test_opening_a_channel_tells_its_threads() -> None:
    """Who sees a channel again is told its active threads by THREAD_LIST_SYNC."""
    async with place() as here:
        sent = await here.talk().send("x")
        await here.ask("bot", "POST", f"/channels/{here.channel().id}/messages/{sent.id}/threads", {"name": "t"})
        await _deny(here, VIEW, of=here.person("Grace").id, kind=1)
        del here.events[:]
        await here.ask("Ada", "DELETE", f"/channels/{here.channel().id}/permissions/{here.person('Grace').id}")
        sync = next(event for event in here.events if event.name == "THREAD_LIST_SYNC")

        assert sync.only_for == frozenset({here.person("Grace").id})
        assert [thread["name"] for thread in sync.payload["threads"]] == ["t"]


async def test_a_dm_belongs_to_its_two() -> None:
    """The bot opens a DM and writes; a third person does not see it."""
    async with place() as here:
        body = {"recipient_id": str(here.person("Grace").id)}
        opened = await here.ask("bot", "POST", "/users/@me/channels", body)
        again = await here.ask("bot", "POST", "/users/@me/channels", body)
        path = f"/channels/{opened.body['id']}/messages"

        assert opened.body["id"] == again.body["id"]
        assert [user["username"] for user in opened.body["recipients"]] == ["grace"]
        assert (await here.ask("bot", "POST", path, {"content": "psst"})).status == 200
        assert [m["content"] for m in (await here.ask("Grace", "GET", path)).body] == ["psst"]
        assert (await here.ask("Linus", "GET", path)).code == 50001


async def test_unknown_routes_and_fields_are_501_and_violations_of_the_bot() -> None:
    """What the playground does not serve answers 501; the bot's are named, people's are not."""
    async with place(judged=False) as here:
        path = f"/channels/{here.channel().id}"
        route = await here.ask("bot", "GET", f"{path}/invites")
        method = await here.ask("bot", "PUT", path, {})
        field = await here.ask("bot", "POST", f"{path}/messages", {"content": "x", "poll": {"question": {}}})
        query = await here.ask("bot", "GET", f"{path}/messages?with=1")
        theirs = await here.ask("Grace", "GET", f"{path}/invites")

        assert {a.status for a in (route, method, field, query, theirs)} == {501}
        assert here.violated() == ["unknown-route", "unknown-route", "unknown-field", "unknown-field"]


async def test_a_body_that_is_no_json_is_named() -> None:
    """A broken body answers 400 with 50109."""
    async with place() as here:
        url = f"{here.origin}/api/v10/channels/{here.channel().id}/messages"
        headers = {"Authorization": f"Bot {here.world.bot.token}", "Content-Type": "application/json"}
        async with here.http.post(url, data=b"{nope", headers=headers) as got:
            answer = await got.json()

        assert (got.status, answer["code"]) == (400, 50109)
