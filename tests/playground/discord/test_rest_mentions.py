"""Who is really pinged by a message, which is what tests of generated text rely on."""

import discord
import pytest

from bot.playground.discord.world.flags import Permission
from tests.playground.discord.rest_place import Place, place


def _text(here: Place) -> str:
    role = next(role for role in here.world.guild.roles.values() if role.name == "Members")
    return f"@everyone <@{here.person('Grace').id}> <@&{role.id}> `<@{here.person('Linus').id}>`"


async def test_allowed_mentions_none_pings_nobody() -> None:
    """With AllowedMentions.none() no text notifies anyone."""
    async with place() as here:
        sent = await here.talk().send(_text(here), allowed_mentions=discord.AllowedMentions.none())
        stored = here.stored(sent.id)

        assert stored.pinged == set()
        assert (sent.mentions, sent.role_mentions, sent.mention_everyone) == ([], [], False)


async def test_without_rules_users_and_mentionable_roles_are_pinged() -> None:
    """Default: the mentioned user and the role's members; nothing in code, no @everyone without the right to it."""
    async with place() as here:
        answer = await here.ask("bot", "POST", f"/channels/{here.channel().id}/messages", {"content": _text(here)})
        stored = here.stored(int(answer.body["id"]))

        assert [user["username"] for user in answer.body["mentions"]] == ["grace"]
        assert len(answer.body["mention_roles"]) == 1
        assert answer.body["mention_everyone"] is False
        assert stored.pinged == {here.person(name).id for name in ("Ada", "Grace", "Linus")}


async def test_the_closing_ping_reaches_its_one_user() -> None:
    """users=[asker] notifies the asker alone."""
    async with place() as here:
        asker = here.person("Grace")
        allowed = discord.AllowedMentions(everyone=False, roles=False, users=[discord.Object(asker.id)])
        sent = await here.talk().send(f"<@{asker.id}> <@{here.person('Linus').id}> done", allowed_mentions=allowed)

        assert here.stored(sent.id).pinged == {asker.id}


async def test_everyone_needs_the_permission() -> None:
    """@everyone by the owner reaches all who see the channel, by the bot nobody."""
    async with place() as here:
        path = f"/channels/{here.channel().id}/messages"
        owner = await here.ask("Ada", "POST", path, {"content": "@everyone"})
        bot = await here.ask("bot", "POST", path, {"content": "@everyone"})

        assert owner.body["mention_everyone"] is True
        assert here.stored(int(owner.body["id"])).pinged == set(here.world.guild.members) - {here.person("Ada").id}
        assert here.stored(int(bot.body["id"])).pinged == set()


@pytest.mark.parametrize(("rules", "pinged"), [(None, True), ({"parse": []}, False), ({"replied_user": True}, True)])
async def test_a_reply_pings_its_author_unless_told_otherwise(rules: dict[str, object] | None, pinged: bool) -> None:
    """Replying notifies the replied user by default; allowed_mentions without replied_user does not."""
    async with place() as here:
        path = f"/channels/{here.channel().id}/messages"
        asked = await here.ask("Grace", "POST", path, {"content": "?"})
        body = {"content": "!", "message_reference": {"message_id": asked.body["id"]}, "allowed_mentions": rules}
        reply = await here.ask("bot", "POST", path, body)

        assert (here.person("Grace").id in here.stored(int(reply.body["id"])).pinged) is pinged


async def test_edits_and_silent_messages_ping_nobody() -> None:
    """An edit that adds a mention notifies nobody, neither does a silent message."""
    async with place() as here:
        mention = f"<@{here.person('Grace').id}>"
        sent = await here.talk().send("x")
        edited = await sent.edit(content=mention)
        silent = await here.talk().send(mention, silent=True)

        assert [user.id for user in edited.mentions] == [here.person("Grace").id]
        assert here.stored(sent.id).pinged == set()
        assert here.stored(silent.id).pinged == set()


async def test_text_of_components_mentions_too() -> None:
    """A mention in a V2 text display pings, unless allowed_mentions forbid it."""
    async with place() as here:
        view = discord.ui.LayoutView()
        view.add_item(discord.ui.Container(discord.ui.TextDisplay(f"<@{here.person('Grace').id}>")))
        loud = await here.talk().send(view=view)
        quiet = await here.talk().send(view=view, allowed_mentions=discord.AllowedMentions.none())

        assert here.stored(loud.id).pinged == {here.person("Grace").id}
        assert here.stored(quiet.id).pinged == set()


async def test_the_bot_has_no_right_it_does_not_need() -> None:
    """The bot's role lacks managing messages, threads and roles, and mentioning everyone."""
    async with place() as here:
        role = next(role for role in here.world.guild.roles.values() if role.bot_id)
        unneeded = Permission.MANAGE_MESSAGES | Permission.MANAGE_THREADS | Permission.MANAGE_ROLES

        assert not role.permissions & (unneeded | Permission.MENTION_EVERYONE | Permission.ADMINISTRATOR)
