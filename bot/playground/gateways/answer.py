"""What a script answers, before a protocol dresses it."""

from dataclasses import dataclass, field
from typing import Any

STOP = "STOP"


@dataclass(frozen=True)
class Thought:
    text: str


@dataclass(frozen=True)
class Text:
    """`after_s`: what it takes until then, at speed 1; the same of a picture."""

    text: str
    after_s: float = 0.0


@dataclass(frozen=True)
class Picture:
    """`mime` is the label, which may be wrong. A draft is a picture among the thoughts."""

    data: bytes
    mime: str = "image/png"
    is_draft: bool = False
    after_s: float = 0.0


@dataclass(frozen=True)
class Call:
    id: str
    name: str
    arguments: dict[str, Any]


Piece = Thought | Text | Picture | Call


@dataclass(frozen=True, kw_only=True)
class Answer:
    """`finish` in Gemini's words (STOP, MAX_TOKENS, SAFETY, …); `blocked` is why the prompt was not even read.

    `pause_s` between two pieces of a stream, at speed 1.
    """

    pieces: tuple[Piece, ...] = ()
    finish: str = STOP
    blocked: str = ""
    manner: frozenset[str] = field(default_factory=frozenset)
    pause_s: float = 0.02

    @property
    def calls(self) -> tuple[Call, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Call))

    @property
    def work_s(self) -> float:
        """What making it takes, at speed 1."""
        return sum(piece.after_s for piece in self.pieces if isinstance(piece, Text | Picture))

    @property
    def tokens(self) -> int:
        return sum(_tokens(piece) for piece in self.pieces)

    @property
    def thought_tokens(self) -> int:
        return sum(_tokens(piece) for piece in self.pieces if isinstance(piece, Thought))


def tokens_in(text: str) -> int:
    return -(-len(text) // 4)


def _tokens(piece: Piece) -> int:
    match piece:
        case Thought(text) | Text(text=text):
            return tokens_in(text)
        case Call(_, name, arguments):
            return tokens_in(name + str(arguments))
        case Picture():
            return 1120
