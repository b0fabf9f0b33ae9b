"""The files that go along with a turn, in its own row."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from pydantic import TypeAdapter

from bot.core.attachments import Attachment
from bot.core.ids import TurnId
from bot.store.database import Database, Transaction

_ATTACHMENTS: TypeAdapter[tuple[Attachment, ...]] = TypeAdapter(tuple[Attachment, ...])


def written(attachments: Sequence[Attachment]) -> str:
    """Not escaped to ASCII: so the driver mends a file's name as it mends all text."""
    return json.dumps([asdict(one) for one in attachments], ensure_ascii=False)


def read(text: str) -> tuple[Attachment, ...]:
    return () if text == "[]" else _ATTACHMENTS.validate_json(text)


async def replace(transaction: Transaction, turn: TurnId, attachments: Sequence[Attachment]) -> None:
    """Raises ValueError where the turn is unknown."""
    rows = await transaction.run(
        "UPDATE turn SET attachments = :attachments WHERE id = :turn RETURNING id",
        turn=turn,
        attachments=written(attachments),
    )
    if not rows:
        raise ValueError(f"there is no turn {turn}")


async def before(database: Database, turn: TurnId) -> tuple[Attachment, ...]:
    """Those of the session's earlier turns."""
    rows = await database.read(
        """
        SELECT earlier.attachments FROM turn JOIN turn AS earlier ON earlier.session = turn.session
        WHERE turn.id = :turn AND (earlier.created_at, earlier.id) < (turn.created_at, turn.id)
          AND earlier.attachments <> '[]'
        ORDER BY earlier.created_at, earlier.id""",
        turn=turn,
    )
    return tuple(one for row in rows for one in read(row["attachments"]))
