"""How the list of talks looks, and one of them: state, title, place, owner, age; a menu and buttons."""

from collections.abc import Sequence
from typing import Any, Final

import discord

from bot.core.card import stamp
from bot.core.catalogue import say
from bot.core.graphemes import fit
from bot.core.links import link_to
from bot.core.patches import Button
from bot.core.session import Session, SessionKind
from bot.core.steps import plain
from bot.core.talk_list import Bookmark, Talk, TalkState
from bot.surface.looks import button_of
from bot.surface.tools.forms import WORDS

PREFIX: Final = "talks."
CHOOSE, PAGE, RENAME, CLOSE, NAMED = (f"{PREFIX}{verb}" for verb in ("choose", "page", "rename", "close", "named"))
NAME_LIMIT: Final = 100
"""Discord's most for a thread's name."""
_LABEL: Final = 100
_TITLE: Final = 32
_ICONS = {TalkState.RUNNING: "🟢", TalkState.WAITING: "🟡", TalkState.IDLE: "⚪", TalkState.CLOSED: "🔒"}
View = discord.ui.LayoutView
Row = discord.ui.ActionRow[Any]


def list_view(talks: Sequence[Talk], *, head: str, is_first: bool, onward: Bookmark | None) -> View:
    """At most 25 talks: a line each, and all of them in a menu; 25 lines stay under Discord's 4,000 characters."""
    lines = [head, *(_line(talk) for talk in talks), say("talks.legend")]
    rows = [Row(_menu(talks))]
    turning = [] if is_first else [Button(say("talks.back"), f"{PAGE}:")]
    if onward is not None:
        turning.append(Button(say("talks.older"), f"{PAGE}:{onward}"))
    if turning:
        rows.append(Row(*map(button_of, turning)))
    return _view("\n".join(lines), *rows)


def one_view(talk: Talk, *, may_change: bool, remark: str = "") -> View:
    session, is_closed = talk.session, talk.state is TalkState.CLOSED
    text = say(
        "talks.one",
        icon=_ICONS[talk.state],
        title=plain(session.title),
        state=say(f"talks.{talk.state}"),
        place=_place(session),
        owner=session.owner,
        used=stamp(talk.used_at),
    )
    hint = say("talks.closed_hint") if is_closed and session.kind is not SessionKind.DIRECT else ""
    buttons: list[discord.ui.Button[Any]] = [
        discord.ui.Button(label=say("talks.open"), url=link_to(session.guild_of_room, session.room or session.parent))
    ]
    if may_change:
        buttons.append(button_of(Button(say("talks.rename"), f"{RENAME}:{session.id}")))
    if may_change and not is_closed:
        buttons.append(button_of(Button(say("talks.close"), f"{CLOSE}:{session.id}", danger=True)))
    buttons.append(button_of(Button(say("talks.back"), f"{PAGE}:")))
    return _view("\n".join(part for part in (text, hint, remark) if part), Row(*buttons))


def nothing_view(sentence: str) -> View:
    return _view(sentence)


def name_form(session: Session) -> discord.ui.Modal:
    form = discord.ui.Modal(title=say("talks.form"), custom_id=f"{NAMED}:{session.id}", timeout=None)
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=WORDS, max_length=NAME_LIMIT, default=session.title, required=True
    )
    form.add_item(discord.ui.Label(text=say("talks.name"), component=field))
    form.stop()
    return form


def _view(text: str, *rows: Row) -> View:
    view = View(timeout=None)
    view.add_item(discord.ui.TextDisplay(text))
    for row in rows:
        view.add_item(row)
    view.stop()
    return view


def _line(talk: Talk) -> str:
    """A thread's mention shows its name, so the title stands where there is none."""
    session = talk.session
    return say(
        "talks.row",
        icon=_ICONS[talk.state],
        place=_place(session) if session.thread else f"{plain(_cut(session.title))} · {_place(session)}",
        owner=session.owner,
        used=stamp(talk.used_at),
    )


def _cut(title: str) -> str:
    return title if len(title) <= _TITLE else f"{title[: fit(title, _TITLE - 1)]}…"


def _place(session: Session) -> str:
    return say("talks.direct") if session.kind is SessionKind.DIRECT else f"<#{session.room}>"


def _menu(talks: Sequence[Talk]) -> discord.ui.Select[Any]:
    options = [
        discord.SelectOption(
            label=talk.session.title[: fit(talk.session.title, _LABEL)],
            value=talk.session.id,
            description=say(f"talks.{talk.state}"),
            emoji=_ICONS[talk.state],
        )
        for talk in talks
    ]
    return discord.ui.Select(custom_id=CHOOSE, placeholder=say("talks.choose"), options=options)
