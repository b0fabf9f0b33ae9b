"""docs/settings.md is drawn from the settings' fields and the words of `.env.example`: nothing is told twice."""

import re

import pytest
from annotated_types import Ge, Gt, Le
from pydantic.fields import FieldInfo

from bot.settings import _MENDS, Settings
from tests.test_env_example import EXAMPLE, text_of

TABLE = EXAMPLE.parent / "docs" / "settings.md"
SECRET = "🔒"
HEAD = f"""# All settings

Drawn from the fields of `bot/settings.py` and the words of `.env.example`; `tests/test_settings_table.py` compares, and
writes it anew when run as `python -m tests.test_settings_table`.

Variables of the process win over `.env` in the working directory. What is wrong is named at start, and the bot ends
with status 2. {SECRET} is a secret: it is in no log and no message. `bot check` looks at all of them.

| Setting | Default | What may stand there | What it does |
| --- | --- | --- | --- |
"""


def groups() -> list[tuple[str, list[str]]]:
    """Each explanation in `.env.example`, with the names that stand under it."""
    text = EXAMPLE.read_text(encoding="utf-8").split("\n\n", 1)[1]
    found = re.findall(r"((?:^# .*\n)+)((?:^#?[A-Z][A-Z_]*=.*\n?)+)", text, re.MULTILINE)
    return [
        (
            re.sub(r"\n?# ", " ", f"\n{words}").strip(),
            [line.split("=")[0].lstrip("#").lower() for line in names.split()],
        )
        for words, names in found
    ]


def is_secret(field: FieldInfo) -> bool:
    return "SecretStr" in str(field.annotation)


def default(field: FieldInfo) -> str:
    if field.is_required():
        return "**needed**"
    shown = text_of(float(field.default) if field.annotation is float else field.default)
    return f"`{shown}`" if shown else "–"


def row(words: str, names: list[str]) -> str:
    """Settings that are explained together stand in one row; a mend that several share is written once."""
    fields = Settings.model_fields
    marked = [f"`{name.upper()}`{' ' + SECRET if is_secret(fields[name]) else ''}" for name in names]
    mends = list(dict.fromkeys(_MENDS[name] for name in names))
    linked = re.sub(r"docs/(\w+\.md)", r"[\1](\1)", words)
    cells = (marked, [default(fields[name]) for name in names], mends, [linked])
    return "| " + " | ".join("<br>".join(cell).replace("|", "\\|") for cell in cells) + " |\n"


def table() -> str:
    return HEAD + "".join(row(words, names) for words, names in groups())


def limits(field: FieldInfo) -> set[str]:
    """The numbers between which its value has to be."""
    bounds = [
        (rule.ge if isinstance(rule, Ge) else rule.gt if isinstance(rule, Gt) else rule.le)
        for rule in field.metadata
        if isinstance(rule, Ge | Gt | Le)
    ]
    return {str(bound) for bound in bounds}


def test_the_docs_show_the_settings() -> None:
    """docs/settings.md is what the fields and `.env.example` give."""
    assert TABLE.read_text(encoding="utf-8") == table()


def test_every_setting_stands_in_one_row() -> None:
    """None is left out, and none is explained twice."""
    named = [name for _, names in groups() for name in names]

    assert sorted(named) == sorted(Settings.model_fields)


@pytest.mark.parametrize("name", [name for name, field in Settings.model_fields.items() if limits(field)])
def test_what_may_stand_there_names_the_limits(name: str) -> None:
    """The numbers in the sentence are those that are checked."""
    assert limits(Settings.model_fields[name]) <= set(re.findall(r"\d+", _MENDS[name]))


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
