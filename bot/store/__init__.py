"""What the bot promised and what it delivered, kept on disk; `open_store` is the door."""

from bot.store.job_store import SqliteJobs
from bot.store.secrets import SqliteSecrets, open_secrets
from bot.store.store import SqliteStore, open_store

__all__ = ["SqliteJobs", "SqliteSecrets", "SqliteStore", "open_secrets", "open_store"]
