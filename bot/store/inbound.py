"""What people sent, each claimed once, with what is needed to answer it after a restart."""

from bot.core.ids import Milliseconds, Snowflake, TurnId
from bot.core.imagine.job import JobId
from bot.core.session import ItxReply
from bot.store.database import Database, Row, Transaction, only
from bot.store.vault import Vault


def token_key(origin: str) -> str:
    """The name under which an origin's token is sealed."""
    return f"inbound.token/{origin}"


async def seal(vault: Vault, origin: str, itx: ItxReply | None) -> str | None:
    return None if itx is None else await vault.seal_aside(token_key(origin), itx.token)


async def claim(
    transaction: Transaction, origin: str, *, at: Milliseconds, itx: ItxReply | None, sealed: str | None
) -> bool:
    """False when it was claimed before. `sealed` is the token of `itx`, never the token itself."""
    rows = await transaction.run(
        """
        INSERT INTO inbound (origin, claimed_at, itx, application, token, itx_at, is_private)
        VALUES (:origin, :at, :itx, :application, :sealed, :itx_at, :is_private)
        ON CONFLICT (origin) DO NOTHING
        RETURNING origin""",
        origin=origin,
        at=at,
        itx=None if itx is None else itx.itx,
        application=None if itx is None else itx.application,
        sealed=sealed,
        itx_at=None if itx is None else itx.at,
        is_private=int(itx is not None and itx.is_private),
    )
    return bool(rows)


async def reply_of_turn(database: Database, turn: TurnId, vault: Vault) -> ItxReply | None:
    """How to answer the itx that began the turn; None where a message did."""
    rows = await database.read(
        """
        SELECT inbound.origin, inbound.itx, inbound.application, inbound.token, inbound.itx_at, inbound.is_private
        FROM inbound JOIN turn ON turn.origin = inbound.origin
        WHERE turn.id = :turn AND inbound.itx IS NOT NULL""",
        turn=turn,
    )
    row = only(rows)
    return None if row is None else _reply(row, vault)


async def reply_of_job(database: Database, job: JobId, vault: Vault) -> ItxReply | None:
    """As of a turn."""
    rows = await database.read(
        """
        SELECT inbound.origin, inbound.itx, inbound.application, inbound.token, inbound.itx_at, inbound.is_private
        FROM inbound JOIN job ON job.origin = inbound.origin
        WHERE job.id = :job AND inbound.itx IS NOT NULL""",
        job=job,
    )
    row = only(rows)
    return None if row is None else _reply(row, vault)


def _reply(row: Row, vault: Vault) -> ItxReply:
    return ItxReply(
        itx=Snowflake(row["itx"]),
        application=Snowflake(row["application"]),
        token=vault.open(token_key(row["origin"]), row["token"]).get_secret_value(),
        at=Milliseconds(row["itx_at"]),
        is_private=bool(row["is_private"]),
    )
