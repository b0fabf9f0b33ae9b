"""bot.service: systemd reads it, little is left open, and the bot and its program for pictures live with the rest."""

import os
import re
import shutil
import signal
import subprocess
import sys
from ctypes.util import find_library
from pathlib import Path

import pytest

from tests.deploy.unit import UNIT, allowed_calls, values
from tests.e2e.conftest import assert_clean
from tests.e2e.gallery import picture
from tests.e2e.requests import creates
from tests.e2e.stage import set_up

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="this machine has no systemd-analyze"
)
needs_seccomp = pytest.mark.skipif(find_library("seccomp") is None, reason="this machine has no libseccomp")


def analyzed(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
    )


@needs_systemd
def test_systemd_understands_every_line(tmp_path: Path) -> None:
    """Nothing is complained of, once the program stands where this machine has one."""
    unit = tmp_path / "bot.service"
    text, count = re.subn(r"^ExecStart=\S+", f"ExecStart={sys.executable}", UNIT.read_text(), flags=re.MULTILINE)
    unit.write_text(text)
    verified = analyzed("verify", str(unit))

    assert count == 1
    assert (verified.returncode, verified.stdout + verified.stderr) == (0, "")


@needs_systemd
def test_little_is_left_open() -> None:
    """Systemd's own measure of exposure, from 0 to 10, is at most 1.5: the network is what the bot is for."""
    measured = analyzed("security", "--offline=true", "--threshold=15", str(UNIT))

    assert measured.returncode == 0, measured.stdout


def test_no_secret_and_no_root_are_in_the_unit() -> None:
    """It runs as a user of its own, and its settings stand in a file that it names the folder of."""
    (environment,) = values("Environment")

    assert values("User") == ["discord-agent-bot"]
    assert {word.split("=")[0] for word in environment.split()} == {"LOG_FORMAT", "PYTHONDONTWRITEBYTECODE"}


@needs_systemd
def test_what_the_program_for_pictures_takes_from_itself_is_allowed() -> None:
    """It sets limits of its own and lowers its priority; kernel modules, mounts and debugging are not allowed."""
    allowed = allowed_calls()

    assert {"setrlimit", "prlimit64", "setpriority", "setsid", "execve"} <= allowed
    assert not {"mount", "init_module", "ptrace", "chown", "bpf", "setuid", "io_uring_setup"} & allowed


@needs_systemd
@needs_seccomp
async def test_the_bot_lives_with_what_the_unit_leaves(tmp_path: Path) -> None:
    """Under the same filters of the kernel it answers, decodes a picture, and ends on SIGTERM with status 0."""
    async with set_up(tmp_path) as stage:
        await stage.start_bot(module="tests.deploy.confined")
        ada = stage.person("Ada")
        await ada.use("ask", {"prompt": "short please", "file1": "a.jpg"}, files={"a.jpg": picture("JPEG", (40, 20))})
        await stage.finished(ada, await stage.thread_of(ada))
        (body,) = await creates(stage)
        status = await stage.kill_bot(signal.SIGTERM)
        await assert_clean(stage)

    assert [part["type"] for part in body["input"][0]["content"]] == ["image", "text"]
    assert status == 0
    assert "picture.failed" not in stage.bot_log()
