"""A request after it was judged, the same for all four protocols: what the scripts work with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.gateways.conditions import Conditions
from bot.playground.gateways.given import Given
from bot.playground.gateways.model_names import Model
from bot.playground.gateways.pixels import Size
from bot.playground.gateways.platforms import Endpoint, Platform
from bot.playground.gateways.signatures import Signatures

JsonObject = dict[str, Any]
Witness = Callable[[str, str], None]
"""Takes a rule's name and a sentence: a violation."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Where a request is judged. `fetch` finds a file by its address in the gateway's own storage alone."""

    platform: Platform
    endpoint: Endpoint
    conditions: Conditions
    signatures: Signatures
    query: Mapping[str, str]
    note: Witness
    fetch: Callable[[str], bytes | None]


@dataclass(frozen=True)
class Function:
    name: str
    schema: JsonObject


@dataclass(frozen=True)
class Result:
    """What came of a function call that an earlier answer made."""

    name: str
    told: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`prompt` is the last turn's text, `earlier` the user's former ones; `turn` names what is answered, for signing.

    `results` are there only while the talk waits for them: an answer to them follows.
    """

    model: Model
    size: Size
    prompt: str
    turn: str
    earlier: tuple[str, ...] = ()
    pictures: tuple[Given, ...] = ()
    functions: tuple[Function, ...] = ()
    results: tuple[Result, ...] = ()
    stream: bool = False
    thinks: bool = False
    max_tokens: int | None = None
