"""Who may do what where: nobody but the application's owner until the operator says otherwise.

Two lists speak, the operator's (settings) and a guild's (rules that its managers set), and both must let somebody do a
thing; in either a deny wins over an allow. docs/access.md has the table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.ids import Snowflake
from bot.core.session import Actor


class Ability(StrEnum):
    ASK = "ask"
    IMAGINE = "imagine"
    ACT = "act"  # have the agent do what it asks leave for
    MANAGE = "manage"  # stop and remove what is others', and set the bot up for a guild


EVERYTHING = "everything"
"""In an allow all abilities but `manage`, which nobody gets along with others; in a deny all of them."""
USES = (Ability.ASK, Ability.IMAGINE, Ability.ACT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Who wants something, and where: `channels` are thread, channel and category; none in a direct message.

    `manages`: Discord says that they hold “Manage Server” there.
    """

    actor: Actor
    guild: Snowflake | None = None
    channels: frozenset[Snowflake] = frozenset()
    manages: bool = False

    @property
    def ids(self) -> frozenset[Snowflake]:
        guild = frozenset() if self.guild is None else frozenset({self.guild})
        return frozenset({self.actor.id}) | guild | self.actor.roles | self.channels


@dataclass(frozen=True, slots=True)
class Allowed:
    """`ids` are guilds, roles, people and channels alike, for Discord's never collide; `everyone` passes all."""

    ids: frozenset[Snowflake] = frozenset()
    everyone: bool = False

    def names(self, scene: Scene) -> bool:
        return self.everyone or not self.ids.isdisjoint(scene.ids)


@dataclass(frozen=True, slots=True)
class Lists:
    """Whom somebody allows and denies, by ability or for `EVERYTHING`."""

    allow: Mapping[str, Allowed] = field(default_factory=dict)
    deny: Mapping[str, Allowed] = field(default_factory=dict)

    def denies(self, ability: Ability, scene: Scene) -> bool:
        return any(self.deny[key].names(scene) for key in (EVERYTHING, ability) if key in self.deny)

    def allows(self, ability: Ability, scene: Scene, *, unless_said: bool) -> bool:
        """What is said of one ability takes the place of what is said of everything."""
        said = self.allow.get(ability) or (None if ability is Ability.MANAGE else self.allow.get(EVERYTHING))
        return unless_said if said is None else said.names(scene)


_SENTENCES = {
    Ability.ASK: "denied",
    Ability.IMAGINE: "denied.imagine",
    Ability.ACT: "denied.act",
    Ability.MANAGE: "denied",
}


class Verdict(StrEnum):
    """`CLOSED`: the operator does not allow it. `SHUT_OUT`: the operator denies it. `BY_GUILD`: the guild does."""

    MAY = "may"
    CLOSED = "closed"
    SHUT_OUT = "shut_out"
    BY_GUILD = "by_guild"

    def sentence(self, ability: Ability) -> str:
        """The key of the sentence that says who can open it, and how; empty where nothing is to be opened."""
        match self:
            case Verdict.MAY:
                return ""
            case Verdict.CLOSED:
                return _SENTENCES[ability]
            case Verdict.SHUT_OUT:
                return "denied.shut_out"
            case Verdict.BY_GUILD:
                return "denied.manage" if ability is Ability.MANAGE else "denied.by_guild"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The operator's lists. `owners` of the application always may."""

    lists: Lists = field(default_factory=Lists)
    owners: frozenset[Snowflake] = frozenset()

    def judge(self, ability: Ability, scene: Scene, guild: Lists) -> Verdict:
        """`guild`: the lists of the scene's guild."""
        if scene.actor.id in self.owners:
            return Verdict.MAY
        if self.lists.denies(ability, scene):
            return Verdict.SHUT_OUT
        if ability is Ability.MANAGE:
            return self._judge_manager(scene, guild)
        if not self.lists.allows(ability, scene, unless_said=False):
            return Verdict.CLOSED
        is_open = not guild.denies(ability, scene) and guild.allows(ability, scene, unless_said=True)
        return Verdict.MAY if is_open else Verdict.BY_GUILD

    def _judge_manager(self, scene: Scene, guild: Lists) -> Verdict:
        """Discord's “Manage Server” is stronger than the guild's own rules: no guild locks itself out of them."""
        is_user = any(self._is_open(ability, scene) for ability in USES)
        if scene.manages and is_user:
            return Verdict.MAY
        if guild.denies(Ability.MANAGE, scene):
            return Verdict.BY_GUILD
        if self.lists.allows(Ability.MANAGE, scene, unless_said=False):
            return Verdict.MAY
        if not is_user:
            return Verdict.CLOSED
        return Verdict.MAY if guild.allows(Ability.MANAGE, scene, unless_said=False) else Verdict.BY_GUILD

    def _is_open(self, ability: Ability, scene: Scene) -> bool:
        return self.lists.allows(ability, scene, unless_said=False) and not self.lists.denies(ability, scene)


def may_use(actor: Actor, *, guild: Snowflake | None, allowed: Allowed, owners: frozenset[Snowflake]) -> bool:
    """Something that has a list of its own, such as a machine; the owners of the application always may."""
    return actor.id in owners or allowed.names(Scene(actor=actor, guild=guild))
