"""Where clients put what people gave them for the agent's machine."""

from collections.abc import Iterator

from bot.playground.agent.machine import Environment

UPLOADS = "/workspace/uploads"


def in_uploads(machine: Environment) -> Iterator[tuple[str, int]]:
    """Each file's path and size in bytes."""
    for path in machine.files():
        if path.startswith(f"{UPLOADS}/"):
            yield path, machine.place(path).stat().st_size
