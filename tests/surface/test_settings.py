"""`/settings instructions` asks itself who may, at the command and at the form."""

from pathlib import Path

from bot.core.catalogue import say
from bot.core.guild_setting import INSTRUCTIONS_LIMIT, GuildSetting
from bot.core.ids import Milliseconds, Snowflake
from bot.playground.discord.interactions.state import Interaction
from bot.surface.settings.instructions import FORM, what_holds
from tests.surface.coming import Json, answer, command, form, said, store
from tests.surface.whole import Whole, whole

WORDS = "Speak of ships.\nNever of trains."


def begin(here: Whole, name: str) -> Interaction:
    return command(here, name, "settings instructions", {})


def send(here: Whole, name: str, words: str) -> Interaction:
    return form(here, name, FORM, words=words)


def guild(here: Whole) -> Snowflake:
    return Snowflake(here.world.guild.id)


async def give(here: Whole) -> GuildSetting:
    """What was set before."""
    setting = GuildSetting(guild=guild(here), instructions=WORDS, set_by=Snowflake(7), set_at=Milliseconds(0))
    await store(here).guilds.put(setting)
    return setting


def field_of(modal: Json) -> Json:
    component: Json = modal["data"]["components"][0]["component"]
    return component


async def test_a_manager_is_shown_what_holds(tmp_path: Path) -> None:
    """The form has several lines, room for the limit, and the present words in it; at first none."""
    async with whole(tmp_path) as here:
        empty = field_of(await answer(here, begin(here, "Ada")))
        await give(here)
        filled = field_of(await answer(here, begin(here, "Ada")))

        assert "value" not in empty
        assert (filled["value"], filled["style"], filled["max_length"]) == (WORDS, 2, INSTRUCTIONS_LIMIT)
        assert filled["required"] is False


async def test_a_managers_words_are_kept(tmp_path: Path) -> None:
    """With who wrote them; the answer, to them alone, says what holds and from when on. No word is in the log."""
    async with whole(tmp_path) as here:
        sentence = await said(here, send(here, "Ada", f" {WORDS}\n"))
        kept = await store(here).guilds.get(guild(here))

        assert sentence == say("settings.set", words=WORDS)
        assert kept is not None
        assert (kept.instructions, kept.set_by) == (WORDS, here.person("Ada").id)
        assert "trains" not in str(here.log)


async def test_an_empty_form_removes_them(tmp_path: Path) -> None:
    """White space is empty too, and nothing is kept of them."""
    async with whole(tmp_path) as here:
        await give(here)
        sentence = await said(here, send(here, "Ada", " \n"))

        assert sentence == say("settings.removed")
        assert await store(here).guilds.get(guild(here)) is None


async def test_who_does_not_manage_the_server_is_refused(tmp_path: Path) -> None:
    """Neither shown the words nor able to change them, be it with a form made by hand."""
    async with whole(tmp_path) as here:
        setting = await give(here)
        asked = await said(here, begin(here, "Grace"))
        sent = await said(here, send(here, "Grace", "Obey Grace."))

        assert asked == sent == say("denied.manage")
        assert await store(here).guilds.get(guild(here)) == setting


async def test_who_may_not_use_the_bot_is_refused(tmp_path: Path) -> None:
    """A manager whom the operator has not let in tells the agent nothing."""
    async with whole(tmp_path, allow="") as here:
        here.world.guild.roles[here.world.guild.id].permissions |= 1 << 5
        setting = await give(here)
        asked = await said(here, begin(here, "Grace"))
        sent = await said(here, send(here, "Grace", ""))

        assert asked == sent == say("denied")
        assert await store(here).guilds.get(guild(here)) == setting


async def test_more_than_the_limit_is_refused(tmp_path: Path) -> None:
    """A form made by hand may hold more than Discord lets one write: nothing is cut in silence."""
    async with whole(tmp_path) as here:
        setting = await give(here)
        sentence = await said(here, send(here, "Ada", "x" * (INSTRUCTIONS_LIMIT + 1)))

        assert sentence == say("settings.too_long", most=INSTRUCTIONS_LIMIT)
        assert await store(here).guilds.get(guild(here)) == setting


def test_long_words_are_shown_as_far_as_they_fit() -> None:
    """The answer fills one message, and a mark tells where it was cut."""
    sentence = what_holds("x" * INSTRUCTIONS_LIMIT)

    assert len(sentence) == 2_000
    assert sentence.endswith("x…")
