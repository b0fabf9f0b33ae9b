"""The message that a turn is about, in its own row."""

import json
from dataclasses import asdict

from pydantic import TypeAdapter

from bot.core.quotation import Quotation

_QUOTATION: TypeAdapter[Quotation] = TypeAdapter(Quotation)


def written(quotation: Quotation | None) -> str:
    """Not escaped to ASCII: so the driver mends it as it mends all text."""
    return "" if quotation is None else json.dumps(asdict(quotation), ensure_ascii=False)


def read(text: str) -> Quotation | None:
    return _QUOTATION.validate_json(text) if text else None
