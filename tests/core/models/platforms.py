"""The two platforms as they ship."""

from bot.core.models.provider import Provider
from bot.providers_file import PRESETS, preset

PLATFORMS: dict[str, Provider] = {name: preset(name, base=f"https://gateway.example/{name}") for name in PRESETS}
