"""Who asked, in the three columns that a turn and a job have for it."""

import json
from collections.abc import Collection

from bot.core.ids import Snowflake
from bot.core.session import Actor
from bot.store.database import Row, Value


def columns(actor: Actor) -> dict[str, Value]:
    return {"actor_id": actor.id, "actor_name": actor.name, "actor_roles": written_roles(actor.roles)}


def written_roles(roles: Collection[Snowflake]) -> str:
    return json.dumps(sorted(roles))


def of_row(row: Row) -> Actor:
    return Actor(id=row["actor_id"], name=row["actor_name"], roles=frozenset(json.loads(row["actor_roles"])))
