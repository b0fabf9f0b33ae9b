"""The options of `/ask`, checked one by one: what can be refused is refused before anything is promised."""

from dataclasses import replace

from bot.core.agents import MODELS, RESEARCHERS, is_researcher
from bot.core.catalogue import say
from bot.core.choices import MCP_PREFIX, NEW_MACHINE, NO_MACHINE, Choices, parse_tools
from bot.core.ids import Snowflake
from bot.core.models.naming import SEPARATOR
from bot.core.prices import PRICES
from bot.core.session import Actor, Session
from bot.core.steps import code
from bot.surface.asking.model_terms import changed_model, is_for_a_model, new_model_terms
from bot.surface.asking.options import Options, Terms, listed, within_ceiling
from bot.surface.asking.refusal import NotTaken
from bot.surface.desk import Desk


async def new_terms(desk: Desk, options: Options, *, actor: Actor, guild: Snowflake | None) -> Terms:
    """Raises NotTaken."""
    if is_for_a_model(desk, options):
        return new_model_terms(desk, options)
    labels = {words.casefold(): name for name, words in RESEARCHERS.items()}
    agent = options.agent.strip() or desk.agent_name
    agent = labels.get(agent.casefold(), agent)
    if not desk.supplies.has_agent:
        raise NotTaken(say("ask.no_agent"))
    if agent not in (desk.agent_name, *RESEARCHERS):
        raise NotTaken(say("ask.unknown_agent", agent=code(agent), agents=listed([desk.agent_name, *RESEARCHERS])))
    choices = await _choices(desk, options, Choices(), agent=agent, guild=guild)
    environment = options.environment.strip()
    if is_researcher(agent):
        if environment not in ("", NO_MACHINE):
            raise NotTaken(say("ask.research_alone", option="environment"))
        return Terms(agent=agent, choices=replace(choices, machine=NO_MACHINE))
    if environment in ("", NEW_MACHINE):
        return Terms(agent=agent, choices=choices)
    if environment == NO_MACHINE or environment in desk.supplies.configurations:
        if not desk.may_configure(actor, environment, guild):
            raise NotTaken(say("ask.configuration_denied", name=code(environment)))
        return Terms(agent=agent, choices=replace(choices, machine=environment))
    return await _on_a_machine(desk, agent, choices, environment, actor=actor, guild=guild)


async def _on_a_machine(
    desk: Desk, agent: str, choices: Choices, environment: str, *, actor: Actor, guild: Snowflake | None
) -> Terms:
    """One that a talk of this person has; with the rules that it was made with."""
    theirs = await desk.store.sessions_with_machine(actor.id)
    found = next((session for session in theirs if session.environment == environment), None)
    if found is None or not desk.may_configure(actor, found.choices.machine, guild):
        raise NotTaken(say("ask.unknown_machine", machine=code(environment)))
    return Terms(agent=agent, choices=replace(choices, machine=found.choices.machine), environment=found.environment)


async def changed_choices(desk: Desk, options: Options, session: Session) -> Choices | None:
    """What a talk goes on with; None where nothing was chosen. Raises NotTaken."""
    if options.environment.strip():
        raise NotTaken(say("ask.settled", option="environment"))
    if options.agent.strip() not in ("", session.agent):
        raise NotTaken(say("ask.settled", option="agent"))
    if session.agent == MODELS:
        return changed_model(desk, options, session)
    if options.mode or SEPARATOR in options.model:
        raise NotTaken(say("ask.model_elsewhere"))
    choices = await _choices(desk, options, session.choices, agent=session.agent, guild=session.guild)
    return None if choices == session.choices else choices


async def _choices(desk: Desk, options: Options, before: Choices, *, agent: str, guild: Snowflake | None) -> Choices:
    if is_researcher(agent):
        _refuse_for_research(options)
    tools = " ".join(options.tools.lower().split())
    if tools:
        await _check_tools(desk, tools, guild)
    model = options.model.strip()
    if model and model not in PRICES:
        raise NotTaken(say("ask.unknown_model", model=code(model), models=listed(PRICES)))
    chosen = replace(before, tools=tools or before.tools, model=model or before.model)
    return within_ceiling(desk, options, chosen)


def _refuse_for_research(options: Options) -> None:
    given = {"tools": options.tools, "model": options.model, "max_tokens": options.max_tokens}
    for option, value in given.items():
        if value:
            raise NotTaken(say("ask.research_alone", option=option))


async def _check_tools(desk: Desk, tools: str, guild: Snowflake | None) -> None:
    try:
        choice = parse_tools(tools)
    except ValueError as error:
        raise NotTaken(say("ask.unknown_tool", tool=code(str(error)))) from None
    known = await desk.supplies.servers.names(guild) if choice.servers else ()
    for name in choice.servers:
        if name not in known:
            raise NotTaken(say("ask.unknown_server", name=code(MCP_PREFIX + name)))
