"""Which tools a run is offered: the agent's own as far as they are wanted, our functions, and servers by name."""

from bot.core.agents import MODELS, is_researcher
from bot.core.choices import BUILT_INS, NOTHING, parse_tools
from bot.core.models.modes import takes_functions
from bot.core.models.naming import UnknownModel, choose
from bot.core.tools.offers import ToolOffer
from bot.turns.work import Work


async def offered(work: Work) -> tuple[ToolOffer, ...] | None:
    """None leaves the agent its own: whatever is sent takes their place, so that beside others they are named too."""
    session, supplies = work.session, work.tools.supplies
    if is_researcher(session.agent):
        return None
    if session.agent == MODELS:
        return _offered_to_a_model(work)
    choice = parse_tools(session.choices.tools or supplies.default_tools)
    if choice.is_nothing:
        return ()
    functions = work.tools.toolbox.functions(session, work.turn)
    servers = await supplies.servers.named(session.guild, choice.servers) if choice.servers else ()
    if choice.built_ins is None and not functions and not servers:
        return None
    built_ins = tuple(BUILT_INS.values()) if choice.built_ins is None else choice.built_ins
    return (*built_ins, *functions, *servers)


def _offered_to_a_model(work: Work) -> tuple[ToolOffer, ...]:
    """Our functions, where they can be offered; the built-in tools are the agent's own."""
    session = work.session
    try:
        choice = choose(work.tools.supplies.providers, session.choices.model)
    except UnknownModel:
        return ()
    is_wanted = session.choices.tools != NOTHING and takes_functions(choice)
    return work.tools.toolbox.functions(session, work.turn) if is_wanted else ()
