"""How the agent service behaves where the real one's behaviour changes, or is not known: a lever of its own."""

from dataclasses import dataclass, fields, replace
from typing import Any

from aiohttp import web

from bot.playground.agent import listing
from bot.playground.body import body_of
from bot.playground.keys import AGENT


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """`kept_days`: a free key keeps interactions for one. Seconds are the playground's clock's.

    `text_over_open_calls`: whether a text may follow an interaction whose calls nobody has answered.
    """

    kept_days: float = 55.0
    cancel_lag_s: float = 0.15
    foreground_event_ids: bool = False
    text_over_open_calls: bool = True
    snapshot_root: str = "/"

    def changed(self, asked: Any) -> "Conditions":
        """Raises ValueError with a sentence for what it does not know."""
        if not isinstance(asked, dict):
            raise ValueError("Send an object with what is to change.")  # noqa: TRY004 - one kind of refusal
        for name, value in asked.items():
            self._check(name, value)
        return replace(self, **{name: type(getattr(self, name))(value) for name, value in asked.items()})

    def _check(self, name: str, value: Any) -> None:
        names = [one.name for one in fields(self)]
        if name not in names:
            raise ValueError(f"{name} is not known; there are {', '.join(names)}.")
        now = getattr(self, name)
        is_number = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
        if not (is_number if isinstance(now, float) else isinstance(value, type(now))):
            kind = "a number of at least 0" if isinstance(now, float) else f"of the kind of {now!r}"
            raise ValueError(f"{name} must be {kind}.")


def setup(app: web.Application) -> None:
    app.add_routes([web.get("/playground/agent", _read), web.post("/playground/agent", _change)])


async def _change(request: web.Request) -> web.Response:
    agent = request.app[AGENT]
    try:
        agent.conditions = agent.conditions.changed((await body_of(request)).json)
    except ValueError as wrong:
        return web.json_response({"message": str(wrong), "code": 0}, status=400)
    return await _read(request)


async def _read(request: web.Request) -> web.Response:
    """Conditions, and every machine with its directory, so that a person can look into it."""
    agent = request.app[AGENT]
    machines = [
        listing.described(one) | {"directory": str(one.root), "idle": agent.environments.is_idle(one)}
        for one in agent.environments.known()
    ]
    conditions = {one.name: getattr(agent.conditions, one.name) for one in fields(agent.conditions)}
    return web.json_response({"conditions": conditions, "environments": machines})
