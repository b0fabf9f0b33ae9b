"""Models behind conventional APIs: what cannot be had of one."""

SENTENCES: dict[str, str] = {
    "models.no_pictures": "{model} makes no pictures, so it has neither shapes nor sizes. Choose a model that makes some.",
    "models.ratio": "{model} makes no pictures in the shape {ratio}. It has {ratios}.",
    "models.size": "{model} makes no pictures of size {size}. It has {sizes}.",
    "models.no_ratio_here": "{model} cannot be asked for a shape over the endpoint `{endpoint}`. The bot's operator can configure another one.",
    "models.no_size_here": "{model} cannot be asked for a size over the endpoint `{endpoint}`. The bot's operator can configure another one.",
    "models.no_original": "{model} has no other original than the picture that it gives.",
}
