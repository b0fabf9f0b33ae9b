"""A picture that was ordered of an image model, after it was judged."""

from dataclasses import dataclass

from bot.playground.agent.image_models import ImageModel


@dataclass(frozen=True, kw_only=True)
class Order:
    """`ratio` None follows the first picture there is to work from. `brought` are the pictures of the input."""

    model: ImageModel
    ratio: str | None
    size: str
    by_address: bool = False
    with_text: bool = False
    brought: tuple[bytes, ...] = ()
    seed: int | None = None

    @property
    def tokens(self) -> int:
        return self.model.tokens[self.size]
