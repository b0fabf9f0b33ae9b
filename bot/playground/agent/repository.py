"""A repository of hundreds of files that never existed anywhere: what a clone would look like in a listing."""

import random
from pathlib import Path

PACKAGES = 10
MODULES = 32  # of each package
_README = """# Lanterns

A made-up project: the playground invents it where a real machine would clone one.
"""
_MODULE = '''"""Module {number} of {package}."""


def glow(steps: int = {number}) -> int:
    return sum(range(steps)) % {modulus}
'''


def lay_out(top: Path) -> int:
    """Writes source files, a .git directory, node_modules and caches below `top`; says how many files."""
    dice = random.Random(500)
    files = _sources() | _git(dice) | _dependencies(dice) | _caches(dice)
    for name, content in files.items():
        place = top / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return len(files)


def _sources() -> dict[str, bytes]:
    files = {"README.md": _README.encode(), "LICENSE": b"Do as you like; it was never real.\n"}
    files["package.json"] = b'{"name": "lanterns", "version": "1.0.0"}\n'
    for number in range(PACKAGES * MODULES):
        package = f"lantern_{number // MODULES}"
        text = _MODULE.format(number=number, package=package, modulus=number + 2)
        files[f"src/{package}/module_{number % MODULES:02}.py"] = text.encode()
    for number in range(40):
        files[f"tests/test_{number:02}.py"] = f"def test_{number}() -> None:\n    assert {number} >= 0\n".encode()
    for number in range(20):
        files[f"docs/chapter-{number:02}.md"] = f"# Chapter {number}\n\nLight is slow on page {number}.\n".encode()
    return files


def _git(dice: random.Random) -> dict[str, bytes]:
    files = {".git/HEAD": b"ref: refs/heads/main\n", ".git/config": b"[core]\n\tbare = false\n"}
    for _ in range(60):
        name = dice.randbytes(20).hex()
        files[f".git/objects/{name[:2]}/{name[2:]}"] = dice.randbytes(200)
    files[".git/refs/heads/main"] = name.encode() + b"\n"
    return files


def _dependencies(dice: random.Random) -> dict[str, bytes]:
    return {
        f"node_modules/wick-{number:02}/{name}": dice.randbytes(80).hex().encode()
        for number in range(30)
        for name in ("index.js", "package.json", "README.md")
    }


def _caches(dice: random.Random) -> dict[str, bytes]:
    return {
        f"src/lantern_{number}/__pycache__/module_00.cpython-312.pyc": dice.randbytes(300) for number in range(PACKAGES)
    }
