"""Scenes in which the agent really makes something on its machine: a picture, a document, a heap of files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.playground.agent.actor.cues import Chore, Cue
from bot.playground.agent.actor.files import NO_MACHINE, newest, path_in
from bot.playground.agent.actor.python import program, running
from bot.playground.agent.actor.stage import Stage
from bot.playground.agent.machine import Environment
from bot.playground.agent.toolbox import editing, reading

NO_CODE = "I may not run code in this talk, and this needs some. Ask with code among the tools."
_CHANGED = "This line was changed by the scripted agent"


@dataclass(frozen=True)
class _Job:
    """`program` is run; `plan` is thought before and `said` is told after, with what it printed."""

    program: str
    plan: str
    said: str


_CSV = _Job(
    "primes", "**Counting primes**\n\nA sieve, then a table.", "I counted primes and saved `primes.csv`: {out}."
)
_CHART = _Job("chart", "**Drawing a chart**\n\nAxes first, then two lines.", "Here is the chart. {out}.")
_PDF = _Job("document", "**Writing a PDF**\n\nTwo pages will do.", "The document is `report.pdf`. {out}.")
_CLONE = _Job("repository", "**Unpacking the repository**", "The repository is in `lanterns/`: {out}.")
_DUMP = _Job("dump", "**Filling a file**\n\nIt will be large.", "The file is `dump.bin`. {out}.")
_POSTER = _Job("poster", "**Painting a poster**\n\nNoise does not compress.", "The picture is `poster.png`. {out}.")
_MONTHS = _Job("pictures", "**Painting the months**", "There is one picture for every month. {out}.")
_ODD = _Job("odd", "**Leaving odd files**", "I left some files in `odd/` that are not what they seem. {out}.")


def _making(job: _Job) -> Callable[[Stage], Iterator[Cue]]:
    def scene(stage: Stage) -> Iterator[Cue]:
        return _made(stage, job)

    return scene


table = _making(_CSV)
chart = _making(_CHART)
document = _making(_PDF)
repository = _making(_CLONE)
large_file = _making(_DUMP)
large_picture = _making(_POSTER)
twelve_pictures = _making(_MONTHS)
odd_files = _making(_ODD)


def change(stage: Stage) -> Iterator[Cue]:
    """Changes the named file, or the newest one, with the agent's own edit tool."""
    machine = stage.environment
    if machine is None:
        yield from stage.script.say(stage.introduced(NO_MACHINE))
        return
    path = path_in(stage.prompt) or newest(machine)
    found = machine.read(path)
    yield from stage.script.thought(f"**Changing a file**\n\nI look at `{path}` first.", seconds=0.6)
    if found is None:
        yield from stage.script.sandbox(*reading(stage.agent, path), f"Path '{path}' not found.", is_error=True)
        yield from stage.script.say(stage.introduced(f"There is no file `{path}` on my machine, so I changed nothing."))
        return
    yield from _edited(stage, machine, path, found)
    yield from stage.script.say(stage.introduced(f"I changed `{path}`: it has one more line."))


def delete(stage: Stage) -> Iterator[Cue]:
    """Removes the named file, or the newest one, in a shell."""
    machine = stage.environment
    if machine is None:
        yield from stage.script.say(stage.introduced(NO_MACHINE))
        return
    if not stage.may("code_execution"):
        yield from stage.script.say(stage.introduced(NO_CODE))
        return
    path = path_in(stage.prompt) or newest(machine)
    gone = Chore(lambda: _remove(machine, path))
    yield from stage.script.code(f"rm -- '{path}'", gone, language="bash", seconds=0.5)
    yield from stage.script.say(stage.introduced(f"`{path}` {'was not there' if gone.failed else 'is gone'}."))


def _made(stage: Stage, job: _Job) -> Iterator[Cue]:
    if stage.environment is None:
        yield from stage.script.say(stage.introduced(NO_MACHINE))
        return
    if not stage.may("code_execution"):
        yield from stage.script.say(stage.introduced(NO_CODE))
        return
    yield from stage.script.thought(job.plan, seconds=0.8)
    code = program(job.program)
    work = running(stage.environment, code)
    yield from stage.script.code(code, work, seconds=1)
    if work.failed:
        yield from stage.script.say(stage.introduced(f"That did not work:\n\n```text\n{work.outcome[-1500:]}\n```\n"))
        return
    yield from stage.script.say(stage.introduced(job.said.format(out=work.outcome.strip())), seconds=1.5)


def _edited(stage: Stage, machine: Environment, path: str, found: bytes) -> Iterator[Cue]:
    lines = found.decode(errors="replace").splitlines()
    line = f"{_CHANGED} ({len(lines) + 1})."
    machine.write(path, found + (b"" if found.endswith(b"\n") or not found else b"\n") + f"{line}\n".encode())
    yield from stage.script.sandbox(*reading(stage.agent, path), found.decode(errors="replace")[:2000])
    last = lines[-1] if lines else ""
    call = editing(stage.agent, path, line=max(len(lines), 1), old=last, new=f"{last}\n{line}".lstrip("\n"))
    yield from stage.script.sandbox(*call, f"Edited {path}.")


def _remove(machine: Environment, path: str) -> tuple[str, bool]:
    place = machine.place(path)
    if not place.is_file():
        return f"rm: cannot remove '{path}': No such file or directory\n", True
    place.unlink()
    return "", False
