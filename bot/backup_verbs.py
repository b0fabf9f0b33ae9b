"""`bot backup` and `bot restore`: a copy of the database, and back again, and what is said of the keys it needs."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path

from bot.settings import Settings
from bot.store.backup import Backup, back_up
from bot.store.restore import Restored, restore


def add_backup(parser: ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", type=Path, help="the file to make")
    parser.add_argument("--replace", action="store_true", help="also where there is one")


def add_restore(parser: ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", type=Path, help="a file that bot backup has made")


async def obey(settings: Settings, arguments: Namespace) -> str:
    """What is then said."""
    path: Path = arguments.path
    if arguments.verb == "backup":
        made = await back_up(settings.database_url, to=path, replace=arguments.replace)
        return _told_of_backup(made, settings)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    done = await restore(settings.database_url, source=path, given_keys=settings.secret_keys, stamp=stamp)
    return _told_of_restore(done)


def _told_of_backup(done: Backup, settings: Settings) -> str:
    keys = ["SECRET_KEYS"] if settings.secret_keys else []
    keys += [f"the key file {done.key_file}"] if done.key_file else []
    first = f"{done.path}: {_written(done.size)}, schema {done.schema}, checked."
    if not keys:
        return f"{first} No key that opens its secrets was found here: keep the one that the bot runs with."
    what = " and ".join(keys)
    return (
        f"{first} Not in it: {what}. Without that no stored secret opens: keep it too, in another place than this copy."
    )


def _told_of_restore(done: Restored) -> str:
    told = [f"The database has schema {done.schema} again; `bot run` brings it to its own."]
    if done.aside:
        told.append(f"What was there before is {done.aside}.")
    if done.lost:
        told.append(
            f"No key that is here opens {done.lost} of its {done.sealed} stored secrets: before the bot starts, "
            f"put the key file back as {done.key_file}, or the key into SECRET_KEYS."
        )
    elif done.sealed:
        told.append(f"Its stored secrets ({done.sealed}) open with the keys that are here.")
    return " ".join(told)


def _written(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} kB"
