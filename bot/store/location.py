"""Where the database lies, and that nobody else looks into its folder."""

from pathlib import Path

from bot.core.errors import SettingsError
from bot.store.faults import blaming_disk

_SCHEME = "sqlite:///"


def path_of(url: str) -> Path:
    """`sqlite:///data/bot.db` is relative to the working directory, `sqlite:////var/lib/bot.db` is absolute.

    One file has one path: links are followed, or two processes could hold two locks on it.
    Raises `SettingsError`, which does not repeat the URL: one of another database may hold a password.
    """
    name = url.removeprefix(_SCHEME)
    if not url.startswith(_SCHEME) or not name or name.endswith("/") or name.startswith(":"):
        raise SettingsError("DATABASE_URL must be sqlite:/// and the path of a file, as in sqlite:///data/bot.db")
    return Path(name).resolve()


def make_private_folder(folder: Path) -> None:
    """Make the folder and what is missing above it, for this user only; what exists is left as it is."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    with blaming_disk(folder):
        for place in reversed(missing):
            place.mkdir(mode=0o700, exist_ok=True)
