"""docs/gateways.md says what the presets say, and its examples are read as it says."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.core.models.naming import choose
from bot.core.models.provider import AuthStyle, Dialect, Makes, Protocol, Tells
from bot.providers_file import PRESETS, Configured, Gateway, preset, read_providers
from bot.providers_tables import ProviderTable
from tests.gateways_document import DOCUMENT, EXAMPLES, NONE, written
from tests.models_matrix import NOWHERE

TEXT = DOCUMENT.read_text()
KEYS = r"^\| (`.*?`(?:, `.*?`)*) \| "


@pytest.fixture
def examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Configured]:
    """All TOML of the document in one file, beside the gateway."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GEMINI_API_KEY", "google-key")
    file = tmp_path / "providers.toml"
    file.write_text("\n".join(re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)))
    return read_providers(str(file), Gateway(base="http://gateway.example", key=SecretStr("licence")))


def test_the_document_has_the_tables() -> None:
    """`uv run python -m tests.gateways_document` writes them."""
    assert written(TEXT) == TEXT


@pytest.mark.parametrize("name", PRESETS)
def test_examples_of_values_are_taken(name: str) -> None:
    """What stands there for "any such as" is a value that the parameter takes."""
    for parameter in preset(name, base=NOWHERE).parameters:
        assert parameter.values or parameter.takes(EXAMPLES[parameter.tells])
        assert parameter.takes(parameter.default) or not parameter.default
    assert NONE not in EXAMPLES.values()


def test_the_documents_local_server(examples: dict[str, Configured]) -> None:
    """It takes any model, without a key and without tools."""
    local = examples["local"]

    assert (local.provider.base, local.key, local.provider.timeout_s) == ("http://127.0.0.1:11434", None, 600)
    assert choose({"local": local.provider}, "local/llama-4:8b").makes is Makes.TEXT
    assert not local.provider.endpoints[Protocol.CHAT].tools


def test_the_documents_vendors(examples: dict[str, Configured]) -> None:
    """Each is asked by its own protocol, with a key where its inventor takes it."""
    anthropic, gemini = examples["anthropic"], examples["gemini"]

    assert anthropic.provider.endpoints[Protocol.MESSAGES].auth == (AuthStyle.X_API_KEY,)
    assert (anthropic.secret, anthropic.key) == ("anthropic-key", None)
    assert gemini.provider.base == "https://generativelanguage.googleapis.com"
    assert gemini.key == SecretStr("google-key")
    assert gemini.provider.models["gemini-3-pro-image"].makes is Makes.IMAGE


def test_the_documents_gateway_of_a_later_version(examples: dict[str, Configured]) -> None:
    """Its models and parameters have other names; address and key are the gateway's."""
    antigravity, app = examples["antigravity"].provider, examples["gemini_official"].provider
    size = antigravity.parameter(Tells.SIZE)

    assert antigravity.base == "http://gateway.example/antigravity"
    assert [model.id for model in antigravity.models.values() if model.makes is Makes.IMAGE] == [
        "gemini-3.1-flash-image"
    ]
    assert size is not None
    assert size.names == ("resolution",)
    assert list(antigravity.endpoints) == [Protocol.CHAT, Protocol.GENERATE]
    choice = choose({"gemini_official": app}, "gemini_official/gemini-3.1-pro-extended-imagen")
    assert (choice.model.id, choice.makes) == ("gemini-3.1-pro", Makes.IMAGE)


def test_every_key_of_a_table_is_explained() -> None:
    """The list of keys names all that a table may have, and nothing else."""
    table = TEXT.partition("| Key of a table | |")[2].partition("\n\n")[0]
    named = {
        key.partition(".")[0] for cell in re.findall(KEYS, table, re.MULTILINE) for key in re.findall("`(.*?)`", cell)
    }

    assert named == {*ProviderTable.model_fields, "preset"}


@pytest.mark.parametrize("word", [*Protocol, *AuthStyle, *Dialect, *Makes, *Tells])
def test_every_word_is_explained(word: str) -> None:
    """Each word that a table may have for an endpoint, a style, a dialect or a wish stands in the document."""
    assert re.search(rf"[`\" ]{re.escape(word)}[`\", ]", TEXT)
