"""Judges what is asked of an image model as strictly as the model itself would."""

from typing import Any

from bot.playground.agent.brought import brought_pictures
from bot.playground.agent.create import JsonObject
from bot.playground.agent.errors import invalid
from bot.playground.agent.formats import checked_formats, checked_generation, checked_modalities
from bot.playground.agent.image_models import IMAGE_MODELS, ImageModel
from bot.playground.agent.order import Order

_DELIVERIES = ("inline", "uri")


def ordered(body: JsonObject, steps: tuple[JsonObject, ...]) -> Order | None:
    """None where no picture is wanted: of a text model, or when only text was asked for. Raises AgentError."""
    formats = checked_formats(body.get("response_format"))
    modalities = checked_modalities(body.get("response_modalities"))
    config = checked_generation(body.get("generation_config", {}))
    model = IMAGE_MODELS.get(body["model"])
    if model is None:
        if config or "image" in formats or "image" in (modalities or ()):
            raise invalid(f"Model '{body['model']}' does not make images.")
        return None
    if other := set(formats) - {"text", "image"}:
        raise invalid(f"Model '{body['model']}' does not support a response_format of the kind {', '.join(other)}.")
    wanted = tuple(formats) or modalities or ("image",)
    form = config | formats.get("image", {})
    order = _order(model, form, brought_pictures(steps, model), with_text="text" in wanted, seed=_seed(body))
    return order if "image" in wanted else None


def _order(
    model: ImageModel, form: JsonObject, brought: tuple[bytes, ...], *, with_text: bool, seed: int | None
) -> Order:
    if form.get("mime_type", "image/jpeg") != "image/jpeg":
        raise invalid("response_format.mime_type must be image/jpeg.")
    return Order(
        model=model,
        ratio=_one_of(model.ratios, form.get("aspect_ratio"), "aspect_ratio"),
        size=_one_of(model.sizes, form.get("image_size"), "image_size") or "1K",
        by_address=_one_of(_DELIVERIES, form.get("delivery"), "delivery") == "uri",
        with_text=with_text,
        brought=brought,
        seed=seed,
    )


def _one_of(choices: tuple[str, ...], value: Any, name: str) -> str | None:
    if value is not None and value not in choices:
        raise invalid(f"{name} must be one of {', '.join(choices)} for this model, not '{value}'.")
    return None if value is None else str(value)


def _seed(body: JsonObject) -> int | None:
    seed = body.get("generation_config", {}).get("seed")
    if seed is not None and type(seed) is not int:
        raise invalid("generation_config.seed must be a whole number.")
    return seed
