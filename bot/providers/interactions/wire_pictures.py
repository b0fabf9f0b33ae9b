"""The body that asks an image model for a picture."""

from typing import Literal

from pydantic import TypeAdapter

from bot.providers.interactions.wire import Media, Text, Wire


class ImageFormat(Wire):
    """JPEG is the only kind that is published as one to ask for; another one may come all the same."""

    type: Literal["image"] = "image"
    mime_type: Literal["image/jpeg"] = "image/jpeg"
    aspect_ratio: str | None = None
    image_size: str | None = None


class Paint(Wire):
    """The body of POST /interactions in its model form, as far as we use it."""

    model: str
    input: list[Text | Media]
    background: bool = True
    response_format: ImageFormat


_paints = TypeAdapter(Paint)


def paint_json(paint: Paint) -> bytes:
    return _paints.dump_json(paint, exclude_none=True)
