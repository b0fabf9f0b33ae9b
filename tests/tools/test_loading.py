"""An operator's own functions: found by `TOOLS`, or refused with what to mend."""

from pathlib import Path

import pytest

from bot.core.errors import SettingsError
from bot.tools.loading import load
from bot.tools.toolbox import Tools
from tests.tools.places import Place, a_call

SAMPLE = Path(__file__).parents[2] / "deploy"
HEAD = "from pydantic import BaseModel\nfrom bot.tools import tool\nclass Text(BaseModel):\n    text: str = ''\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with nothing of another test."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", ["", str(SAMPLE.parent)])
    return tmp_path


def wrote(folder: Path, module: str, *functions: str) -> None:
    (folder / f"{module}.py").write_text(HEAD + "\n".join(functions))


def a_function(name: str, *, words: str = '"""Says it."""', decorator: str = "@tool()") -> str:
    return f"{decorator}\nasync def {name}(given: Text) -> str:\n    {words or 'pass'}\n    return given.text\n"


async def test_a_file_in_the_working_directory_is_found(folder: Path) -> None:
    """Its function is offered under its own name, and runs."""
    wrote(folder, "mine_a", a_function("shout"))
    box, here = Tools(load(["mine_a:shout"])), Place()

    assert [offer.name for offer in box.functions(here.session, here.turn)] == ["shout"]
    assert await box.act(a_call("shout", text="hi"), here.caller, None) == "hi"


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("nowhere:shout", "importing it failed"),
        ("mine_b:shout", "no function under @tool"),
        ("mine_b:plain", "no function under @tool"),
        ("mine_b:read_file", "may not be called read_file"),
        ("mine_b:discord_own", "may not be called discord_own"),
        ("mine_b:silent", "no docstring"),
        ("mine_b:endless", "contains itself"),
    ],
)
def test_what_cannot_be_offered_is_named(folder: Path, place: str, said: str) -> None:
    """What is not there, no tool, or called like one of the sandbox's or ours, stops the bot with a sentence."""
    tree = "class Tree(BaseModel):\n    branches: list['Tree'] = []\n"
    endless = '@tool()\nasync def endless(given: Tree) -> str:\n    """Grows."""\n    return ""\n'
    named = [a_function("read_file"), a_function("discord_own"), a_function("silent", words="")]
    wrote(folder, "mine_b", *named, a_function("plain", decorator=""), tree, endless)

    with pytest.raises(SettingsError, match=said):
        load([place])


def test_two_of_one_name_are_refused(folder: Path) -> None:
    """The agent could not tell them apart."""
    wrote(folder, "mine_c", a_function("shout"))
    wrote(folder, "mine_d", a_function("shout"))

    with pytest.raises(SettingsError, match="two functions called shout"):
        load(["mine_c:shout", "mine_d:shout"])


async def test_the_sample_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file that the documents show is loaded as it lies there, and answers as the documentation's example does."""
    monkeypatch.chdir(SAMPLE)
    box, here = Tools(load(["sample_tools:get_weather"])), Place()

    assert await box.act(a_call("get_weather", location="Tokyo"), here.caller, None) == {
        "location": "Tokyo",
        "temperature": 23,
        "unit": "celsius",
    }
    (offer,) = box.functions(here.session, here.turn)
    assert (offer.name, offer.description) == ("get_weather", "Gets the current weather for a given location.")
    assert offer.parameters == {
        "type": "object",
        "properties": {
            "location": {"type": "string", "description": "The city and state, e.g. San Francisco, CA"},
        },
        "required": ["location"],
    }
