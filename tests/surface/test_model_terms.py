"""`/ask model:` and `mode:`: which talk they begin, and every combination that is refused, with who has it instead."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.access import Lists
from bot.core.agents import MODELS
from bot.core.choices import NO_MACHINE, Choices
from bot.core.ids import Snowflake
from bot.core.session import Actor
from bot.surface.asking.options import Options, Terms
from bot.surface.asking.refusal import NotTaken
from bot.surface.asking.terms import changed_choices, new_terms
from bot.surface.desk import Desk
from bot.turns.supplies import Supplies
from tests.core.models.platforms import PLATFORMS
from tests.turns.world import AGENT, SESSION, World

ADA = Actor(id=Snowflake(77), name="Ada")
PRO = "gemini_official/gemini-3-pro"
TALK = replace(SESSION, agent=MODELS, choices=Choices(machine=NO_MACHINE, model=PRO))
BOTH = Supplies(providers=PLATFORMS)
ONE = Supplies(providers={"antigravity": PLATFORMS["antigravity"]})


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    world = World(tmp_path)
    async with world.process() as process:
        yield Desk(process.store, process.mailbox, world.agent, AGENT, world.clock, Lists(), supplies=BOTH)


async def begun(desk: Desk, supplies: Supplies = BOTH, **options: object) -> Terms:
    desk.supplies = supplies
    return await new_terms(desk, Options(**options), actor=ADA, guild=None)  # type: ignore[arg-type]


async def refusal(desk: Desk, supplies: Supplies = BOTH, **options: object) -> str:
    with pytest.raises(NotTaken) as refused:
        await begun(desk, supplies, **options)
    return str(refused.value)


BEGUN = [
    (BOTH, {"model": PRO}, PRO),
    (BOTH, {"model": f"{PRO}-canvas"}, f"{PRO}-canvas"),
    (BOTH, {"model": PRO, "mode": "storybook"}, f"{PRO}-storybook"),
    (BOTH, {"model": f"{PRO}-video", "mode": "image", "environment": "none"}, f"{PRO}-imagen"),
    (BOTH, {"mode": "video"}, "gemini_official/gemini-3-fast-video"),
    (BOTH, {"mode": "image", "tools": "none"}, "antigravity/gemini-2.5-flash-image"),
    (replace(BOTH, default_model=PRO), {}, PRO),
    (replace(BOTH, default_model=PRO), {"mode": "research"}, "gemini_official/gemini-3-fast-deepsearch"),
    (replace(ONE, has_agent=False), {}, "antigravity/gemini-2.5-flash"),
]


@pytest.mark.parametrize(("supplies", "options", "model"), BEGUN)
async def test_a_talk_with_a_model(desk: Desk, supplies: Supplies, options: dict[str, str], model: str) -> None:
    """It has no machine, and the model's name holds provider and mode."""
    terms = await begun(desk, supplies, **options)

    assert (terms.agent, terms.environment) == (MODELS, None)
    assert (terms.choices.model, terms.choices.machine) == (model, NO_MACHINE)


@pytest.mark.parametrize("options", [{}, {"model": "gemini-3.6-flash"}, {"agent": AGENT}, {"environment": "new"}])
async def test_a_talk_with_the_agent(desk: Desk, options: dict[str, str]) -> None:
    """Where nothing else is named, or something of it; with a usual model, by naming any of that."""
    usual = replace(BOTH, default_model=PRO) if options else BOTH

    assert (await begun(desk, usual, **options)).agent == AGENT


REFUSED = [
    (BOTH, {"model": "gemini_official/gemini-9"}, "There is no model `gemini_official/gemini-9` here"),
    (BOTH, {"model": f"{PRO}-dance"}, "There is no model"),
    (
        BOTH,
        {"model": "antigravity/gemini-3-pro-high", "mode": "image"},
        "no mode `image`. These have it: `antigravity/gemini-2.5-flash-image`, `gemini_official/gemini-3-fast-imagen`",
    ),
    (ONE, {"mode": "video"}, "No model that this bot's operator has set up has the mode `video`"),
    (ONE, {"mode": "research"}, "ask again without `mode`, and with `agent` `deep-research-preview-04-2026`"),
    (replace(ONE, has_agent=False), {"mode": "research"}, "No model that this bot's operator has set up"),
    (BOTH, {"model": PRO, "agent": AGENT}, "without an agent"),
    (BOTH, {"model": PRO, "environment": "new"}, "without `environment`"),
    (BOTH, {"model": PRO, "tools": "code search"}, "`code search` belong to the agent"),
    (BOTH, {"model": PRO, "tools": "mcp:weather"}, "belong to the agent"),
    (BOTH, {"model": PRO, "tools": "default"}, f"`{PRO}` cannot call functions"),
    (BOTH, {"model": PRO, "max_tokens": 2_000_000}, "at most 1,000,000 tokens"),
    (replace(ONE, has_agent=False), {"agent": AGENT}, "no agent, only models of other providers"),
    (replace(ONE, has_agent=False), {"environment": "new"}, "no agent, only models of other providers"),
]


@pytest.mark.parametrize(("supplies", "options", "words"), REFUSED)
async def test_what_is_refused(desk: Desk, supplies: Supplies, options: dict[str, object], words: str) -> None:
    """Before anything is begun, with what to do instead."""
    assert words in await refusal(desk, supplies, **options)


CHANGED = [
    ({"model": "antigravity/gemini-2.5-pro"}, {"model": "antigravity/gemini-2.5-pro"}),
    ({"mode": "video"}, {"model": f"{PRO}-video"}),
    ({"tools": "none", "max_tokens": 5_000}, {"tools": "none", "max_tokens": 5_000}),
]


@pytest.mark.parametrize(("options", "after"), CHANGED)
async def test_a_talk_with_a_model_goes_on_with_another(
    desk: Desk, options: dict[str, object], after: dict[str, object]
) -> None:
    """Everything else stays."""
    changed = await changed_choices(desk, Options(**options), TALK)  # type: ignore[arg-type]

    assert changed == replace(TALK.choices, **after)  # type: ignore[arg-type]


async def test_what_is_asked_without_options_changes_nothing(desk: Desk) -> None:
    """Nor does the model that it has already."""
    assert await changed_choices(desk, Options(), TALK) is None
    assert await changed_choices(desk, Options(model=PRO), TALK) is None


@pytest.mark.parametrize("options", [Options(model=PRO), Options(mode="video")])
async def test_a_talk_with_the_agent_keeps_to_it(desk: Desk, options: Options) -> None:
    """For a model one begins another talk."""
    with pytest.raises(NotTaken, match="Begin a new talk in a channel"):
        await changed_choices(desk, options, SESSION)


async def test_a_talk_with_a_model_keeps_to_models(desk: Desk) -> None:
    """The agent's own models are none of a provider."""
    with pytest.raises(NotTaken, match=r"There is no model `gemini-3\.6-flash` here"):
        await changed_choices(desk, Options(model="gemini-3.6-flash"), TALK)
