"""README.md of deploy/: what it tells people to type can be typed."""

import re
import subprocess

import pytest

from bot.__main__ import VERBS
from tests.deploy.unit import DEPLOY, values

TEXT = (DEPLOY / "README.md").read_text()
BLOCKS = re.findall(r"^```\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
CODE = "\n".join(
    [*BLOCKS, *re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", TEXT, flags=re.MULTILINE | re.DOTALL))]
)


def test_its_verbs_exist() -> None:
    """Each `bot VERB` in it is one of the program's."""
    named = set(re.findall(r"(?<![\w-])bot ([a-z]+)", CODE))

    assert {"run", "backup", "restore", "migrate", "rotate", "secret"} <= named
    assert named <= set(VERBS)


@pytest.mark.parametrize("block", [block for block in BLOCKS if "* * *" not in block])
def test_its_blocks_are_shell(block: str) -> None:
    """A shell can read each of them."""
    assert subprocess.run(["bash", "-n"], input=block.encode(), check=False).returncode == 0


def test_its_files_exist() -> None:
    """What it names in deploy/, and what it links to, is there."""
    named = re.findall(r"\bdeploy/([\w.-]+)", CODE) + re.findall(r"\]\(([\w.]+)\)", TEXT)

    assert {"bot.service", "requirements.txt", "Dockerfile"} <= set(named)
    assert all((DEPLOY / name).is_file() for name in named)


def test_its_links_lead_to_headings() -> None:
    """Every link within the page has its heading."""
    headings = {
        re.sub(r"[^\w -]", "", line).lower().replace(" ", "-") for line in re.findall(r"^#+ (.*)$", TEXT, re.MULTILINE)
    }

    assert set(re.findall(r"\]\(#([\w-]+)\)", TEXT)) <= headings


def test_it_makes_what_the_unit_needs() -> None:
    """The user, the folder of settings, the program and the folder of data are those of bot.service."""
    (user,), (folder,), (start,), (state,) = map(values, ("User", "WorkingDirectory", "ExecStart", "StateDirectory"))

    assert re.search(rf"^sudo useradd .* {user}$", TEXT, re.MULTILINE)
    assert f"sudo install -m 640 -g {user} .env.example {folder}/.env" in TEXT
    assert f"{start.removesuffix(' run')} backup" in TEXT
    assert f"DATABASE_URL=sqlite:////var/lib/{state}/bot.db" in TEXT
