"""requirements.txt: everything that `bot run` needs, by version and hash, and no address of where to get it."""

import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.deploy.unit import DEPLOY

TEXT = (DEPLOY / "requirements.txt").read_text()
PINS = {
    canonicalize_name(name): (Version(version), hashes)
    for name, version, hashes in re.findall(
        r"^([\w.-]+)==(\S+)(?: ;[^\\]*)? \\\n((?:    --hash=.*\n)+)", TEXT, re.MULTILINE
    )
}


def test_every_dependency_is_pinned_to_a_version_that_is_allowed() -> None:
    """What pyproject.toml asks for is in it, at a version within its bounds."""
    project = tomllib.loads((DEPLOY.parent / "pyproject.toml").read_text())["project"]
    wanted = [Requirement(line) for line in project["dependencies"]]
    pinned = {canonicalize_name(one.name): PINS.get(canonicalize_name(one.name)) for one in wanted}

    assert [name for name, pin in pinned.items() if pin is None] == []
    assert [str(one) for one in wanted if not one.specifier.contains(PINS[canonicalize_name(one.name)][0])] == []


def test_every_line_is_a_pin_a_hash_or_a_reason() -> None:
    """No option, no address, nothing unpinned; each pin has a SHA-256."""
    kinds = r"[\w.-]+==\S+( ;.*)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|\s+# .*"

    assert [line for line in TEXT.splitlines() if not re.fullmatch(kinds, line)] == []
    assert "://" not in TEXT
    assert len(PINS) == len(re.findall("^[a-z].*==", TEXT, re.MULTILINE))
    assert all("sha256:" in hashes for _, hashes in PINS.values())
