"""Runs the scripted agent's own programs on its machine. A person's text is never code here."""

import subprocess
import sys
from functools import partial
from pathlib import Path

from bot.playground.agent import repository
from bot.playground.agent.actor.cues import Chore
from bot.playground.agent.machine import WORKSPACE, Environment

SECONDS = 60.0
_PROGRAMS = Path(__file__).parent / "programs"
_UNPACKING = '\n\nprint(lay_out(Path("lanterns")), "files in lanterns/")\n'


def program(name: str) -> str:
    """The text of one of the agent's programs."""
    if name == "repository":
        return Path(repository.__file__).read_text(encoding="utf-8") + _UNPACKING
    return (_PROGRAMS / f"{name}.py").read_text(encoding="utf-8")


def running(machine: Environment, code: str) -> Chore:
    """To be played: it runs in /workspace, in a process of its own that knows nothing of ours."""
    return Chore(partial(_run, machine, code))


def _plain(value: str | dict[str, str]) -> str:
    """A credential is put in by the service's proxy; the machine has its name only."""
    return value.get("value", "(credential)") if isinstance(value, dict) else value


def _run(machine: Environment, code: str) -> tuple[str, bool]:
    """What it printed, and whether it failed. Raises AgentError when the machine is gone."""
    place = machine.place(WORKSPACE)
    given = {name: _plain(value) for name, value in machine.variables.items()}
    surroundings = given | {"PATH": "/usr/bin:/bin", "HOME": str(place), "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603 - a program of ours, never a person's text
            [sys.executable, "-I", "-c", code],
            cwd=place,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"Stopped after {SECONDS:.0f} s.\n", True
    return done.stdout.decode(errors="replace"), done.returncode != 0
