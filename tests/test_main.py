"""The verbs and their exit statuses: 0 well, 2 when an argument or a setting is wrong, which a sentence then names."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import VERBS

ROOT = Path(__file__).parents[1]
NEEDED = {"DISCORD_TOKEN": "a-token", "GEMINI_API_KEY": "a-key"}


def bot(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """`bot` in a process of its own, with nothing but these settings."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(folder)} | variables
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env=env,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_help_names_the_verbs(tmp_path: Path) -> None:
    """`bot --help` tells each verb and what it does."""
    ended = bot(tmp_path, "--help")

    assert ended.returncode == 0
    assert all(verb in ended.stdout for verb in VERBS)


@pytest.mark.parametrize("arguments", [(), ("dance",), ("run", "--fast")])
def test_an_argument_that_is_none_ends_with_2(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """No verb, an unknown one, or an option that no verb has: status 2 and the usage, before any setting is read."""
    ended = bot(tmp_path, *arguments)

    assert ended.returncode == 2
    assert "usage: bot" in ended.stderr
    assert "DISCORD_TOKEN" not in ended.stderr


@pytest.mark.parametrize("verb", ["run", "migrate", "rotate", "secret list"])
def test_missing_settings_are_named_one_a_line(tmp_path: Path, verb: str) -> None:
    """Without settings: status 2 and a sentence for each that is missing, no traceback."""
    ended = bot(tmp_path, *verb.split())

    assert ended.returncode == 2
    assert [line.split()[0] for line in ended.stderr.splitlines()] == ["DISCORD_TOKEN", "GEMINI_API_KEY"]
    assert ended.stdout == ""


def test_migrate_makes_the_database_and_ends(tmp_path: Path) -> None:
    """`bot migrate` makes the database and its key, for this user alone, and can be said again."""
    first = bot(tmp_path, "migrate", **NEEDED)
    made = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data").iterdir()}
    second = bot(tmp_path, "migrate", **NEEDED)

    assert (first.returncode, second.returncode) == (0, 0)
    assert made["bot.db"] & 0o077 == 0
    assert made["bot.db.key"] == 0o600
    assert "database.migrated" in first.stderr


def test_a_database_that_cannot_be_is_named(tmp_path: Path) -> None:
    """Where a directory stands in the database's place: status 2 and a sentence."""
    (tmp_path / "data" / "bot.db").mkdir(parents=True)
    ended = bot(tmp_path, "migrate", **NEEDED)

    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


def test_a_sealing_key_that_is_none_is_named_and_not_shown(tmp_path: Path) -> None:
    """A key that is no Fernet key: status 2, the setting's name, and the key in no output."""
    ended = bot(tmp_path, "migrate", **NEEDED, SECRET_KEYS="not-a-fernet-key")

    assert ended.returncode == 2
    assert "SECRET_KEYS" in ended.stderr
    assert "not-a-fernet-key" not in ended.stderr + ended.stdout


def test_the_playground_has_its_own_help(tmp_path: Path) -> None:
    """`bot playground --help` tells its options, and needs no setting."""
    ended = bot(tmp_path, "playground", "--help")

    assert ended.returncode == 0
    assert "--no-bot" in ended.stdout
