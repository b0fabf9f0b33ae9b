"""A guild's rules about who may do what: shown in words, a new one from the command, and a menu that takes one away."""

from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands

from bot.core.access_rules import MOST_RULES, AccessRules, Effect, Kind, Rule, SetRule, in_words, what
from bot.core.catalogue import say
from bot.core.ids import Snowflake
from bot.surface.desk import Desk
from bot.surface.looks import NOBODY, say_privately
from bot.surface.managers import refusal_of
from bot.surface.menus import chosen_in

CHOICE = "access.remove"
_LABEL = 100
Subject = discord.Role | discord.Member | discord.User | app_commands.AppCommandChannel | app_commands.AppCommandThread


@dataclass(slots=True)
class Access:
    desk: Desk
    rules: AccessRules

    async def answer(
        self,
        itx: discord.Interaction,
        *,
        effect: str | None,
        ability: str | None,
        who: Subject | None,
        where: Subject | None,
    ) -> None:
        """Without options the rules are shown, with them one is added."""
        subject = who if who is not None else where
        refusal = refusal_of(self.desk, itx)
        if refusal or (effect, ability, subject) == (None, None, None):
            await (say_privately(itx, refusal) if refusal else self._show(itx))
        elif effect is None or ability is None or subject is None:
            await say_privately(itx, say("access.incomplete"))
        elif who is not None and where is not None:
            await say_privately(itx, say("access.both"))
        else:
            rule = Rule(effect=Effect(effect), ability=ability, kind=_kind(subject), subject=Snowflake(subject.id))
            await self._add(itx, rule)

    async def removed(self, itx: discord.Interaction) -> None:
        """Chosen in the menu, perhaps of long ago: judged again."""
        if refusal := refusal_of(self.desk, itx):
            await say_privately(itx, refusal)
            return
        name = chosen_in(itx)
        if not await self.rules.remove(_guild(itx), name):
            await say_privately(itx, say("access.gone"))
            return
        self.desk.log.info("access.rule_removed", guild=itx.guild_id, by=itx.user.id, rule=name)
        await itx.response.edit_message(view=await self._looks(itx), allowed_mentions=NOBODY)

    async def _add(self, itx: discord.Interaction, rule: Rule) -> None:
        made = SetRule(rule=rule, guild=_guild(itx), set_by=Snowflake(itx.user.id), set_at=self.desk.clock.now())
        if not await self.rules.put(made):
            await say_privately(itx, say("access.full", most=MOST_RULES))
            return
        self.desk.log.info("access.rule_set", guild=made.guild, by=made.set_by, rule=rule.name)
        await self._show(itx)

    async def _show(self, itx: discord.Interaction) -> None:
        view = await self._looks(itx)
        await itx.response.send_message(view=view, ephemeral=True, allowed_mentions=NOBODY)

    async def _looks(self, itx: discord.Interaction) -> discord.ui.LayoutView:
        """Components hold twice the text of a plain message: all rules fit."""
        rules = await self.rules.of_guild(_guild(itx))
        lines = [in_words(rules), say("access.hint" if rules else "access.hint_first")]
        if any(rule.ability == "manage" and rule.effect is Effect.ALLOW for rule in rules):
            lines.append(say("access.discord"))
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(discord.ui.TextDisplay("\n".join(lines)))
        if rules:
            view.add_item(discord.ui.ActionRow(_menu(itx, rules)))
        view.stop()
        return view


def _menu(itx: discord.Interaction, rules: tuple[Rule, ...]) -> discord.ui.Select[Any]:
    options = [discord.SelectOption(label=_label(itx, rule)[:_LABEL], value=rule.name) for rule in rules]
    return discord.ui.Select(custom_id=CHOICE, placeholder=say("access.remove"), options=options)


def _label(itx: discord.Interaction, rule: Rule) -> str:
    effect = say("access.rule_allow" if rule.effect is Effect.ALLOW else "access.rule_deny")
    return say("access.choice", effect=effect, what=what(rule.ability), who=_name(itx.guild, rule))


def _name(guild: discord.Guild | None, rule: Rule) -> str:
    """A menu draws no mentions; who is not in memory, or no more, is told by their id."""
    found: Any = None
    if guild is not None and rule.kind is Kind.ROLE:
        found = guild.get_role(rule.subject)
    elif guild is not None and rule.kind is Kind.CHANNEL:
        found = guild.get_channel_or_thread(rule.subject)
    return str(found.name) if found is not None else say("access.unnamed", kind=rule.kind, id=rule.subject)


def _kind(subject: Subject) -> Kind:
    match subject:
        case discord.Role():
            return Kind.ROLE
        case discord.Member() | discord.User():
            return Kind.PERSON
        case _:
            return Kind.CHANNEL


def _guild(itx: discord.Interaction) -> Snowflake:
    return Snowflake(itx.guild_id or 0)
