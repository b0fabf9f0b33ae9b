"""`bot secret` in real processes: a value goes in by a pipe or an unseen prompt, and comes out nowhere."""

import asyncio
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.store import open_secrets
from tests.test_main import NEEDED, ROOT

VALUE = "ghp-hush-hush-4711"


def secret(folder: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """`bot secret` in a process of its own, with this on its standard input."""
    return subprocess.run(
        [sys.executable, "-m", "bot", "secret", *arguments],
        env=variables(folder),
        cwd=folder,
        input=given,
        capture_output=True,
        timeout=30,
        check=False,
    )


def variables(folder: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(folder), **NEEDED}


async def stored(folder: Path, name: str) -> str | None:
    async with open_secrets(f"sqlite:///{folder}/data/bot.db") as secrets:
        return await secrets.get(name)


async def test_a_piped_value_is_stored(tmp_path: Path) -> None:
    """Without the line break at its end; the process says the name, and never the value."""
    done = secret(tmp_path, "set", "website-token", given=f"{VALUE}\r\n".encode())

    assert (done.returncode, done.stdout) == (0, b"website-token is stored; the next machine is made with it.\n")
    assert VALUE.encode() not in done.stdout + done.stderr
    assert await stored(tmp_path, "website-token") == VALUE


def test_a_typed_value_is_not_shown(tmp_path: Path) -> None:
    """On a terminal it is asked for by name, and what is typed is not echoed."""
    typing, terminal = pty.openpty()
    command = [sys.executable, "-m", "bot", "secret", "set", "website-token"]
    with subprocess.Popen(
        command,
        env=variables(tmp_path),
        cwd=tmp_path,
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stderr is not None
        prompt = process.stderr.read(len("website-token: "))
        os.write(typing, f"{VALUE}\n".encode())
        told, complaints = process.communicate(timeout=30)
    os.write(typing, b"end\n")
    echoed = os.read(typing, 1000)
    os.close(terminal)
    os.close(typing)

    assert (process.returncode, prompt) == (0, b"website-token: "), complaints
    assert echoed.endswith(b"end\r\n")
    assert VALUE.encode() not in echoed + told + complaints
    assert asyncio.run(stored(tmp_path, "website-token")) == VALUE


def test_the_list_has_names_and_times(tmp_path: Path) -> None:
    """One a line, by the alphabet, without values; a sentence where there is none."""
    nothing = secret(tmp_path, "list")
    for name in ("second", "first"):
        secret(tmp_path, "set", name, given=VALUE.encode())
    listed = secret(tmp_path, "list")

    assert (nothing.returncode, nothing.stdout) == (0, b"No secret is stored.\n")
    at = r"set \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC"
    assert re.fullmatch(rf"first  {at}\nsecond  {at}\n", listed.stdout.decode())


def test_a_removed_secret_is_listed_no_more(tmp_path: Path) -> None:
    """Removing it once more is an error that names it."""
    secret(tmp_path, "set", "website-token", given=VALUE.encode())
    removed = secret(tmp_path, "remove", "website-token")
    again = secret(tmp_path, "remove", "website-token")

    assert (removed.returncode, removed.stdout) == (0, b"website-token is removed.\n")
    assert secret(tmp_path, "list").stdout == b"No secret is stored.\n"
    assert again.returncode == 2
    assert again.stderr == b"no secret website-token is stored: `bot secret list` names those that are\n"


WRONG = {
    "value as an argument": (("set", "website-token", VALUE), b"", "more than this verb takes"),
    "value as the name": (("set", f"{VALUE}+/="), b"x", "a secret's name begins with a letter"),
    "nothing": (("set", "website-token"), b" \n", "the value is empty"),
    "two lines": (("set", "website-token"), f"{VALUE}\n{VALUE}".encode(), "has a line break"),
    "no text": (("set", "website-token"), VALUE.encode() + b"\xff", "no text in UTF-8"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_without_the_value(tmp_path: Path, case: str) -> None:
    """Status 2 and a sentence; nothing is stored, and what was given is not repeated."""
    arguments, given, words = WRONG[case]
    done = secret(tmp_path, *arguments, given=given)

    assert done.returncode == 2
    assert words in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert VALUE.encode() not in done.stdout + done.stderr
    assert secret(tmp_path, "list").stdout == b"No secret is stored.\n"
