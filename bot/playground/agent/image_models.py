"""The image models by name: which ratios and sizes each of them makes, in which pixels, and what a picture counts."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

Pixels = tuple[int, int]
_OF_1K = {"1K": 1, "2K": 2, "4K": 4}
# At 1K. What is not documented for a model has an area near the size squared and sides that 16 divides.
_LATER: Mapping[str, Pixels] = {
    "1:1": (1024, 1024),
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
_WIDE: Mapping[str, Pixels] = {"1:4": (512, 2048), "4:1": (2048, 512), "1:8": (384, 3072), "8:1": (3072, 384)}
_FIRST: Mapping[str, Pixels] = {
    "1:1": (1024, 1024),
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
_SMALL: Mapping[str, Pixels] = {
    "9:16": (384, 688),
    "16:9": (688, 384),
    "1:8": (192, 1536),
    "8:1": (1536, 192),
}
_OLD_KINDS = ("image/png", "image/jpeg", "image/webp")


@dataclass(frozen=True, kw_only=True)
class ImageModel:
    """`tokens`: output tokens of a picture by its size. `kinds`: MIME types of pictures that it takes."""

    tokens: Mapping[str, int]
    pixels_1k: Mapping[str, Pixels]
    references: int = 14
    kinds: tuple[str, ...] = (*_OLD_KINDS, "image/heic", "image/heif")
    thinks: bool = True

    @property
    def sizes(self) -> tuple[str, ...]:
        return tuple(self.tokens)

    @property
    def ratios(self) -> tuple[str, ...]:
        return tuple(self.pixels_1k)

    def pixels(self, ratio: str, size: str) -> Pixels:
        """Width and height of a picture in a ratio and a size that the model has."""
        if size == "512":
            return _SMALL.get(ratio) or _near(512, ratio)
        width, height = self.pixels_1k[ratio]
        return width * _OF_1K[size], height * _OF_1K[size]

    def nearest(self, width: int, height: int) -> str:
        """The model's ratio that such a picture fits best."""
        return min(self.ratios, key=lambda ratio: abs(math.log(width / height) - math.log(_value(ratio))))


_PRO = ImageModel(tokens={"1K": 1120, "2K": 1120, "4K": 2000}, pixels_1k=_LATER)
IMAGE_MODELS: Mapping[str, ImageModel] = {
    "gemini-nano-banana-2.1": ImageModel(tokens={"1K": 1120, "2K": 1680, "4K": 3780}, pixels_1k={**_LATER, **_WIDE}),
    "gemini-3-pro-image": _PRO,
    "nano-banana-pro-preview": _PRO,
    "gemini-3.1-flash-image": ImageModel(
        tokens={"512": 747, "1K": 1120, "2K": 1680, "4K": 2520}, pixels_1k={**_LATER, **_WIDE}
    ),
    "gemini-3.1-flash-lite-image": ImageModel(tokens={"1K": 1120}, pixels_1k=_LATER),
    "gemini-2.5-flash-image": ImageModel(
        tokens={"1K": 1290}, pixels_1k=_FIRST, references=3, kinds=_OLD_KINDS, thinks=False
    ),
}


def is_offered(model: str) -> bool:
    """Text models by their family, image models by their exact name."""
    if model in IMAGE_MODELS:
        return True
    return model.startswith(("gemini-", "gemma-")) and not re.search("image|banana", model)


def _near(side: int, ratio: str) -> Pixels:
    root = math.sqrt(_value(ratio))
    return round(side * root / 16) * 16, round(side / root / 16) * 16


def _value(ratio: str) -> float:
    width, height = ratio.split(":")
    return int(width) / int(height)
