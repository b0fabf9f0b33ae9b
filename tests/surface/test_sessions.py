"""The list of talks shows nobody what they may not see, and changes nothing for who may not, whatever is forged."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.catalogue import say
from bot.core.ids import Snowflake
from bot.core.session import Session, SessionKind
from bot.core.talk_list import TalkState
from bot.playground.discord.interactions.state import Interaction
from bot.playground.discord.wire.channels import channel_json
from bot.playground.discord.world.entities import Overwrite
from bot.playground.discord.world.flags import Permission
from bot.surface.sessions.sight import Sight
from tests.surface.coming import answer, form, store
from tests.surface.whole import Whole, whole


async def begun(here: Whole) -> Session:
    """Ada's finished talk."""
    _, turn = await here.talk()
    session = await here.bot.desk.store.session(turn.session)
    assert session is not None
    return session


def hide(here: Whole) -> None:
    """Nobody without the right to all sees the channel any more."""
    everyone = here.world.guild.id
    here.general.overwrites[everyone] = Overwrite(everyone, 0, deny=int(Permission.VIEW_CHANNEL))


async def sight(here: Whole, name: str) -> Sight:
    guild = here.bot.client.get_guild(here.world.guild.id)
    assert guild is not None
    member = await guild.fetch_member(here.person(name).id)
    return Sight(here.bot.client, here.bot.desk, member)


async def said(here: Whole, itx: Interaction) -> str:
    return str((await answer(here, itx))["data"]["content"])


def press(here: Whole, name: str, custom_id: str, thread: int) -> Interaction:
    return here.click(name, custom_id, thread)


@pytest.mark.parametrize("verb", ["rename", "close"])
async def test_who_did_not_begin_it_changes_nothing(tmp_path: Path, verb: str) -> None:
    """A button made by hand is answered with who may, and the talk stays as it is."""
    async with whole(tmp_path) as here:
        session = await begun(here)
        sentence = await said(here, press(here, "Grace", f"talks.{verb}:{session.id}", session.thread or 0))
        talk = await store(here).talk_list.talk(session.id)

        assert sentence == say("talks.not_yours", who=session.owner)
        assert talk is not None
        assert (talk.state, talk.session.title) == (TalkState.IDLE, session.title)


async def test_a_form_made_by_hand_renames_nothing(tmp_path: Path) -> None:
    """It is judged as the button that opens it is."""
    async with whole(tmp_path) as here:
        session = await begun(here)
        sentence = await said(here, form(here, "Grace", f"talks.named:{session.id}", words="Mine now"))
        known = await here.bot.desk.store.session(session.id)

        assert sentence == say("talks.not_yours", who=session.owner)
        assert known == session


@pytest.mark.parametrize("custom_id", ["talks.rename:nonsense", "talks.close:", "talks.nonsense:x", "talks."])
async def test_garbage_is_answered(tmp_path: Path, custom_id: str) -> None:
    """With a sentence, as all that nobody knows."""
    async with whole(tmp_path) as here:
        session = await begun(here)
        sentence = await said(here, press(here, "Ada", custom_id, session.thread or 0))

        assert sentence in {say("talks.gone"), say("click.unknown")}


async def test_a_name_of_nothing_is_refused(tmp_path: Path) -> None:
    """White space and mentions are no name."""
    async with whole(tmp_path) as here:
        session = await begun(here)
        sentence = await said(here, form(here, "Ada", f"talks.named:{session.id}", words=" <@1> "))

        assert sentence == say("talks.no_name")


async def test_kinds_of_talks_and_whose_eyes(tmp_path: Path) -> None:
    """A public thread is seen by all, a private one and a direct message by their owner; managers see private ones."""
    async with whole(tmp_path) as here:
        public = await begun(here)
        private = replace(public, kind=SessionKind.PRIVATE, owner=Snowflake(here.person("Grace").id))
        direct = replace(private, kind=SessionKind.DIRECT)
        seen = {
            name: [await eyes.sees(session) for session in (public, private, direct)]
            for name in ("Ada", "Grace", "Linus")
            for eyes in [await sight(here, name)]
        }

        assert seen == {"Ada": [True, True, False], "Grace": [True, True, True], "Linus": [True, False, False]}


async def test_a_private_talk_without_a_thread_has_its_owner_alone(tmp_path: Path) -> None:
    """Its thread is not made yet, or never could be: there is nothing that anybody else was let into."""
    async with whole(tmp_path) as here:
        session = replace(await begun(here), kind=SessionKind.PRIVATE, thread=None)

        assert [await (await sight(here, name)).sees(session) for name in ("Ada", "Grace", "Linus")] == [
            True,
            False,
            False,
        ]


async def test_what_was_asked_in_a_channel_is_seen_by_who_reads_its_history(tmp_path: Path) -> None:
    """The title is of a message, and whoever may not read older messages may not learn it here."""
    async with whole(tmp_path) as here:
        session = replace(await begun(here), kind=SessionKind.CHANNEL, thread=None)
        before = await (await sight(here, "Linus")).sees(session)
        everyone = here.world.guild.id
        here.general.overwrites[everyone] = Overwrite(everyone, 0, deny=int(Permission.READ_MESSAGE_HISTORY))
        here.dispatch("CHANNEL_UPDATE", dict(channel_json(here.world, here.general, here.world.bot.id)))

        async def is_hidden() -> bool:
            return not await (await sight(here, "Linus")).sees(session)

        await here.until(is_hidden)

        assert before


async def test_a_hidden_channels_talks_are_hidden(tmp_path: Path) -> None:
    """Also from who began them, once they may not see the channel any more; and of a channel that is no more."""
    async with whole(tmp_path) as here:
        session = replace(await begun(here), owner=Snowflake(here.person("Grace").id))
        before = await (await sight(here, "Grace")).sees(session)
        hide(here)
        here.dispatch("CHANNEL_UPDATE", dict(channel_json(here.world, here.general, here.world.bot.id)))

        async def is_hidden() -> bool:
            return not await (await sight(here, "Grace")).sees(session)

        await here.until(is_hidden)

        assert before
        assert not await (await sight(here, "Ada")).sees(replace(session, parent=Snowflake(5)))
