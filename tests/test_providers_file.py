"""Providers are read from presets and an operator's file; what is wrong is told with its place, without its value."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.core.errors import SettingsError
from bot.core.models.provider import AuthStyle, Dialect, Makes, Protocol, Tells
from bot.providers_file import PRESETS, Configured, Gateway, read_providers, with_secrets

SECRET = "hidden-key"
GATEWAY = Gateway(base="http://gateway.example:8000/", key=SecretStr("licence"))
DOCUMENT = Path(__file__).parents[1] / "docs" / "gateways.md"
LOCAL = '[local]\nbase = "http://127.0.0.1:11434/v1"\nprotocols = ["chat"]\ntakes_any = true\n'


class Stored:
    """What `bot secret set` has stored."""

    def __init__(self, **texts: str) -> None:
        self.texts = texts

    async def get(self, name: str) -> str | None:
        return self.texts.get(name)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PROVIDER_KEY", SECRET)
    return tmp_path / "providers.toml"


def read(file: Path, text: str, gateway: Gateway | None = None) -> dict[str, Configured]:
    file.write_text(text)
    return read_providers(str(file), gateway)


def refusal(file: Path, text: str, gateway: Gateway | None = None) -> str:
    with pytest.raises(SettingsError) as refused:
        read(file, text, gateway)
    assert refused.value.__cause__ is None
    return str(refused.value)


# --- the gateway ---


def test_nothing_set_is_no_provider() -> None:
    """Without a gateway and without a file there is nothing to choose."""
    assert read_providers("") == {}


def test_one_address_and_key_switch_both_platforms_on() -> None:
    """Each platform lies under the gateway's address, and has its one key."""
    found = read_providers("", GATEWAY)

    assert {name: one.provider.base for name, one in found.items()} == {
        "antigravity": "http://gateway.example:8000/antigravity",
        "gemini_official": "http://gateway.example:8000/gemini_official",
    }
    assert {one.key for one in found.values()} == {SecretStr("licence")}
    assert "licence" not in repr(found)


def test_a_table_of_a_platform_says_only_what_differs(file: Path) -> None:
    """It has the gateway's address and key; models are changed, added and taken out one by one."""
    found = read(
        file,
        """
        [antigravity]
        preset = "antigravity"
        protocols = ["generate", "chat"]
        auth = "x-goog-api-key"
        [antigravity.models]
        "gemini-2.5-pro" = false
        "gemini-3-flash" = { window = 50_000 }
        "gemini-3.1-flash-image" = { makes = "image" }
        """,
        GATEWAY,
    )["antigravity"]

    provider = found.provider
    assert (provider.base, found.key) == ("http://gateway.example:8000/antigravity", SecretStr("licence"))
    assert [(word, one.auth[0]) for word, one in provider.endpoints.items()] == [
        (Protocol.GENERATE, AuthStyle.X_GOOG_API_KEY),
        (Protocol.CHAT, AuthStyle.BEARER),
    ]
    assert "gemini-2.5-pro" not in provider.models
    assert (provider.models["gemini-3-flash"].window, provider.models["gemini-3-flash"].sees) == (50_000, True)
    assert provider.models["gemini-3.1-flash-image"].makes is Makes.IMAGE
    assert all("gemini-3.1-flash-image" in (suffix.models or ()) for suffix in provider.suffixes)


def test_an_endpoint_that_is_not_licensed_is_taken_out(file: Path) -> None:
    """`false` takes an endpoint out as it does a model; the order of the others stays."""
    provider = read(file, '[antigravity]\npreset = "antigravity"\nendpoints.images = false\n', GATEWAY)[
        "antigravity"
    ].provider

    assert list(provider.endpoints) == [Protocol.CHAT, Protocol.GENERATE, Protocol.MESSAGES]


def test_whole_sections_of_a_preset_are_left_out(file: Path) -> None:
    """`without` begins anew: none of the preset's models and suffixes are there."""
    text = '[g]\npreset = "gemini_official"\nwithout = ["models", "suffixes"]\nmodels."gemini-3.6-flash" = {}\n'
    provider = read(file, text, GATEWAY)["g"].provider

    assert (list(provider.models), provider.suffixes) == (["gemini-3.6-flash"], ())
    assert provider.base == "http://gateway.example:8000/gemini_official"


def test_a_platform_elsewhere_has_nothing_of_the_gateway(file: Path) -> None:
    """A base of its own means a key of its own, or none: the licence goes to the gateway alone."""
    found = read(file, '[other]\npreset = "antigravity"\nbase = "https://other.example/antigravity/v1/"\n', GATEWAY)

    assert list(found) == [*PRESETS, "other"]
    assert (found["other"].provider.base, found["other"].key) == ("https://other.example/antigravity", None)


def test_parameters_are_renamed_and_moved(file: Path) -> None:
    """A wish has another name on the wire, and parameters go into the query, where an operator says so."""
    text = '[antigravity]\npreset = "antigravity"\nparameters.size.names = ["resolution"]\nparameters_in = "query"\n'
    provider = read(file, text, GATEWAY)["antigravity"].provider

    size = provider.parameter(Tells.SIZE)
    assert size is not None
    assert (size.names, size.values, provider.in_query) == (("resolution",), ("1K", "2K", "4K"), True)


# --- other endpoints ---


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("http://127.0.0.1:11434", "http://127.0.0.1:11434"),
        ("http://127.0.0.1:11434/v1", "http://127.0.0.1:11434"),
        ("https://api.example/v1beta/", "https://api.example"),
        ("https://api.example/api/v1//", "https://api.example/api"),
        ("https://api.example/api/v2", "https://api.example/api/v2"),
    ],
)
def test_a_base_may_end_with_the_version(file: Path, written: str, base: str) -> None:
    """With `/v1` or without, as different services' documents have it."""
    found = read(file, LOCAL.replace("http://127.0.0.1:11434/v1", written))

    assert found["local"].provider.base == base


def test_a_base_with_a_version_of_its_own_stays(file: Path) -> None:
    """Where `version` says what begins the paths, nothing is taken from the base."""
    found = read(file, LOCAL.replace("/v1", "/v1/") + 'version = ""\n')
    provider = found["local"].provider

    assert provider.base == "http://127.0.0.1:11434/v1"
    assert provider.path("/v1/chat/completions") == "/chat/completions"


@pytest.mark.parametrize(
    ("protocol", "style"),
    [("chat", "bearer"), ("messages", "x-api-key"), ("generate", "x-goog-api-key"), ("images", "bearer")],
)
def test_an_endpoint_is_as_its_inventor_has_it(file: Path, protocol: str, style: str) -> None:
    """Without more words the key goes where the protocol's inventor takes it; pictures alone come without tools."""
    endpoint = read(file, LOCAL.replace("chat", protocol))["local"].provider.endpoints[Protocol(protocol)]

    assert (endpoint.auth, endpoint.tools) == ((AuthStyle(style),), protocol != "images")


def test_what_else_a_provider_may_have(file: Path) -> None:
    """Dialect, timeout, additions to every request, hosts for downloads and a style of the key are as written."""
    more = """
    title = "On this machine"
    auth = "x-api-key"
    tools = false
    dialect = "openrouter"
    timeout_s = 600
    allow_hosts = ["http://127.0.0.1:9000"]
    extra_body = { keep_alive = "1h" }
    extra_query = { api-version = "2026-01" }
    extra_headers = { X-Title = "hidden-title" }
    """
    provider = read(file, LOCAL + more)["local"].provider

    assert provider.endpoints[Protocol.CHAT].auth == (AuthStyle.X_API_KEY,)
    assert not provider.endpoints[Protocol.CHAT].tools
    assert (provider.dialect, provider.timeout_s, provider.title) == (Dialect.OPENROUTER, 600, "On this machine")
    assert provider.allow_hosts == ("http://127.0.0.1:9000",)
    assert (provider.extra_body, provider.extra_query) == ({"keep_alive": "1h"}, {"api-version": "2026-01"})
    assert provider.extra_headers == {"X-Title": "hidden-title"}
    assert "hidden" not in repr(provider)


# --- keys ---


def test_a_local_endpoint_may_have_no_key(file: Path) -> None:
    """Nothing is sent where there is nothing to send."""
    assert read(file, LOCAL)["local"].key is None


def test_a_key_in_a_variable(file: Path) -> None:
    """It is read at start, from the process or from .env, and is in no repr."""
    found = read(file, LOCAL + 'variable = "PROVIDER_KEY"\n')

    assert found["local"].key == SecretStr(SECRET)
    assert SECRET not in repr(found)


async def test_a_stored_key(file: Path) -> None:
    """It is named in the file, and read from the store before anything begins."""
    found = await with_secrets(read(file, LOCAL + 'secret = "local_key"\n'), Stored(local_key=SECRET))

    assert found["local"].key == SecretStr(SECRET)


async def test_a_key_that_is_not_stored_is_named_with_its_mend(file: Path) -> None:
    """A line for each one that is missing says how to store it."""
    found = read(file, LOCAL + 'secret = "local_key"\n')

    with pytest.raises(
        SettingsError, match=r"^PROVIDERS: local: the secret local_key is not stored: say `bot secret set"
    ):
        await with_secrets(found, Stored())


# --- what is wrong ---


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[local", "PROVIDERS: the file is no TOML: "),
        ("a = " + "[" * 5000, "PROVIDERS: the file has a number too long, or is nested too deep"),
        ("a = " + "9" * 5000, "PROVIDERS: the file has a number too long, or is nested too deep"),
        ('local = "hidden"', "PROVIDERS: local stands outside of a table: "),
        ("[Local]", "PROVIDERS: Local is no name: "),
        ("[google]", "PROVIDERS: google is no name: "),
        ('[a]\npreset = "hidden"', "PROVIDERS: a.preset: there are antigravity and gemini_official."),
        ('[a]\npreset = "antigravity"', "PROVIDERS: a.base: Field required."),
        (LOCAL + "hidden = 1".replace("hidden", "colour"), "PROVIDERS: local.colour: Extra inputs are not permitted."),
        (LOCAL.replace("http://", "http://hidden:pass@"), "PROVIDERS: local.base: String should match pattern"),
        (LOCAL.replace('["chat"]', '["hidden"]'), "PROVIDERS: local.protocols.0: Input should be 'chat', 'messages'"),
        (LOCAL.replace("takes_any = true", ""), "PROVIDERS: local: list its models, or write takes_any = true."),
        (LOCAL.replace('protocols = ["chat"]', ""), "PROVIDERS: local: name the protocols that it speaks"),
        (LOCAL + "timeout_s = 0", "PROVIDERS: local.timeout_s: Input should be greater than 0."),
        (
            LOCAL + 'variable = "MISSING_KEY"',
            "PROVIDERS: the variable MISSING_KEY, which it names as a secret, is missing.",
        ),
        (
            LOCAL + 'variable = "A"\nsecret = "b"',
            "PROVIDERS: local: name a secret or a variable for the key, not both.",
        ),
        (LOCAL + 'models."a b" = {}', "PROVIDERS: local.models.a b.[key]: String should match pattern"),
        (LOCAL + "models.a.window = 1", "PROVIDERS: local.models.a.window: Input should be greater"),
        (LOCAL + "models.a = false", "PROVIDERS: local.models.a: Input should be a valid dictionary"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(file: Path, text: str, sentence: str) -> None:
    """The sentence names the table and what to mend, and no value: one day it is a key."""
    told = refusal(file, text)

    assert told.startswith(sentence)
    assert "hidden" not in told


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('models."gpt-9" = false', "a.models.gpt-9 is false, which takes out what the preset has; it has none."),
        ('without = ["models", "base"]', "a.without: write a list of any of endpoints, models, suffixes, parameters."),
        (
            "endpoints.videos = {}",
            "a.endpoints.videos.[key]: Input should be 'chat', 'messages', 'generate' or 'images'",
        ),
        ('auth = "x-api-key"\nprotocols = ["chat"]', "a: no endpoint here takes a key in the style that auth names."),
        ("models = 3", "a.models: Input should be a valid dictionary"),
    ],
)
def test_what_is_wrong_with_a_change_of_a_preset(file: Path, line: str, sentence: str) -> None:
    """A change that changes nothing, or that the platform cannot have, is refused as it stands."""
    told = refusal(file, f'[a]\npreset = "antigravity"\n{line}\n', GATEWAY)

    assert f"PROVIDERS: {sentence}" in told


def test_a_file_that_is_not_there_is_said(file: Path) -> None:
    """Its path is nowhere in the sentence."""
    with pytest.raises(SettingsError, match=r"^PROVIDERS: the file cannot be read \(FileNotFoundError\)\.$"):
        read_providers(str(file))
