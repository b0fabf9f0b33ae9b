"""`.env.example` and the settings are in step."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.test_settings import NEEDED, leave_alone, refusal

EXAMPLE = Path(__file__).parents[1] / ".env.example"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    leave_alone(monkeypatch, tmp_path)


def documented() -> dict[str, str]:
    """Names and values, of lines switched off with # too."""
    lines = re.findall(r"^#?([A-Z][A-Z_]*)=(.*)$", EXAMPLE.read_text(), re.MULTILINE)
    return dict(lines)


def test_the_example_documents_exactly_the_settings() -> None:
    """`.env.example` names each setting once, and nothing that does not exist."""
    names = re.findall(r"^#?([A-Z][A-Z_]*)=", EXAMPLE.read_text(), re.MULTILINE)

    assert sorted(names) == sorted(name.upper() for name in Settings.model_fields)


def test_the_example_shows_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    """The values in `.env.example` are those that hold when nothing is set."""
    for name, value in NEEDED.items():
        monkeypatch.setenv(name, value)
    settings = Settings.load()
    shown = {name: value for name, value in documented().items() if name not in NEEDED}

    assert {name: text_of(getattr(settings, name.lower())) for name in shown} == shown


def text_of(value: object) -> str:
    match value:
        case None | ():
            return ""
        case float():
            return f"{value:g}"
        case _:
            return str(value)


def test_every_setting_in_the_example_is_explained() -> None:
    """A line of words stands above every group."""
    groups = EXAMPLE.read_text().strip().split("\n\n")[1:]

    assert all(re.match(r"# .{10,}\n", group) for group in groups)


def test_the_example_can_be_loaded_as_it_is(tmp_path: Path) -> None:
    """Copied and with nothing filled in, only the two that must be filled in are missing."""
    (tmp_path / ".env").write_text(EXAMPLE.read_text())

    assert [line.split()[0] for line in refusal().splitlines()] == list(NEEDED)
