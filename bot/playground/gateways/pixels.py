"""Which pixel size a picture has, from a ratio and a resolution or from an exact size."""

import math
import re
from collections.abc import Mapping

from bot.playground.gateways.errors import GatewayError
from bot.playground.gateways.platforms import RESOLUTIONS

Size = tuple[int, int]
_RATIO = re.compile(r"([1-9]\d{0,3}):([1-9]\d{0,3})")
_SIZE = re.compile(r"([1-9]\d{0,4})x([1-9]\d{0,4})")
_MOST_PIXELS = 64_000_000
_STEP = 16
_BUDGET = 1024 * 1024
_FACTORS = dict(zip(RESOLUTIONS, (1, 2, 4), strict=True))
# What the two models really give at 1K; other ratios are worked out.
_FLASH: Mapping[str, Size] = {
    "2:3": (832, 1248),
    "3:2": (1248, 832),
    "3:4": (864, 1184),
    "4:3": (1184, 864),
    "4:5": (896, 1152),
    "5:4": (1152, 896),
    "9:16": (768, 1344),
    "16:9": (1344, 768),
    "21:9": (1536, 672),
}
_PRO: Mapping[str, Size] = {
    "2:3": (848, 1264),
    "3:2": (1264, 848),
    "3:4": (896, 1200),
    "4:3": (1200, 896),
    "4:5": (928, 1152),
    "5:4": (1152, 928),
    "9:16": (768, 1376),
    "16:9": (1376, 768),
    "21:9": (1584, 672),
}


def size_for(model: str, *, ratio: str, resolution: str) -> Size:
    """Raises GatewayError: any ratio will do, if it is one; resolutions are written with a capital K."""
    found = _RATIO.fullmatch(ratio)
    if found is None or resolution not in RESOLUTIONS:
        raise GatewayError("bad_parameter", f"{ratio}, {resolution}")
    table = _FLASH if model.startswith("gemini-2.5-") else _PRO
    width, height = table.get(ratio) or _worked_out(int(found[1]) / int(found[2]))
    factor = _FACTORS[resolution]
    return _allowed(width * factor, height * factor)


def exact(size: str) -> Size:
    """`widthxheight`, any numbers. Raises GatewayError."""
    found = _SIZE.fullmatch(size)
    if found is None:
        raise GatewayError("bad_parameter", f"size, {size}")
    return _allowed(int(found[1]), int(found[2]))


def _worked_out(ratio: float) -> Size:
    height = math.sqrt(_BUDGET / ratio)
    return _stepped(height * ratio), _stepped(height)


def _stepped(length: float) -> int:
    return max(_STEP, round(length / _STEP) * _STEP)


def _allowed(width: int, height: int) -> Size:
    if width * height > _MOST_PIXELS:
        raise GatewayError("bad_parameter", f"size, {width}x{height}")
    return width, height
