"""Settings → objects, for what is asked of providers: the agent's service, and models behind conventional APIs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial

import aiohttp

from bot.core.errors import SettingsError
from bot.core.imagine.image_models import GOOGLE, IMAGE_MODELS, ImageModels
from bot.core.imagine.ports import Painter
from bot.core.models.painting import image_models_of
from bot.core.models.provider import Provider
from bot.core.ports import Clock, Files
from bot.core.supply_ports import Machines, Secrets
from bot.providers.agents import Agents, NoFiles
from bot.providers.interactions.client import InteractionsAgent
from bot.providers.interactions.files import InteractionsFiles
from bot.providers.interactions.painter import InteractionsPainter
from bot.providers.interactions.uploads import InteractionsMachines
from bot.providers.models.agent import ModelAgent
from bot.providers.models.lines import Lines
from bot.providers.models.painter import ModelPainter
from bot.providers.models.speeches import SPEECHES
from bot.providers_file import Configured, Gateway, check_model, read_providers, with_secrets
from bot.settings import Settings
from bot.store.store import SqliteStore
from bot.turns.supplies import NoMachines


async def configured(settings: Settings, secrets: Secrets) -> dict[str, Configured]:
    """The providers by name, with their keys. Raises SettingsError."""
    key = settings.gateway_key
    gateway = Gateway(base=settings.gateway_base, key=key) if settings.gateway_base and key else None
    found = await with_secrets(read_providers(settings.providers, gateway), secrets)
    check_model(settings.model, found)
    return found


@dataclass(frozen=True, kw_only=True)
class Services:
    """Whom this bot can ask. Without `GEMINI_API_KEY` there are neither the agent nor machines, only models."""

    settings: Settings
    store: SqliteStore
    session: aiohttp.ClientSession
    clock: Clock
    providers: Mapping[str, Configured]

    @cached_property
    def known(self) -> Mapping[str, Provider]:
        return {name: one.provider for name, one in self.providers.items()}

    @property
    def has_agent(self) -> bool:
        return self.settings.gemini_api_key is not None

    @cached_property
    def lines(self) -> Lines:
        keys = {name: one.key for name, one in self.providers.items() if one.key}
        return Lines(self.session, providers=self.known, keys=keys, speeches=SPEECHES)

    @cached_property
    def models(self) -> ModelAgent:
        return ModelAgent(self.lines, runs=self.store.model_runs, media=self.store.media, clock=self.clock)

    @cached_property
    def agent(self) -> Agents:
        s = self.settings
        if s.gemini_api_key is None:
            return Agents(None, self.models)
        service = InteractionsAgent(
            self.session, base=s.gemini_api_base, version=s.gemini_api_version, key=s.gemini_api_key
        )
        return Agents(service, self.models)

    @cached_property
    def files(self) -> Files:
        s = self.settings
        if s.gemini_api_key is None:
            return NoFiles()
        return InteractionsFiles(
            self.session, base=s.gemini_api_base, version=s.gemini_api_version, key=s.gemini_api_key
        )

    @cached_property
    def machines(self) -> Machines:
        s = self.settings
        if s.gemini_api_key is None:
            return NoMachines()
        return InteractionsMachines(
            self.session, base=s.gemini_api_base, version=s.gemini_api_version, key=s.gemini_api_key
        )

    @cached_property
    def painters(self) -> Mapping[str, Painter]:
        s, lines = self.settings, self.lines
        painters: dict[str, Painter] = {
            name: ModelPainter(lines.to(name), asker=lines.asker, fetching=partial(lines.fetching, name))
            for name in self.known
        }
        if s.gemini_api_key is not None:
            painters[GOOGLE] = InteractionsPainter(
                self.session, base=s.gemini_api_base, version=s.gemini_api_version, key=s.gemini_api_key
            )
        return painters

    @cached_property
    def image_models(self) -> ImageModels:
        """Google's own first, so that one of them is the usual one."""
        googles = IMAGE_MODELS.values() if self.has_agent else ()
        offered = [model for provider in self.known.values() for model in image_models_of(provider)]
        try:
            return ImageModels.of((*googles, *offered), usual=self.settings.image_model)
        except KeyError:
            raise SettingsError(
                "IMAGE_MODEL names no image model that is known here: docs/pictures.md and docs/gateways.md list them."
            ) from None

    async def close(self) -> None:
        """What models have said so far is kept; before the store is closed."""
        await self.models.close()
        await self.lines.close()
