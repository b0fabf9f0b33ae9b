"""Which tools a run is offered: the agent's own as far as they are wanted, our functions, and servers by name."""

from bot.core.agents import is_researcher
from bot.core.choices import BUILT_INS, parse_tools
from bot.core.tools.offers import ToolOffer
from bot.turns.work import Work


async def offered(work: Work) -> tuple[ToolOffer, ...] | None:
    """None leaves the agent its own: whatever is sent takes their place, so that beside others they are named too."""
    session, supplies = work.session, work.tools.supplies
    if is_researcher(session.agent):
        return None
    choice = parse_tools(session.choices.tools or supplies.default_tools)
    if choice.is_nothing:
        return ()
    functions = work.tools.toolbox.functions(session, work.turn)
    servers = await supplies.servers.named(session.guild, choice.servers) if choice.servers else ()
    if choice.built_ins is None and not functions and not servers:
        return None
    built_ins = tuple(BUILT_INS.values()) if choice.built_ins is None else choice.built_ins
    return (*built_ins, *functions, *servers)
