"""docs/pictures.md says what the table of image models says."""

from pathlib import Path

from bot.core.imagine.image_models import AS_OF, IMAGE_MODELS, ImageModel

DOCUMENT = Path(__file__).parents[3] / "docs" / "pictures.md"


def row(model: ImageModel) -> str:
    sizes = ", ".join(f"{size} ≈ ${price:g}" for size, price in model.dollars.items())
    return f"| `{model.id}` | {sizes} | {' '.join(model.ratios)} | {model.references} |"


def table() -> str:
    head = ["| Model | Sizes, and dollars for one | Shapes | Looks at most at |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *map(row, IMAGE_MODELS.values())])


def test_the_document_has_the_table() -> None:
    """Every model with its sizes, prices, shapes and references, as the bot has them."""
    text = DOCUMENT.read_text()

    assert table() in text
    assert f"quoted them in {AS_OF}" in text
