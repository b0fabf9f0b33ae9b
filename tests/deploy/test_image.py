"""The Dockerfile and what may go into a build; no image is built here, for that needs a registry and a daemon."""

import fnmatch
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from dockerfile_parse import DockerfileParser  # type: ignore[import-untyped]

from tests.deploy.unit import DEPLOY
from tests.e2e.stage import set_up

ROOT = DEPLOY.parent
BUILT, LAST = "build", "last"


@pytest.fixture
def steps() -> dict[str, list[tuple[str, str]]]:
    """Instructions and their values, of the stage that builds and of the one that is left."""
    stages: dict[str, list[tuple[str, str]]] = {BUILT: [], LAST: []}
    stage = ""
    for step in DockerfileParser(str(DEPLOY / "Dockerfile")).structure:
        if step["instruction"] == "FROM":
            stage = BUILT if step["value"].endswith(" AS build") else LAST
        if stage and step["instruction"] != "COMMENT":
            stages[stage].append((step["instruction"], step["value"]))
    return stages


def of(stage: list[tuple[str, str]], instruction: str) -> list[str]:
    return [value for name, value in stage if name == instruction]


def test_the_base_is_named_once_and_by_version() -> None:
    """Both stages stand on one image, whose tag says which Python and which Debian, and that a digest can replace."""
    text = (DEPLOY / "Dockerfile").read_text()

    assert re.findall(r"^ARG PYTHON_IMAGE=(\S+)$", text, re.MULTILINE) == ["python:3.13-slim-trixie"]
    assert re.findall(r"^FROM (\S+)", text, re.MULTILINE) == ["${PYTHON_IMAGE}"] * 2
    assert "latest" not in text


def test_what_is_copied_exists_and_is_let_in(steps: dict[str, list[tuple[str, str]]]) -> None:
    """Each source is a file of this repository that .dockerignore lets into the build."""
    sources = [value.split()[0] for value in of(steps[BUILT], "COPY")]
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}

    assert sources
    assert all((ROOT / source).exists() for source in sources)
    assert let_in == set(sources)


@pytest.mark.parametrize("name", [".env", "data", "deploy/README.md", "uv.lock", ".git", "tests"])
def test_settings_and_data_stay_out_of_a_build(name: str) -> None:
    """Everything is shut out but what the image is made of."""
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]

    assert lines[0] == "*"
    assert not any(fnmatch.fnmatch(name, line[1:]) for line in lines if line.startswith("!"))


def test_what_is_installed_is_what_the_hashes_name(steps: dict[str, list[tuple[str, str]]]) -> None:
    """Once, with hashes and from wheels alone; pip is not in the environment, and is gone from the image."""
    commands = [value for stage in steps.values() for value in of(stage, "RUN")]
    (installing,) = [shlex.split(command) for command in commands if " install " in command]

    assert {"--require-hashes", "--no-deps", "--only-binary", "--no-cache-dir"} <= set(installing)
    assert "python -m venv --without-pip /opt/venv" in commands
    assert "pip uninstall" in of(steps[LAST], "RUN")[0]
    assert not any(word in " ".join(commands) for word in ("apt-get", "curl", "wget", "ADD"))


def test_the_last_stage_has_no_root(steps: dict[str, list[tuple[str, str]]]) -> None:
    """A user by number; nothing of the image is written over at run time, and SIGTERM is how it is stopped."""
    last = steps[LAST]
    variables = dict(word.split("=", 1) for word in shlex.split(" ".join(of(last, "ENV"))))

    assert of(last, "USER") == ["10001:10001"]
    assert [name for name, _ in last].index("USER") > [name for name, _ in last].index("COPY")
    assert variables["PYTHONDONTWRITEBYTECODE"] == "1"
    assert variables["DATABASE_URL"].startswith("sqlite:////data/")
    assert of(last, "STOPSIGNAL") == ["SIGTERM"]


def test_it_starts_and_is_asked_with_what_is_in_it(steps: dict[str, list[tuple[str, str]]]) -> None:
    """Without a shell: the entry is the bot itself, and the health check a file that was copied."""
    (health,) = of(steps[LAST], "HEALTHCHECK")

    assert json.loads(of(steps[LAST], "ENTRYPOINT")[0]) == ["python", "-m", "bot"]
    assert json.loads(of(steps[LAST], "CMD")[0]) == ["run"]
    assert json.loads(health.partition("CMD ")[2]) == ["python", "/app/healthcheck.py"]


def healthcheck(port: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, DEPLOY / "healthcheck.py"],
        env={"HEALTH_PORT": str(port), "http_proxy": "http://127.0.0.1:9"},
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )


async def test_the_health_check_tells_whether_the_bot_hears(tmp_path: Path, unused_tcp_port: int) -> None:
    """Status 0 while the bot is connected, 1 once nobody answers; a proxy of the machine is not asked."""

    async def is_well() -> bool:
        asked = healthcheck(unused_tcp_port)
        return (asked.returncode, asked.stdout) == (0, "ok\n")

    async with set_up(tmp_path) as stage:
        await stage.start_bot(HEALTH_PORT=str(unused_tcp_port))
        await stage.until(is_well)
        await stage.kill_bot()
        ill = healthcheck(unused_tcp_port)

    assert ill.returncode == 1
    assert ill.stdout.startswith("no answer: ")
    assert os.strerror(111) in ill.stdout
