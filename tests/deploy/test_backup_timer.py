"""bot-backup.timer and its service: systemd reads them, little is left open, and their command makes a copy."""

import re
import shlex
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.deploy.test_unit import analyzed, needs_systemd
from tests.deploy.unit import DEPLOY

SERVICE = DEPLOY / "bot-backup.service"
TIMER = DEPLOY / "bot-backup.timer"
PROGRAM = "/opt/discord-agent-bot/.venv/bin/bot"
COPIES = "/var/backups/discord-agent-bot"


@needs_systemd
def test_systemd_understands_both(tmp_path: Path) -> None:
    """Nothing is complained of, under the names that they get where they are installed."""
    for unit in (SERVICE, TIMER):
        (tmp_path / f"discord-agent-{unit.name}").write_text(unit.read_text())
    verified = analyzed(
        "verify", str(tmp_path / f"discord-agent-{TIMER.name}"), str(tmp_path / f"discord-agent-{SERVICE.name}")
    )

    assert (verified.returncode, verified.stdout + verified.stderr) == (0, "")


@needs_systemd
def test_the_copy_leaves_little_open() -> None:
    """It needs no network: systemd's measure of exposure, from 0 to 10, is at most 1."""
    measured = analyzed("security", "--offline=true", "--threshold=10", str(SERVICE))

    assert measured.returncode == 0, measured.stdout


def test_its_command_makes_the_copy_of_this_weekday(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read as systemd reads it, it copies the database, and replaces the copy of a week ago."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/bot.db")
    monkeypatch.setenv("DISCORD_TOKEN", "token")
    monkeypatch.setenv("GEMINI_API_KEY", "key")
    subprocess.run([sys.executable, "-m", "bot", "migrate"], check=True, capture_output=True)
    days = {str(datetime.now().astimezone().isoweekday())}
    for _ in range(2):
        subprocess.run(command(tmp_path), check=True, capture_output=True)
    days.add(str(datetime.now().astimezone().isoweekday()))

    assert {copy.stem for copy in tmp_path.glob("?.db")} <= days
    assert list(tmp_path.glob("?.db"))


def command(copies: Path) -> list[str]:
    """The words of ExecStart, with this machine's program and folder."""
    (line,) = re.findall(r"^ExecStart=(.*)$", SERVICE.read_text(), re.MULTILINE)
    words = shlex.split(line.replace("%%", "%").replace("$$", "$"))
    program = shlex.join([sys.executable, "-m", "bot"])
    return [word.replace(PROGRAM, program).replace(COPIES, str(copies)) for word in words]
