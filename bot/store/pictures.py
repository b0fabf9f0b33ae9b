"""A job's pictures, each written before its model is asked, so that none is paid for twice."""

from collections.abc import Sequence

from bot.core.ids import RunId
from bot.core.imagine.job import JobId, Picture, PictureId, PictureState
from bot.store.database import Database, Row, Transaction


async def add(transaction: Transaction, picture: Picture) -> None:
    await transaction.run(
        """
        INSERT INTO picture (job, number, state, run, file, width, height, dollars, reason, detail)
        VALUES (:job, :number, :state, :run, :file, :width, :height, :dollars, :reason, :detail)""",
        job=picture.id.job,
        number=picture.id.number,
        state=picture.state,
        run=picture.run,
        file=picture.file,
        width=picture.width,
        height=picture.height,
        dollars=picture.dollars,
        reason=picture.reason,
        detail=picture.detail,
    )


async def of_job(database: Database, job: JobId) -> tuple[Picture, ...]:
    rows = await database.read("SELECT * FROM picture WHERE job = :job ORDER BY number", job=job)
    return tuple(_picture(row) for row in rows)


async def called(transaction: Transaction, picture: PictureId) -> None:
    """Raises ValueError where it was called before, or is unknown."""
    rows = await transaction.run(
        """
        UPDATE picture SET state = 'called'
        WHERE job = :job AND number = :number AND state = 'pending'
        RETURNING number""",
        job=picture.job,
        number=picture.number,
    )
    _refuse_unchanged(picture, rows, "called")


async def not_called(transaction: Transaction, picture: PictureId) -> None:
    """Raises ValueError where it was not called, or has a run: then the provider took it."""
    rows = await transaction.run(
        """
        UPDATE picture SET state = 'pending'
        WHERE job = :job AND number = :number AND state = 'called' AND run IS NULL
        RETURNING number""",
        job=picture.job,
        number=picture.number,
    )
    _refuse_unchanged(picture, rows, "taken back")


async def ran(transaction: Transaction, picture: PictureId, run: RunId) -> None:
    """Raises ValueError where it is not called, or has another run."""
    rows = await transaction.run(
        """
        UPDATE picture SET run = :run
        WHERE job = :job AND number = :number AND state = 'called' AND (run IS NULL OR run = :run)
        RETURNING number""",
        job=picture.job,
        number=picture.number,
        run=run,
    )
    _refuse_unchanged(picture, rows, f"run as {run}")


async def failed(transaction: Transaction, picture: PictureId, *, reason: str, detail: str) -> None:
    """The last reason is kept. Raises ValueError where it is made, or unknown."""
    rows = await transaction.run(
        """
        UPDATE picture SET state = 'failed', reason = :reason, detail = :detail
        WHERE job = :job AND number = :number AND state <> 'made'
        RETURNING number""",
        job=picture.job,
        number=picture.number,
        reason=reason,
        detail=detail,
    )
    _refuse_unchanged(picture, rows, "failed")


async def made(transaction: Transaction, picture: Picture) -> None:
    """Raises ValueError where it is made or failed already, or is unknown. Its run is the one written before."""
    rows = await transaction.run(
        """
        UPDATE picture SET state = 'made', file = :file, width = :width, height = :height, dollars = :dollars
        WHERE job = :job AND number = :number AND state IN ('pending', 'called')
        RETURNING number""",
        job=picture.id.job,
        number=picture.id.number,
        file=picture.file,
        width=picture.width,
        height=picture.height,
        dollars=picture.dollars,
    )
    _refuse_unchanged(picture.id, rows, "made")


def _refuse_unchanged(picture: PictureId, rows: Sequence[Row], verb: str) -> None:
    if not rows:
        raise ValueError(f"picture {picture} cannot be {verb}: its state does not allow it, or it is unknown")


def _picture(row: Row) -> Picture:
    return Picture(
        id=PictureId(row["job"], row["number"]),
        state=PictureState(row["state"]),
        run=row["run"],
        file=row["file"],
        width=row["width"],
        height=row["height"],
        dollars=row["dollars"],
        reason=row["reason"],
        detail=row["detail"],
    )
