"""Scenes on the agent's machine: they really write and read files, in the environment's private directory."""

import re
from collections.abc import Iterator

from bot.playground.agent.actor.cues import Cue
from bot.playground.agent.actor.stage import Stage
from bot.playground.agent.machine import WORKSPACE, Environment
from bot.playground.agent.toolbox import listing as list_call
from bot.playground.agent.toolbox import reading, writing
from bot.playground.agent.upload_place import in_uploads

_NAME = re.compile(r"(?<![\w/.])(?:/?[\w-]+/)*[\w-]+(?:\.[\w-]+)*\.\w{1,8}(?![\w/])")
_WRITE = re.compile(
    r"\b(?:write|save|store|put|remember|note down)\b[\s:]*(?:that\s+)?(?P<what>.*?)"
    r"(?:\s*,?\s*(?:and\s+(?:save|write|store|put)\s+(?:it|this|that|them)\s+)?\b(?:to|in|into|as|under)\s+"
    r"(?:a\s+|the\s+)?(?:file\s+)?(?:named\s+|called\s+)?`?$|$)",
    re.IGNORECASE | re.DOTALL,
)
_DEFAULT_NAME = "notes.txt"
NO_MACHINE = "I have no machine in this talk, so there is no place for files. Ask with an environment."
_SHOWN = 3000


def write(stage: Stage) -> Iterator[Cue]:
    """Writes what the prompt says into the file that it names, or into notes.txt."""
    script, machine = stage.script, stage.environment
    if machine is None:
        yield from script.say(stage.introduced(NO_MACHINE))
        return
    path, content = _asked(stage.prompt)
    yield from script.thought(f"**Writing a file**\n\nThis belongs into `{path}`.", seconds=0.6)
    machine.write(path, content.encode())
    yield from script.sandbox(*writing(stage.agent, path, content), f"Wrote {len(content.encode())} bytes to {path}.")
    yield from _reads(stage, path, content)
    yield from script.say(stage.introduced(f"I wrote this to `{path}`:\n\n{_fenced(content)}"), seconds=1.5)


def read(stage: Stage) -> Iterator[Cue]:
    """Reads the named file back from the directory, or the newest one where no name is given."""
    script, machine = stage.script, stage.environment
    if machine is None:
        yield from script.say(stage.introduced(NO_MACHINE))
        return
    path = _meant(machine, path_in(stage.prompt)) or newest(machine)
    yield from script.thought(f"**Reading a file**\n\nI open `{path}`.", seconds=0.6)
    found = machine.read(path)
    if found is None:
        missing = f"Path '{path}' not found."
        yield from script.sandbox(*reading(stage.agent, path), missing, is_error=True)
        yield from script.say(stage.introduced(f"There is no file `{path}` on my machine."))
        return
    content = found.decode(errors="replace")
    yield from _reads(stage, path, content)
    yield from script.say(stage.introduced(f"`{path}` says:\n\n{_fenced(content)}"), seconds=1.5)


def listing(stage: Stage) -> Iterator[Cue]:
    if stage.environment is None:
        yield from stage.script.say(stage.introduced(NO_MACHINE))
        return
    paths = list(stage.environment.files())
    yield from stage.script.sandbox(*list_call(stage.agent, WORKSPACE), "\n".join(paths) or "(empty)")
    shown = "\n".join(f"- `{path}`" for path in paths) or "My machine holds no files yet."
    yield from stage.script.say(stage.introduced(shown))


def _meant(machine: Environment, path: str | None) -> str | None:
    """Among the uploads where it is not where it was looked for."""
    if path is None or machine.read(path) is not None:
        return path
    uploaded = [one for one, _ in in_uploads(machine) if one.endswith(f"/{path.rpartition('/')[2]}")]
    return uploaded[0] if uploaded else path


def _reads(stage: Stage, path: str, content: str) -> Iterator[Cue]:
    return stage.script.sandbox(*reading(stage.agent, path), content)


def _asked(prompt: str) -> tuple[str, str]:
    """The path and the content that a prompt like "write X to FILE" means."""
    names = list(_NAME.finditer(prompt))
    before = prompt[: names[-1].start()] if names else prompt
    found = _WRITE.search(before)
    content = found["what"].strip(" \n\"'`“”:,") if found else ""
    return _absolute(names[-1].group() if names else _DEFAULT_NAME), (content or prompt.strip()) + "\n"


def path_in(prompt: str) -> str | None:
    """The last file that a prompt names."""
    names = _NAME.findall(prompt)
    return _absolute(names[-1]) if names else None


def newest(machine: Environment) -> str:
    paths = list(machine.files())
    return max(paths, key=machine.modified, default=_absolute(_DEFAULT_NAME))


def _absolute(name: str) -> str:
    return name if name.startswith("/") else f"{WORKSPACE}/{name}"


def _fenced(content: str) -> str:
    shown = content if len(content) <= _SHOWN else content[:_SHOWN] + "\n[…]"
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", shown)), default=0))
    return f"{fence}text\n{shown.rstrip()}\n{fence}\n"
