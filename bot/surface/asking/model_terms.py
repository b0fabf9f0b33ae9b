"""`model:` and `mode:` of `/ask` where they mean a provider's model: which one, and what such a talk does not have."""

from dataclasses import replace

from bot.core.agents import MODELS, RESEARCHERS
from bot.core.catalogue import say
from bot.core.choices import DEFAULT, NO_MACHINE, NOTHING, Choices
from bot.core.models.modes import having, in_mode, takes_functions
from bot.core.models.naming import SEPARATOR, Choice, UnknownModel, choose
from bot.core.models.provider import Makes
from bot.core.session import Session
from bot.core.steps import code
from bot.surface.asking.options import Options, Terms, listed, within_ceiling
from bot.surface.asking.refusal import NotTaken
from bot.surface.desk import Desk


def is_for_a_model(desk: Desk, options: Options) -> bool:
    """A provider's model is named or needed; or nothing is named, and new talks begin with one."""
    if SEPARATOR in options.model or options.mode:
        return True
    is_open = not options.agent.strip() and not options.model.strip()
    return is_open and bool(_usual(desk)) and not options.environment.strip()


def _usual(desk: Desk) -> str:
    """The operator's choice; where there is no agent, any model that speaks."""
    supplies = desk.supplies
    if supplies.default_model or supplies.has_agent:
        return supplies.default_model
    return next((choice.name for choice in having(supplies.providers, Makes.TEXT)), "")


def new_model_terms(desk: Desk, options: Options) -> Terms:
    """Raises NotTaken."""
    if options.agent.strip():
        raise NotTaken(say("ask.model_or_agent"))
    choice = _chosen(desk, options, name=options.model.strip() or ("" if options.mode else _usual(desk)))
    choices = _choices(desk, options, Choices(machine=NO_MACHINE), choice)
    return Terms(agent=MODELS, choices=choices)


def changed_model(desk: Desk, options: Options, session: Session) -> Choices | None:
    """What a talk of models goes on with; None where nothing was chosen. Raises NotTaken."""
    if not (options.model.strip() or options.mode or options.tools.strip() or options.max_tokens):
        return None
    choice = _chosen(desk, options, name=options.model.strip() or session.choices.model)
    choices = _choices(desk, options, session.choices, choice)
    return None if choices == session.choices else choices


def _chosen(desk: Desk, options: Options, *, name: str) -> Choice:
    """The model in the mode that was asked for; without a name, the first that has it."""
    providers = desk.supplies.providers
    mode = Makes(options.mode) if options.mode else None
    if not name and mode is not None:
        found = having(providers, mode)
        if not found:
            raise NotTaken(_nobody_has(desk, mode))
        return found[0]
    try:
        choice = choose(providers, name)
    except UnknownModel:
        raise NotTaken(say("ask.unknown_provider_model", model=code(name))) from None
    if mode is None:
        return choice
    moded = in_mode(choice, mode)
    if moded is None:
        raise NotTaken(_lacks(desk, choice, mode))
    return moded


def _lacks(desk: Desk, choice: Choice, mode: Makes) -> str:
    """Who has it instead."""
    others = [one.name for one in having(desk.supplies.providers, mode)]
    if not others:
        return _nobody_has(desk, mode)
    return say("ask.mode_elsewhere", model=code(choice.name), mode=code(mode), models=listed(others))


def _nobody_has(desk: Desk, mode: Makes) -> str:
    if mode is Makes.RESEARCH and desk.supplies.has_agent:
        return say("ask.research_by_agent", agent=code(next(iter(RESEARCHERS))))
    return say("ask.mode_nowhere", mode=code(mode))


def _choices(desk: Desk, options: Options, before: Choices, choice: Choice) -> Choices:
    if options.environment.strip() not in ("", NO_MACHINE):
        raise NotTaken(say("ask.model_no_machine"))
    tools = " ".join(options.tools.lower().split())
    if tools not in ("", DEFAULT, NOTHING):
        raise NotTaken(say("ask.model_no_built_ins", tools=code(tools)))
    if tools == DEFAULT and not takes_functions(choice):
        raise NotTaken(say("ask.model_no_functions", model=code(choice.name)))
    return within_ceiling(desk, options, replace(before, model=choice.name, tools=tools or before.tools))
