"""Who may do what where: closed until the operator opens it, and a guild's own rules open nothing more."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.access import EVERYTHING, USES, Ability, Allowed, Lists, Policy, Scene, Verdict, may_use
from bot.core.catalogue import SENTENCES
from bot.core.ids import Snowflake
from bot.core.session import Actor

PERSON, ROLE, GUILD, OWNER, CHANNEL = map(Snowflake, range(1, 6))
ACTOR = Actor(id=PERSON, name="Mira", roles=frozenset({ROLE, Snowflake(9)}))
SCENE = Scene(actor=ACTOR, guild=GUILD, channels=frozenset({CHANNEL, Snowflake(10)}))
KEYS = (EVERYTHING, *Ability)


def ids(*numbers: int) -> Allowed:
    return Allowed(frozenset(map(Snowflake, numbers)))


def judge(
    ability: Ability = Ability.ASK,
    *,
    allow: Mapping[str, Allowed] | None = None,
    deny: Mapping[str, Allowed] | None = None,
    guild: Lists | None = None,
    scene: Scene = SCENE,
) -> Verdict:
    policy = Policy(lists=Lists(allow or {}, deny or {}), owners=frozenset({OWNER}))
    return policy.judge(ability, scene, guild or Lists())


@pytest.mark.parametrize("ability", Ability)
def test_closed_by_default(ability: Ability) -> None:
    """With nothing set nobody may do anything, be it with “Manage Server”; the application's owner may all of it."""
    owner = Scene(actor=Actor(id=OWNER, name="Olga"))
    manager = Scene(actor=ACTOR, guild=GUILD, manages=True)

    assert judge(ability) is judge(ability, scene=manager) is Verdict.CLOSED
    assert judge(ability, scene=owner, deny={EVERYTHING: Allowed(everyone=True)}) is Verdict.MAY


@pytest.mark.parametrize("opened", [PERSON, ROLE, GUILD, CHANNEL])
def test_opened_by_any_id(opened: Snowflake) -> None:
    """The person's id, one of their roles, the server, or a place that they are in opens it; another id does not."""
    assert judge(allow={EVERYTHING: ids(8, opened)}) is Verdict.MAY
    assert judge(allow={EVERYTHING: ids(8)}) is Verdict.CLOSED


@pytest.mark.parametrize("shut", [PERSON, ROLE, GUILD, CHANNEL])
def test_a_deny_wins(shut: Snowflake) -> None:
    """Whatever allows it besides, be it everyone."""
    assert judge(allow={EVERYTHING: Allowed(everyone=True)}, deny={EVERYTHING: ids(shut)}) is Verdict.SHUT_OUT
    assert judge(allow={EVERYTHING: Allowed(everyone=True)}, deny={Ability.ASK: ids(shut)}) is Verdict.SHUT_OUT
    assert judge(allow={EVERYTHING: Allowed(everyone=True)}, deny={Ability.IMAGINE: ids(shut)}) is Verdict.MAY


def test_what_is_said_of_one_ability_takes_the_place_of_the_general() -> None:
    """`ALLOW_IMAGINE` narrows pictures to its own ids, and leaves requests to `ALLOW`."""
    allow = {EVERYTHING: ids(GUILD), Ability.IMAGINE: ids(8)}

    assert judge(Ability.ASK, allow=allow) is Verdict.MAY
    assert judge(Ability.IMAGINE, allow=allow) is Verdict.CLOSED


def test_a_server_opens_no_direct_message() -> None:
    """In a direct message there is no server that could open it; the person's own id does."""
    direct = Scene(actor=Actor(id=PERSON, name="Mira"))

    assert judge(allow={EVERYTHING: ids(GUILD)}, scene=direct) is Verdict.CLOSED
    assert judge(allow={EVERYTHING: ids(PERSON)}, scene=direct) is Verdict.MAY


def test_managing_is_nobodys_along_with_the_rest() -> None:
    """Not even where everyone may; “Manage Server”, `ALLOW_MANAGE` or the guild's rule gives it."""
    everyone = {EVERYTHING: Allowed(everyone=True)}
    manager = Scene(actor=ACTOR, guild=GUILD, manages=True)

    assert judge(Ability.MANAGE, allow=everyone) is Verdict.BY_GUILD
    assert judge(Ability.MANAGE, allow=everyone, scene=manager) is Verdict.MAY
    assert judge(Ability.MANAGE, allow={Ability.MANAGE: ids(ROLE)}) is Verdict.MAY
    assert judge(Ability.MANAGE, allow=everyone, guild=Lists(allow={Ability.MANAGE: ids(ROLE)})) is Verdict.MAY


def test_no_guild_locks_itself_out() -> None:
    """A rule that denies everything to everybody leaves its rules to whoever has “Manage Server”."""
    shut = Lists(deny={EVERYTHING: ids(GUILD)})
    manager = Scene(actor=ACTOR, guild=GUILD, manages=True)

    assert judge(Ability.ASK, allow={EVERYTHING: ids(GUILD)}, guild=shut, scene=manager) is Verdict.BY_GUILD
    assert judge(Ability.MANAGE, allow={EVERYTHING: ids(GUILD)}, guild=shut, scene=manager) is Verdict.MAY


@pytest.mark.parametrize("ability", Ability)
@pytest.mark.parametrize("verdict", Verdict)
def test_every_refusal_has_a_sentence(verdict: Verdict, ability: Ability) -> None:
    """It is said; where nothing is refused, there is none."""
    key = verdict.sentence(ability)

    assert (key == "") is (verdict is Verdict.MAY)
    assert not key or SENTENCES[key]


def test_a_list_of_its_own() -> None:
    """A machine's list is ids of its own; the owner of the application passes it."""
    assert may_use(ACTOR, guild=GUILD, allowed=ids(ROLE), owners=frozenset())
    assert not may_use(ACTOR, guild=GUILD, allowed=ids(8), owners=frozenset({OWNER}))
    assert may_use(Actor(id=OWNER, name="Olga"), guild=None, allowed=Allowed(), owners=frozenset({OWNER}))


# --- against a plain oracle: the table of docs/access.md, row by row ---

numbers = st.integers(1, 7).map(Snowflake)
subjects = st.builds(Allowed, st.frozensets(numbers, max_size=3), st.booleans())
some = st.dictionaries(st.sampled_from(KEYS), subjects, max_size=4)
lists = st.builds(Lists, some, some)
scenes = st.builds(
    Scene,
    actor=st.builds(Actor, id=numbers, name=st.just("Mira"), roles=st.frozensets(numbers, max_size=2)),
    guild=st.none() | numbers,
    channels=st.frozensets(numbers, max_size=2),
    manages=st.booleans(),
)


def fits(allowed: Allowed | None, scene: Scene) -> bool:
    who = {scene.actor.id, scene.guild, *scene.actor.roles, *scene.channels}
    return allowed is not None and (allowed.everyone or any(one in allowed.ids for one in who if one is not None))


def is_denied(said: Lists, ability: Ability, scene: Scene) -> bool:
    return fits(said.deny.get("everything"), scene) or fits(said.deny.get(str(ability)), scene)


def operator_lets(said: Lists, ability: Ability, scene: Scene) -> bool:
    if is_denied(said, ability, scene):
        return False
    if ability in said.allow:
        return fits(said.allow[ability], scene)
    return ability != "manage" and fits(said.allow.get("everything"), scene)


def guild_lets(said: Lists, ability: Ability, scene: Scene) -> bool:
    if is_denied(said, ability, scene):
        return False
    if ability in said.allow:
        return fits(said.allow[ability], scene)
    return "everything" not in said.allow or fits(said.allow["everything"], scene)


def oracle(ability: Ability, scene: Scene, operator: Lists, guild: Lists) -> bool:
    if scene.actor.id == OWNER:
        return True
    if ability is not Ability.MANAGE:
        return operator_lets(operator, ability, scene) and guild_lets(guild, ability, scene)
    if is_denied(operator, ability, scene):
        return False
    uses = any(operator_lets(operator, one, scene) for one in (Ability.ASK, Ability.IMAGINE, Ability.ACT))
    if uses and scene.manages:
        return True
    named = operator_lets(operator, ability, scene) or (uses and fits(guild.allow.get("manage"), scene))
    return named and not is_denied(guild, ability, scene)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(Ability), scenes, lists, lists)
def test_the_table_of_the_documentation(ability: Ability, scene: Scene, operator: Lists, guild: Lists) -> None:
    """Whatever is set, who may do what is what a plain reading of the table says."""
    verdict = Policy(lists=operator, owners=frozenset({OWNER})).judge(ability, scene, guild)

    assert (verdict is Verdict.MAY) is oracle(ability, scene, operator, guild)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(USES), scenes, lists, lists)
def test_a_guild_opens_nothing(ability: Ability, scene: Scene, operator: Lists, guild: Lists) -> None:
    """Whoever may something under a guild's rules may it without them; and managers alone cannot open the bot."""
    policy = Policy(lists=operator, owners=frozenset({OWNER}))

    if policy.judge(ability, scene, guild) is Verdict.MAY:
        assert policy.judge(ability, scene, Lists()) is Verdict.MAY
