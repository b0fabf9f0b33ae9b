"""The providers' side: reached, key accepted, agent known; nothing is asked that costs."""

from collections.abc import Mapping
from urllib.parse import quote

import aiohttp
from pydantic import SecretStr

from bot.core.agents import RESEARCHERS
from bot.core.errors import ProviderError, SettingsError
from bot.core.findings import Finding, bad, good
from bot.core.models.provider import AuthStyle, Provider
from bot.providers.http import Call, Timeouts, Transport
from bot.providers.interactions.runs import KEY_HEADER
from bot.providers.interactions.translate_errors import explain
from bot.providers.models.carrying import carried
from bot.providers.models.errors import explain as explain_models
from bot.providers_file import Configured
from bot.settings import Settings

AGENTS = ("antigravity-preview-05-2026", "antigravity-preview-09-2026", *RESEARCHERS)
"""Those that Google documents; its list of agents may hold only those that somebody has made."""
_TIMEOUTS = Timeouts(connect=8.0, total=12.0)
_UNAUTHORIZED = 401
_KEY = frozenset({_UNAUTHORIZED, 403})
_NOT_THERE = 404
_KEY_CODES = frozenset({"authentication", "permission_denied", "unauthenticated"})


async def look_at_gemini(session: aiohttp.ClientSession, settings: Settings) -> list[Finding]:
    """Machines are listed, and the agent is looked up by its name: both are free."""
    if settings.gemini_api_key is None:
        return [good("gemini", "check.no_gemini")]
    http = Transport(
        session,
        base=settings.gemini_api_base,
        secrets={KEY_HEADER: settings.gemini_api_key},
        explain=explain,
        timeouts=_TIMEOUTS,
    )
    root = f"/{settings.gemini_api_version}"
    try:
        async with http.open(Call(method="GET", path=f"{root}/environments", query={"page_size": "1"})):
            pass
    except ProviderError as error:
        return [_gemini_trouble(error)]
    return [good("gemini", "check.gemini_good"), await _agent(http, root, settings.gemini_agent)]


def _gemini_trouble(error: ProviderError) -> Finding:
    is_key = error.status in _KEY or error.code in _KEY_CODES or "api key" in str(error).lower()
    if is_key:
        return bad("gemini", "check.gemini_key")
    return bad("gemini", "check.gemini_away", error=error.code or type(error).__name__)


async def _agent(http: Transport, root: str, agent: str) -> Finding:
    if agent in AGENTS:
        return good("agent", "check.agent_good", agent=agent)
    try:
        async with http.open(Call(method="GET", path=f"{root}/agents/{quote(agent, safe='')}")):
            return good("agent", "check.agent_good", agent=agent)
    except ProviderError as error:
        is_unknown = error.status == _NOT_THERE
        return bad("agent", "check.agent_unknown" if is_unknown else "check.agent_unasked", agent=agent)


async def look_at_providers(session: aiohttp.ClientSession, providers: Mapping[str, Configured]) -> list[Finding]:
    """Many have no list of models: a refusal of the address is an answer too."""
    return [await _provider(session, one.provider, one.key) for one in providers.values()]


async def _provider(session: aiohttp.ClientSession, provider: Provider, key: SecretStr | None) -> Finding:
    name = provider.title or provider.name
    try:
        await _ask(session, provider, key)
    except SettingsError:
        return bad("provider", "check.provider_key", name=name)
    except ProviderError as error:
        if error.status == _UNAUTHORIZED or error.code == "authentication":  # 403: perhaps the list is not licensed
            return bad("provider", "check.provider_key", name=name)
        if error.status and error.status < 500:
            return good("provider", "check.provider_reached", name=name)
        return bad("provider", "check.provider_away", name=name, error=error.code or type(error).__name__)
    return good("provider", "check.provider_reached" if key is None else "check.provider_good", name=name)


async def _ask(session: aiohttp.ClientSession, provider: Provider, key: SecretStr | None) -> None:
    """Raises ProviderError for every answer but a list."""
    styles = [endpoint.auth[0] for endpoint in provider.endpoints.values() if endpoint.auth]
    style = styles[0] if styles else AuthStyle.BEARER
    key_of = carried(style, key)
    http = Transport(
        session,
        base=provider.base,
        secrets=key_of.headers,
        query_secrets=key_of.query,
        explain=explain_models,
        timeouts=_TIMEOUTS,
    )
    call = Call(
        method="GET", path=provider.path("/v1/models"), query=provider.extra_query, headers=provider.extra_headers
    )
    async with http.open(call) as answer:
        if answer.content_type != "application/json":
            raise ProviderError("no list", status=_NOT_THERE)
