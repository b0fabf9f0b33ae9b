"""compose.yaml: as the specification of compose files has it, with no more rights than the bot needs."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.deploy.unit import DEPLOY

COMPOSE = DEPLOY / "compose.yaml"
HAS_DOCKER_COMPOSE = (
    shutil.which("docker") is not None
    and subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode == 0
)


@pytest.fixture
def service() -> dict[str, Any]:
    (service,) = YAML(typ="safe").load(COMPOSE)["services"].values()
    return dict(service)


def judged(file: Path) -> subprocess.CompletedProcess[str]:
    """By the JSON schema of the compose specification, from a package and not from the network."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_it_is_a_compose_file() -> None:
    """The specification's own schema finds nothing."""
    verdict = judged(COMPOSE)

    assert verdict.returncode == 0, verdict.stdout


def test_the_schema_would_find_a_misspelt_key(tmp_path: Path) -> None:
    """The same judge refuses the same file with one letter less."""
    (tmp_path / "compose.yaml").write_text(COMPOSE.read_text().replace("cap_drop:", "cap_dro:"))

    assert judged(tmp_path / "compose.yaml").returncode == 1


@pytest.mark.skipif(not HAS_DOCKER_COMPOSE, reason="this machine has no `docker compose`")
def test_docker_compose_reads_it(tmp_path: Path) -> None:
    """`docker compose config` finds nothing, once there is an .env."""
    (tmp_path / "deploy").mkdir()
    (tmp_path / ".env").write_text("DISCORD_TOKEN=x\n")
    shutil.copy(COMPOSE, tmp_path / "deploy" / "compose.yaml")
    command = ["docker", "compose", "-f", str(tmp_path / "deploy" / "compose.yaml"), "config", "--quiet"]
    read = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (read.returncode, read.stderr) == (0, "")


def test_the_service_can_do_little(service: dict[str, Any]) -> None:
    """Nothing but its volume can be written, no right is kept or gained, nothing listens outside."""
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert [mount.split(":")[1] for mount in service["volumes"]] == ["/data"]
    assert not {"ports", "privileged", "cap_add", "network_mode", "pid", "devices", "user"} & set(service)


def test_the_service_is_bounded(service: dict[str, Any]) -> None:
    """Memory for the bot and for one picture, a number of processes, and logs that do not fill the disk."""
    options = service["logging"]["options"]

    assert service["mem_limit"] == "2g"
    assert service["pids_limit"] == 128
    assert {"max-size", "max-file"} == set(options)


def test_its_files_are_where_it_says(service: dict[str, Any]) -> None:
    """The build's folder and Dockerfile exist; the settings are the file that README has people make."""
    context = (DEPLOY / service["build"]["context"]).resolve()

    assert (context / service["build"]["dockerfile"]).is_file()
    assert (DEPLOY / service["env_file"]).resolve() == context / ".env"
    assert (context / ".env.example").is_file()
