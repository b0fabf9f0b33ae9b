"""The image models and all that differs between them: one table of ratios, sizes, references, prices and pixels."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import log, sqrt
from typing import Any, Self

AS_OF = "2026-10"
"""Google's pricing page for the Gemini API, as others quoted it in this month; estimates, always marked ≈."""

TEN_RATIOS = ("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9")
FOURTEEN_RATIOS = (*TEN_RATIOS, "1:4", "4:1", "1:8", "8:1")
SIZES: Mapping[str, int] = {"512": 512, "1K": 1024, "2K": 2048, "4K": 4096}
"""Google's words for a size, and the side in pixels of a square of it, smallest first."""
GOOGLE = "google"

_PIXELS_OF_1K: Mapping[str, tuple[int, int]] = {
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
    "1:8": (384, 3072),
    "8:1": (3072, 384),
}
_PIXELS_OF_2_5: Mapping[str, tuple[int, int]] = {
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageModel:
    """`id`: of Google's own as they call it, of another provider's `provider/model`. `sizes`: smallest first.

    `dollars`: per picture, by size, where it is known. `references`: the most pictures it looks at. `gives_original`:
    its larger size is the picture as the service keeps it, watermarked for most accounts.
    """

    id: str
    sizes: tuple[str, ...]
    dollars: Mapping[str, float] = field(default_factory=dict)
    ratios: tuple[str, ...] = FOURTEEN_RATIOS
    references: int = 14
    provider: str = GOOGLE
    pixels: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    gives_original: bool = False

    @property
    def usual_size(self) -> str:
        """What it makes when nobody asks for a size."""
        return "1K" if "1K" in self.sizes else self.sizes[0]

    def larger_than(self, longest: int) -> tuple[str, ...]:
        """The sizes that are larger than a picture whose square root of pixels is `longest`."""
        return tuple(size for size in self.sizes if SIZES[size] > longest * 1.2)

    def pixels_of(self, ratio: str, size: str) -> tuple[int, int]:
        """(width, height) that this ratio and size come to; where Google tells none, about as much area."""
        width, height = self.pixels.get(ratio) or _PIXELS_OF_1K.get(ratio) or _about(ratio)
        scale = SIZES[size] / SIZES["1K"]
        return round(width * scale), round(height * scale)

    def nearest_ratio(self, width: float, height: float) -> str:
        return min(self.ratios, key=lambda ratio: abs(log(width / height) - log(number_of(ratio))))


def number_of(ratio: str) -> float:
    """`16:9` as 1.78."""
    width, _, height = ratio.partition(":")
    return int(width) / int(height)


def _about(ratio: str) -> tuple[int, int]:
    height = SIZES["1K"] / sqrt(number_of(ratio))
    return _step(height * number_of(ratio)), _step(height)


def _step(side: float) -> int:
    return max(16, round(side / 16) * 16)


def _googles(name: str, dollars: Mapping[str, float], **others: Any) -> ImageModel:
    return ImageModel(id=name, sizes=tuple(dollars), dollars=dollars, **others)


_PRO = {"1K": 0.134, "2K": 0.134, "4K": 0.24}
IMAGE_MODELS: Mapping[str, ImageModel] = {
    model.id: model
    for model in (
        _googles("gemini-nano-banana-2.1", {"1K": 0.034, "2K": 0.050, "4K": 0.113}),
        _googles("gemini-3-pro-image", _PRO, ratios=TEN_RATIOS),
        _googles("nano-banana-pro-preview", _PRO, ratios=TEN_RATIOS),
        _googles("gemini-3.1-flash-image", {"512": 0.045, "1K": 0.067, "2K": 0.101, "4K": 0.151}),
        _googles("gemini-3.1-flash-lite-image", {"1K": 0.034}, ratios=TEN_RATIOS),
        _googles("gemini-2.5-flash-image", {"1K": 0.039}, ratios=TEN_RATIOS, references=3, pixels=_PIXELS_OF_2_5),
    )
}
"""Google's own."""


@dataclass(frozen=True, slots=True)
class ImageModels:
    """All that are offered here, by id. `usual`: where nobody chooses, or a picture's own is gone."""

    known: Mapping[str, ImageModel]
    usual: str

    @classmethod
    def of(cls, models: Iterable[ImageModel], *, usual: str = "") -> Self:
        """`usual`: empty for the first one. Raises KeyError where it is none of them."""
        known = {model.id: model for model in models}
        return cls(known, known[usual].id if usual else next(iter(known), ""))

    def __bool__(self) -> bool:
        return bool(self.known)

    def get(self, name: str) -> ImageModel | None:
        return self.known.get(name)

    def or_usual(self, name: str) -> ImageModel:
        """Where there are none at all, one that nothing can be asked of, so that old pictures keep their looks."""
        return self.known.get(name) or self.known.get(self.usual) or ImageModel(id="", sizes=("1K",))

    def __iter__(self) -> Iterator[ImageModel]:
        return iter(self.known.values())
