"""Removing an answer is judged at every step, whatever custom ids are made by hand."""

from pathlib import Path

import pytest

from bot.core.catalogue import say
from bot.playground.discord.interactions.state import Interaction
from tests.surface.coming import answer, store
from tests.surface.whole import Whole, whole


async def data_of(here: Whole, click: Interaction) -> str:
    """What was said in answer, also where it takes the place of the message with the button."""
    return str((await answer(here, click))["data"]["content"])


async def test_details_offer_it_to_the_asker_alone(tmp_path: Path) -> None:
    """The button stands below the steps that the asker reads, and not below what others read."""
    async with whole(tmp_path) as here:
        thread, turn = await here.talk()
        mine = await here.answered(here.click("Ada", f"details:{turn.id}", thread))
        theirs = await here.answered(here.click("Grace", f"details:{turn.id}", thread))

        assert f"remove:{turn.id}" in str(mine.components)
        assert f"remove:{turn.id}" not in str(theirs.components)


@pytest.mark.parametrize("custom_id", ["remove:{turn}", "removal.yes:{turn}"])
async def test_who_did_not_ask_removes_nothing(tmp_path: Path, custom_id: str) -> None:
    """Neither with the question's button nor with its yes, made by hand."""
    async with whole(tmp_path) as here:
        thread, turn = await here.talk()
        said = await data_of(here, here.click("Grace", custom_id.format(turn=turn.id), thread))

        assert said == say("removal.not_yours", who=here.person("Ada").id)
        assert await store(here).removals.of_turn(turn.id) is None


@pytest.mark.parametrize("custom_id", ["removal.yes:", "removal.yes:nonsense", "removal.yes:{turn}x"])
async def test_a_yes_to_nothing_is_answered(tmp_path: Path, custom_id: str) -> None:
    """As any button that nobody knows."""
    async with whole(tmp_path) as here:
        thread, turn = await here.talk()
        said = await data_of(here, here.click("Ada", custom_id.format(turn=turn.id), thread))

        assert said == say("click.unknown")


async def test_a_yes_from_elsewhere_removes_nothing(tmp_path: Path) -> None:
    """Who may tidy up in one channel has no say in another."""
    async with whole(tmp_path) as here:
        _, secret = await here.talk()
        thread, _ = await here.talk()
        said = await data_of(here, here.click("Ada", f"removal.yes:{secret.id}", thread))

        assert said == say("click.unknown")
        assert await store(here).removals.of_turn(secret.id) is None


async def test_the_buttons_of_a_removed_answer_are_dead(tmp_path: Path) -> None:
    """Once it is removed nobody reads it by a custom id made by hand, nor has it run again."""
    async with whole(tmp_path) as here:
        thread, turn = await here.talk()
        here.click("Ada", f"removal.yes:{turn.id}", thread)
        await here.until(lambda: is_done(here, turn.id))
        said = [
            await data_of(here, here.click("Ada", f"{verb}:{turn.id}", thread))
            for verb in ("details", "more", "files", "retry", "remove")
        ]

        assert set(said) == {say("click.unknown")}
        assert all(row.gone for row in await store(here).outbox(turn.id) if row.slot.startswith("page"))


async def is_done(here: Whole, turn: str) -> bool:
    return [removal.turn for removal in await store(here).removals.open_ones()] == [] and any(
        entry.get("event") == "removal.ended" and entry.get("turn") == turn for entry in here.log
    )
