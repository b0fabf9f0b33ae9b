"""The operator's machines, read from their file; what is wrong is told with its place and without its value."""

from base64 import b64encode
from pathlib import Path

import pytest

from bot.configurations import check_secrets, read_configurations
from bot.core.access import Allowed
from bot.core.errors import SettingsError
from bot.core.ids import Snowflake
from bot.core.machines import Configuration, InlineFile, Repository

SECRET = "hidden-token"
MACHINE = '[m]\nallow = ["*"]\n[[m.repositories]]\nurl = "https://a.b/r"\n'


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WEBSITE_TOKEN", SECRET)
    return tmp_path / "machines.toml"


def documented() -> str:
    """The example of docs/environments.md."""
    text = (Path(__file__).parents[1] / "docs/environments.md").read_text()
    return text.split("```toml\n")[1].split("```")[0]


def test_no_file_is_no_machine() -> None:
    """Without the setting there is nothing to choose."""
    assert read_configurations("") == {}


def test_the_documents_example(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What docs/environments.md shows is read as it says; what is no stored secret stands in .env or a variable."""
    file.write_text(documented())
    (file.parent / "website-agents.md").write_text("Be kind.")
    (file.parent / ".env").write_text("EXAMPLE_KEY=key-of-example\n")

    website = read_configurations(str(file))["website"]

    pair = b64encode(f"x-oauth-basic:{SECRET}".encode()).decode()
    assert website.allowed == Allowed(ids=frozenset({Snowflake(1300000000000000003)}))
    assert website.setup.repositories == (Repository("https://github.com/example/website", "/workspace/website"),)
    assert website.setup.files == (InlineFile("/workspace/.agents/AGENTS.md", b"Be kind."),)
    assert website.setup.hosts == ("packages.example", "*.files.example")
    assert website.setup.env == {"STAGE": "test"}
    assert website.secrets == ("website-token",)
    assert website.setup_with({"website-token": SECRET}).headers == {
        "github.com": {"Authorization": f"Basic {pair}"},
        "api.example.com": {"Authorization": "Bearer key-of-example"},
    }
    assert "key-of-example" not in repr(website)
    assert SECRET not in repr(website.setup_with({"website-token": SECRET}))


def test_a_repositorys_token_in_a_variable(file: Path) -> None:
    """It is read at start and needs nothing that is stored."""
    file.write_text(MACHINE + 'variable = "WEBSITE_TOKEN"\n')

    machine = read_configurations(str(file))["m"]

    pair = b64encode(f"x-oauth-basic:{SECRET}".encode()).decode()
    assert machine.secrets == ()
    assert machine.setup_with({}).headers == {"a.b": {"Authorization": f"Basic {pair}"}}
    assert pair not in repr(machine)


@pytest.mark.parametrize(("written", "hosts"), [("", None), ('network = "open"', None), ('network = "none"', ())])
def test_the_network(file: Path, written: str, hosts: object) -> None:
    """Open unless it is said otherwise."""
    file.write_text(f'[m]\nallow = ["*"]\n{written}\n')

    assert read_configurations(str(file))["m"].setup.hosts == hosts


def test_a_repository_lies_where_git_would_put_it(file: Path) -> None:
    """Its own name in the workspace, when no place is given."""
    file.write_text('[m]\nallow = [7]\n[[m.repositories]]\nurl = "https://example.com/a/tool.git"\n')

    assert read_configurations(str(file))["m"].setup.repositories[0].target == "/workspace/tool"


WRONG = {
    "no TOML": "[m",
    "nested too deep": "m = " + "[" * 5000,
    "a number too long": "m = " + "9" * 5000,
    "m.allow": "[m]\n",
    "m.allow holds": '[m]\nallow = ["everybody"]\n',
    "m.secret-word": '[m]\nallow = ["*"]\nsecret-word = "hidden"\n',
    "m.repositories.0.url": '[m]\nallow = ["*"]\n[[m.repositories]]\nurl = "https://hidden@github.com/o/r"\n',
    "NO_SUCH_VARIABLE": MACHINE + 'variable = "NO_SUCH_VARIABLE"\n',
    "m.repositories.0.secret": MACHINE + 'secret = "hidden token"\n',
    "m names a secret (one) and a variable": MACHINE + 'secret = "one"\nvariable = "TWO"\n',
    "none is no name": '[none]\nallow = ["*"]\n',
    "Website is no name": '[Website]\nallow = ["*"]\n',
    "either content or file": '[m]\nallow = ["*"]\n[[m.files]]\ntarget = "a"\n',
    "cannot be read": '[m]\nallow = ["*"]\n[[m.files]]\ntarget = "a"\nfile = "nowhere"\n',
    "more than 1 MB": f'[m]\nallow = ["*"]\n[[m.files]]\ntarget = "a"\ncontent = "{"x" * 1_000_001}"\n',
    "m.network": '[m]\nallow = ["*"]\nnetwork = ["https://packages.example"]\n',
}


@pytest.mark.parametrize("place", WRONG)
def test_what_is_wrong_is_named(file: Path, place: str) -> None:
    """With its place, and without what was written there."""
    file.write_text(WRONG[place])

    with pytest.raises(SettingsError) as caught:
        read_configurations(str(file))

    assert place in str(caught.value)
    assert str(caught.value).startswith("ENVIRONMENTS: ")
    assert "hidden" not in str(caught.value)
    assert len(str(caught.value)) < 500


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """It is told at start, not when somebody asks for a machine."""
    with pytest.raises(SettingsError, match="cannot be read"):
        read_configurations(str(tmp_path / "nowhere.toml"))


class Stored:
    """Secrets by these names."""

    def __init__(self, *names: str) -> None:
        self.names = names

    async def get(self, name: str) -> str | None:
        return SECRET if name in self.names else None


@pytest.fixture
def machines(file: Path) -> dict[str, Configuration]:
    """One machine that needs three stored secrets."""
    file.write_text(
        MACHINE + 'secret = "one"\n[[m.repositories]]\nurl = "https://b.c/r"\nsecret = "two"\n'
        '[[m.headers]]\nhost = "d.e"\nname = "A"\nvalue = "{secret}"\nsecret = "three"\n'
    )
    return read_configurations(str(file))


async def test_secrets_that_are_not_stored_are_named_together(machines: dict[str, Configuration]) -> None:
    """A line for each, with the machine and the verb that sets it; those that are stored are passed over."""
    with pytest.raises(SettingsError) as caught:
        await check_secrets(machines, Stored("two"))

    lines = str(caught.value).splitlines()
    assert [line.partition(", or")[0] for line in lines] == [
        "ENVIRONMENTS: m: the secret one is not stored: say `bot secret set one`",
        "ENVIRONMENTS: m: the secret three is not stored: say `bot secret set three`",
    ]
    await check_secrets(machines, Stored("one", "two", "three"))
