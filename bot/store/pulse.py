"""One row that is written only to see whether anything can be written."""

from bot.store.database import Transaction


async def beat(transaction: Transaction) -> None:
    """A number that changes: what stays as it was may not reach the disk."""
    await transaction.run("UPDATE pulse SET beats = beats + 1")
