"""What the bot promised and what it delivered, kept on disk; `open_store` is the door."""

from bot.store.store import SqliteStore, open_store

__all__ = ["SqliteStore", "open_store"]
