"""`/settings access`: rules shown, added and taken away, by those who manage the server or the bot there."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.access import EVERYTHING, Ability, Allowed, Lists, Scene
from bot.core.access_rules import MOST_RULES, Effect, Kind, Rule, SetRule
from bot.core.catalogue import say
from bot.core.ids import Milliseconds, Snowflake
from bot.core.session import Actor, Session, SessionKind, Turn
from bot.playground.discord.interactions.state import Interaction, InteractionType
from bot.surface.presence import Presence
from bot.surface.settings.access import CHOICE
from tests.surface.coming import Json, answer, come, said, store
from tests.surface.whole import Whole, whole

TYPES = {"rule": 3, "what": 3, "who": 9, "where": 7}


def access(here: Whole, name: str, **options: str) -> Interaction:
    """The command, as Discord tells it to the bot with what its options refer to."""
    given = [{"type": TYPES[option], "name": option, "value": value} for option, value in options.items()]
    chosen = {"type": 1, "name": "access", "options": given}
    data = {"id": "1", "name": "settings", "type": 1, "options": [chosen], "resolved": resolved(here, options)}
    return come(here, name, InteractionType.COMMAND, data)


def resolved(here: Whole, options: dict[str, str]) -> Json:
    who, where = options.get("who", ""), options.get("where", "")
    found: Json = {}
    if who and int(who) in here.world.guild.roles:
        role = here.world.guild.roles[int(who)]
        found["roles"] = {who: {"id": who, "name": role.name, "permissions": "0", "position": 1, "color": 0}}
    elif who:
        found["users"] = {who: {"id": who, "username": "somebody", "discriminator": "0", "avatar": None}}
    if where:
        found["channels"] = {where: {"id": where, "name": "general", "type": 0, "permissions": "0"}}
    return found


def remove(here: Whole, name: str, rule: str) -> Interaction:
    """A choice in the menu, under a message that may be of long ago."""
    itx_data: Json = {"custom_id": CHOICE, "component_type": 3, "values": [rule], "id": 2}
    return come(here, name, InteractionType.COMPONENT, itx_data)


def shown(body: Json) -> str:
    return "\n".join(one["content"] for one in body["data"]["components"] if one["type"] == 10)


def values(body: Json) -> list[str]:
    rows = [one for one in body["data"]["components"] if one["type"] == 1]
    return [option["value"] for row in rows for menu in row["components"] for option in menu["options"]]


def guild(here: Whole) -> Snowflake:
    return Snowflake(here.world.guild.id)


def members(here: Whole) -> str:
    """The id of the role that people have."""
    return next(str(role.id) for role in here.world.guild.roles.values() if role.name == "Members")


async def put(here: Whole, rule: Rule) -> None:
    set_rule = SetRule(rule=rule, guild=guild(here), set_by=Snowflake(7), set_at=Milliseconds(0))
    assert await store(here).access.put(set_rule)


async def test_without_options_it_shows_what_holds(tmp_path: Path) -> None:
    """To the manager alone, in words; there is no menu while there is nothing to take away."""
    async with whole(tmp_path) as here:
        body = await answer(here, access(here, "Ada"))

        assert "**asking the agent**: everybody" in shown(body)
        assert body["data"]["flags"] & 64
        assert values(body) == []


@pytest.mark.parametrize("kind", Kind)
async def test_a_rule_is_added(tmp_path: Path, kind: Kind) -> None:
    """About a role, a person or a channel; it stands in the words and in the menu, and holds at once."""
    async with whole(tmp_path) as here:
        grace = str(here.person("Grace").id)
        named = {Kind.ROLE: members(here), Kind.PERSON: grace, Kind.CHANNEL: str(here.general.id)}[kind]
        option = {"where" if kind is Kind.CHANNEL else "who": named}
        body = await answer(here, access(here, "Ada", rule="allow", what="ask", **option))
        rule = Rule(effect=Effect.ALLOW, ability=Ability.ASK, kind=kind, subject=Snowflake(int(named)))

        assert await store(here).access.of_guild(guild(here)) == (rule,)
        assert f"**asking the agent**: only {_mention(kind, named)}" in shown(body)
        assert values(body) == [rule.name]
        assert here.bot.desk.rules.lists(guild(here)).allow == {"ask": Allowed(frozenset({rule.subject}))}


def _mention(kind: Kind, named: str) -> str:
    return {Kind.ROLE: f"<@&{named}>", Kind.PERSON: f"<@{named}>", Kind.CHANNEL: f"<#{named}>"}[kind]


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({"rule": "deny"}, "access.incomplete"),
        ({"rule": "deny", "what": "ask"}, "access.incomplete"),
        ({"what": "ask", "who": "GRACE"}, "access.incomplete"),
        ({"rule": "deny", "what": "ask", "who": "GRACE", "where": "GENERAL"}, "access.both"),
    ],
)
async def test_half_a_rule_is_none(tmp_path: Path, options: dict[str, str], key: str) -> None:
    """What is missing, or too much, is said, and nothing was changed."""
    async with whole(tmp_path) as here:
        ids = {"GRACE": str(here.person("Grace").id), "GENERAL": str(here.general.id)}
        sentence = await said(here, access(here, "Ada", **{name: ids.get(v, v) for name, v in options.items()}))

        assert sentence == say(key)
        assert await store(here).access.of_guild(guild(here)) == ()


async def test_a_rule_is_taken_away(tmp_path: Path) -> None:
    """By the menu, whose message then shows what is left; chosen once more, it is gone already."""
    async with whole(tmp_path) as here:
        rule = Rule(effect=Effect.DENY, ability=EVERYTHING, kind=Kind.ROLE, subject=Snowflake(5))
        await put(here, rule)
        body = await answer(here, remove(here, "Ada", rule.name))
        again = await said(here, remove(here, "Ada", rule.name))

        assert body["type"] == 7
        assert "· not" not in shown(body)
        assert again == say("access.gone")
        assert await store(here).access.of_guild(guild(here)) == ()


async def test_who_manages_nothing_is_refused(tmp_path: Path) -> None:
    """Neither shown the rules nor able to change them, be it with a command or a choice made by hand."""
    async with whole(tmp_path) as here:
        rule = Rule(effect=Effect.DENY, ability=EVERYTHING, kind=Kind.ROLE, subject=Snowflake(5))
        await put(here, rule)
        added = {"rule": "deny", "what": "ask", "where": str(here.general.id)}
        sentences = [
            await said(here, itx)
            for itx in (access(here, "Grace"), access(here, "Grace", **added), remove(here, "Grace", rule.name))
        ]

        assert sentences == [say("denied.manage")] * 3
        assert await store(here).access.of_guild(guild(here)) == (rule,)


async def test_who_was_let_manage_may(tmp_path: Path) -> None:
    """A rule that lets a role manage the bot opens the rules to it; that Discord has its own say is mentioned."""
    async with whole(tmp_path) as here:
        role = Snowflake(int(members(here)))
        await put(here, Rule(effect=Effect.ALLOW, ability=Ability.MANAGE, kind=Kind.ROLE, subject=role))
        body = await answer(here, access(here, "Grace"))

        assert f"whoever has “Manage Server”, and <@&{role}>" in shown(body)
        assert "Integrations" in shown(body)


EVERYBODY = {EVERYTHING: Allowed(everyone=True)}


@pytest.mark.parametrize("lists", [Lists(), Lists(EVERYBODY, EVERYBODY)])
async def test_a_manager_cannot_open_what_the_operator_closed(tmp_path: Path, lists: Lists) -> None:
    """Where the operator allows nobody, or denies everybody, rules are refused, and those that stand open nothing."""
    async with whole(tmp_path) as here:
        here.world.guild.roles[here.world.guild.id].permissions |= 1 << 5
        here.bot.desk.lists = lists
        role = Snowflake(int(members(here)))
        await put(here, Rule(effect=Effect.ALLOW, ability=EVERYTHING, kind=Kind.ROLE, subject=role))
        sentence = await said(here, access(here, "Grace", rule="allow", what="everything", who=str(role)))
        grace = Actor(id=Snowflake(here.person("Grace").id), name="Grace", roles=frozenset({role}))
        scene = Scene(actor=grace, guild=guild(here), manages=True)

        assert sentence in (say("denied"), say("denied.shut_out"))
        assert not any(here.bot.desk.may(ability, scene) for ability in Ability)


async def test_a_full_list_takes_no_more(tmp_path: Path) -> None:
    """The sentence says how many fit."""
    async with whole(tmp_path) as here:
        for number in range(1, MOST_RULES + 1):
            await put(here, Rule(effect=Effect.DENY, ability="ask", kind=Kind.PERSON, subject=Snowflake(number)))
        sentence = await said(here, access(here, "Ada", rule="deny", what="ask", where=str(here.general.id)))
        body = await answer(here, access(here, "Ada"))

        assert sentence == say("access.full", most=MOST_RULES)
        assert len(values(body)) == MOST_RULES


# --- who is who by now ---


async def asked(here: Whole) -> tuple[Presence, Session, Turn]:
    """Ada has asked, and was answered."""
    _, turn = await here.talk()
    session = await here.bot.desk.store.session(turn.session)
    assert session is not None
    assert here.bot.client.features is not None
    return here.bot.client.features.presence, session, turn


async def test_roles_are_asked_for_when_they_are_old(tmp_path: Path) -> None:
    """A request that waited is admitted with the roles that its asker has now, though no event told of the change."""
    async with whole(tmp_path) as here:
        presence, session, turn = await asked(here)
        role = Snowflake(int(members(here)))
        here.bot.desk.lists = Lists(allow={EVERYTHING: Allowed(frozenset({role}))})
        here.bot.desk.owners = frozenset()
        heard = await presence.admit(session, turn)
        here.world.guild.members[here.person("Ada").id].roles.remove(role)
        remembered = await presence.admit(session, turn)
        presence._heard.clear()
        looked_up = await presence.admit(session, turn)

        assert role in turn.actor.roles
        assert (heard.hindrance, remembered.hindrance, looked_up.hindrance) == ("", "", "denied")
        assert role not in looked_up.actor.roles


async def test_a_lost_role_counts_in_direct_messages_too(tmp_path: Path) -> None:
    """A private talk that went there from a server is open as long as its asker is allowed on that server."""
    async with whole(tmp_path) as here:
        presence, session, turn = await asked(here)
        direct = replace(session, kind=SessionKind.DIRECT, thread=None, parent=Snowflake(5))
        here.bot.desk.owners = frozenset()
        role = Snowflake(int(members(here)))
        here.bot.desk.lists = Lists(allow={EVERYTHING: Allowed(frozenset({role}))})
        before = await presence.admit(direct, turn)
        presence._heard.clear()
        here.world.guild.members[here.person("Ada").id].roles.remove(role)

        assert (before.hindrance, (await presence.admit(direct, turn)).hindrance) == ("", "denied")


async def test_who_has_left_is_not_worked_for(tmp_path: Path) -> None:
    """Where Discord knows them as a member no more, the turn does not begin, whatever is allowed."""
    async with whole(tmp_path) as here:
        presence, session, turn = await asked(here)
        presence._heard.clear()
        del here.world.guild.members[here.person("Ada").id]

        assert (await presence.admit(session, turn)).hindrance == "turn.asker_left"


async def test_without_discord_the_newest_known_roles_count(tmp_path: Path) -> None:
    """A request is not lost because its asker cannot be looked up."""
    async with whole(tmp_path) as here:
        presence, session, turn = await asked(here)
        presence._heard.clear()
        await here.fault({"method": "GET", "path": "*/members/*"}, {"status": 403})
        admitted = await presence.admit(session, turn)

        assert (admitted.actor.roles, admitted.hindrance) == (turn.actor.roles, "")


async def test_a_category_stands_for_its_channels_before_the_gateway_has_told(tmp_path: Path) -> None:
    """Just after a restart no channel is known; Discord is asked what the talk's channel stands in."""
    async with whole(tmp_path) as here:
        presence, session, turn = await asked(here)
        here.world.channels[here.general.id].parent_id = category = here.channel("workshop").id
        here.bot.desk.lists = Lists(deny={EVERYTHING: Allowed(frozenset({Snowflake(category)}))})
        here.bot.desk.owners = frozenset()
        here.bot.client._connection._guilds.clear()
        admitted = await presence.admit(session, turn)

        assert admitted.hindrance == "denied.shut_out"
