"""Plain talk: a short answer, a long one, the talk said back, pictures told."""

from collections.abc import Iterator

from bot.playground.gateways.answer import Piece, Text
from bot.playground.gateways.scripts.stage import Stage, quoted

_REPORT = """# On lanterns

A lantern keeps a flame from the wind. What follows has **bold**, *italics*, `code`, lists, a table and a link.

## Kinds

| Kind | Fuel | Hours |
| :--- | :---: | ---: |
| Hand lantern | oil | 8 |
| Storm lantern | paraffin | 20 |
| Paper lantern | a candle | 2 |

1. Fill it.
   - Not to the brim.
2. Trim the wick.

```python
def burns(hours: float, *, fuel: float) -> bool:
    return hours * 0.03 <= fuel
```

> What gives light must endure burning.

More in [the playground's first page](https://example.org/playground/lanterns).
"""
_MORE = """
## Evening {number}

On evening {number} the lantern was lit at dusk and carried along the harbour wall. The wind came from the west,
the flame leaned and stood up again. Größe, 光, 🏮: all of it was seen by its light, and all of it was written down.
"""


def usual(stage: Stage) -> Iterator[Piece]:
    yield Text(
        stage.introduced(
            f"You asked: “{quoted(stage.prompt)}”.\n\nThat was for **{stage.asked.model.name}** "
            f"on `{stage.desk.platform.name}`. Ask for something `short` or something `long`, tell me to `think`, "
            "or name one of your functions.\n"
        )
    )


def short(stage: Stage) -> Iterator[Piece]:
    yield Text(stage.introduced("Hello! This is a short answer."))


def long(stage: Stage) -> Iterator[Piece]:
    yield Text(stage.introduced(_REPORT))


def very_long(stage: Stage) -> Iterator[Piece]:
    """Over 12,000 characters."""
    yield Text(stage.introduced(_REPORT) + evenings(48))


def evenings(count: int) -> str:
    return "".join(_MORE.format(number=number) for number in range(1, count + 1))


def memory(stage: Stage) -> Iterator[Piece]:
    """What the request itself holds of the talk: nothing is kept here."""
    told = "\n".join(f"{number}. “{quoted(text)}”" for number, text in enumerate(stage.asked.earlier, 1))
    yield Text(f"You told me {len(stage.asked.earlier)} thing(s) before this.\n\n{told}".strip())


def seen(stage: Stage) -> Iterator[Piece]:
    """Says what was given, as it really is."""
    pictures = stage.asked.pictures
    lines = "\n".join(f"{number}. {given.told()}" for number, given in enumerate(pictures, 1))
    yield Text(stage.introduced(f"You gave me {len(pictures)} file(s):\n\n{lines}\n"))


def apology(_: Stage) -> Iterator[Piece]:
    """Some gateways answer an error as if the model had said it."""
    yield Text("错误: the upstream account was refused (403)")


def nothing(_: Stage) -> Iterator[Piece]:
    yield from ()
