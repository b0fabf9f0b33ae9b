"""Settings are read once; a wrong one is named with its mend, and its value is never shown."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.core.access import EVERYTHING, Ability, Allowed, Lists
from bot.core.errors import SettingsError
from bot.core.ids import Snowflake
from bot.settings import _MENDS, Settings

NEEDED = {"DISCORD_TOKEN": "token-of-the-bot", "GEMINI_API_KEY": "key-of-the-operator"}
WRONG = {
    "DISCORD_API_BASE": "ftp://wrong.example",
    "DISCORD_GATEWAY_URL": "https://wrong.example",
    "DISCORD_CDN_BASE": "wrong.example",
    "GEMINI_API_BASE": "wrong example",
    "GEMINI_API_VERSION": "../wrong",
    "DATABASE_URL": "postgresql://user:wrong@host/db",
    "ALLOW": "1234, wrong",
    "ALLOW_IMAGINE": "wrong",
    "DENY": "wrong",
    "DENY_MANAGE": "*, wrong",
    "MAX_TURNS_PER_PERSON": "wrong",
    "MAX_TURNS_PER_GUILD": "-1 wrong",
    "MAX_WAITING_PER_SESSION": "0 wrong",
    "MAX_TOKENS_PER_TURN": "wrong",
    "MAX_MINUTES_PER_TURN": "wrong",
    "ANSWER_WITHIN_HOURS": "wrong",
    "TOOLS": "mytools:get_weather, wrong",
    "MCP_ALLOW_ORIGINS": "https://right.example, https://user:wrong@host",
    "HEALTH_PORT": "wrong",
    "HEALTH_HOST": "wrong address/8",
    "LOG_FORMAT": "wrong",
    "GATEWAY_BASE": "https://user:wrong@gateway.example",
    "MODEL": "wrong",
}


def leave_alone(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Neither the machine's variables nor a `.env` nearby."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(folder)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    leave_alone(monkeypatch, tmp_path)


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in NEEDED.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def refusal() -> str:
    with pytest.raises(SettingsError) as refused:
        Settings.load()
    assert refused.value.__cause__ is None
    return str(refused.value)


def test_two_settings_are_enough(env: pytest.MonkeyPatch) -> None:
    """With a token and a key everything else has a value, and the bot is closed."""
    settings = Settings.load()

    assert settings.discord_token.get_secret_value() == "token-of-the-bot"
    assert settings.access == Lists()


@pytest.mark.parametrize("name", NEEDED)
def test_a_missing_one_is_named_with_its_mend(env: pytest.MonkeyPatch, name: str) -> None:
    """Without it the sentence names the setting and where to get it."""
    env.delenv(name)

    assert refusal() == f"{name} is missing. {_MENDS[name.lower()]}"


def test_an_empty_one_is_missing(env: pytest.MonkeyPatch) -> None:
    """`DISCORD_TOKEN=` in a copied `.env.example` is a setting that is missing."""
    env.setenv("DISCORD_TOKEN", "")

    assert refusal().startswith("DISCORD_TOKEN is missing.")


def test_all_that_are_missing_are_named_at_once() -> None:
    """An operator mends everything in one go: a line for each."""
    assert [line.split()[0] for line in refusal().splitlines()] == list(NEEDED)


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_one_is_named_and_its_value_is_not(env: pytest.MonkeyPatch, name: str) -> None:
    """The sentence names the setting and its mend, never the value: one day it is a password."""
    env.setenv(name, WRONG[name])
    sentence = refusal()

    assert sentence.startswith(f"{name} has a value that cannot be used. ")
    assert len(sentence.splitlines()) == 1
    assert len(sentence.split(". ", 1)[1]) > 10
    assert "wrong" not in sentence


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAX_TOKENS_PER_TURN", "999"),
        ("MAX_MINUTES_PER_TURN", "0"),
        ("MAX_MINUTES_PER_TURN", "1441"),
        ("MAX_MINUTES_PER_TURN", "nan"),
        ("ANSWER_WITHIN_HOURS", "0"),
        ("ANSWER_WITHIN_HOURS", "24.1"),
        ("HEALTH_PORT", "0"),
        ("HEALTH_PORT", "65536"),
        ("DATABASE_URL", "sqlite:///"),
        ("GEMINI_AGENT", " "),
        ("DISCORD_TOKEN", " "),
        ("DISCORD_TOKEN", "two words"),
        ("GEMINI_API_KEY", " "),
    ],
)
def test_what_cannot_work_is_refused_at_start(env: pytest.MonkeyPatch, name: str, value: str) -> None:
    """Values beyond their bounds are named before anything begins."""
    env.setenv(name, value)

    assert refusal().startswith(f"{name} ")


def test_no_secret_is_in_a_repr(env: pytest.MonkeyPatch) -> None:
    """Token, key and sealing keys are in no repr, so in no log and no traceback."""
    env.setenv("SECRET_KEYS", "sealing-key")
    settings = Settings.load()

    assert not re.search("token-of|key-of|sealing", repr(settings) + str(settings))
    assert settings.secret_keys == (SecretStr("sealing-key"),)


def test_all_secrets_are_known_to_the_log(env: pytest.MonkeyPatch) -> None:
    """Every setting that is a secret, also in a list, is masked should it come into a line."""
    given = {
        name: f"secret-{name}" for name, kind in Settings.model_fields.items() if "SecretStr" in str(kind.annotation)
    }
    env.setenv("GATEWAY_BASE", "https://gateway.example")
    for name, value in given.items():
        env.setenv(name.upper(), f"{value},another-{value}" if name == "secret_keys" else value)

    assert {"discord_token", "gemini_api_key"} <= set(given)
    assert set(Settings.load().secrets) == {*given.values(), "another-secret-secret_keys"}


def test_white_space_around_a_secret_is_taken_off(env: pytest.MonkeyPatch) -> None:
    """A line end that was copied along does no harm."""
    env.setenv("DISCORD_TOKEN", " token\n")

    assert Settings.load().discord_token.get_secret_value() == "token"


def test_keys_are_split_at_commas(env: pytest.MonkeyPatch) -> None:
    """Several sealing keys stand in one setting, the newest first."""
    env.setenv("SECRET_KEYS", " new , old,,")

    assert [key.get_secret_value() for key in Settings.load().secret_keys] == ["new", "old"]


@pytest.mark.parametrize(
    ("given", "ids", "everyone"),
    [
        ("*", set(), True),
        ("1", {1}, False),
        ("1,2", {1, 2}, False),
        (" 1 ,\t2  3,", {1, 2, 3}, False),
        ("1, *", {1}, True),
    ],
)
def test_allow_is_ids_or_a_star(env: pytest.MonkeyPatch, given: str, ids: set[int], *, everyone: bool) -> None:
    """Commas and spaces part ids of servers, roles, people and channels; a star is everyone."""
    env.setenv("ALLOW", given)
    allowed = Allowed(frozenset(map(Snowflake, ids)), everyone)

    assert Settings.load().access == Lists(allow={EVERYTHING: allowed})


@pytest.mark.parametrize("ability", Ability)
def test_an_ability_has_lists_of_its_own(env: pytest.MonkeyPatch, ability: Ability) -> None:
    """`ALLOW_` and `DENY_` with an ability say something of that one alone; an empty list says nothing."""
    env.setenv("ALLOW", " ")
    env.setenv(f"ALLOW_{ability.upper()}", "1")
    env.setenv("DENY", "2,3")
    env.setenv(f"DENY_{ability.upper()}", "*")

    assert Settings.load().access == Lists(
        allow={ability: Allowed(frozenset({Snowflake(1)}))},
        deny={EVERYTHING: Allowed(frozenset({Snowflake(2), Snowflake(3)})), ability: Allowed(everyone=True)},
    )


@pytest.mark.parametrize("given", ["all", "-1", "1.5", "@ada", "١", "**", "1;2", "0x10"])
def test_allow_takes_nothing_else(env: pytest.MonkeyPatch, given: str) -> None:
    """A word that is neither an id nor a star is refused: a typing error must not open or close the bot."""
    env.setenv("ALLOW", given)

    assert refusal().startswith("ALLOW has a value")


def test_a_file_beside_is_read_and_variables_win(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`.env` in the working directory is read; a process variable of the same name wins."""
    (tmp_path / ".env").write_text("GEMINI_AGENT=from-file\nLOG_FORMAT=json\nSOMETHING_ELSE=1\n")
    env.setenv("LOG_FORMAT", "pretty")
    settings = Settings.load()

    assert (settings.gemini_agent, settings.log_format) == ("from-file", "pretty")


def test_every_setting_has_a_mend() -> None:
    """No sentence ends with nothing to do."""
    assert set(Settings.model_fields) == set(_MENDS)


@pytest.mark.parametrize(
    "origin", ["https://a.example", "http://127.0.0.1:*", "http://[::1]:8080", "https://a-b.example:65535"]
)
def test_an_origin_is_taken(env: pytest.MonkeyPatch, origin: str) -> None:
    """A scheme, a host and perhaps a port, or any port; several stand with commas between them."""
    env.setenv("MCP_ALLOW_ORIGINS", f"{origin}, https://other.example,")

    assert Settings.load().mcp_allow_origins == (origin, "https://other.example")


@pytest.mark.parametrize(
    "wrong", ["a.example", "ftp://a.example", "https://a.example/", "https://a.example:99999", "https://u@a.example"]
)
def test_an_address_is_no_origin(env: pytest.MonkeyPatch, wrong: str) -> None:
    """A path, a user, another scheme or an impossible port is refused at start."""
    env.setenv("MCP_ALLOW_ORIGINS", wrong)

    assert "MCP_ALLOW_ORIGINS has a value" in refusal()


def test_functions_are_named_by_module_and_name(env: pytest.MonkeyPatch) -> None:
    """Commas stand between them; a module may lie in a package."""
    env.setenv("TOOLS", "mytools:get_weather, house.lights:switch,")

    assert Settings.load().tools == ("mytools:get_weather", "house.lights:switch")


# --- other providers than Google ---


def test_googles_key_may_be_missing_where_another_provider_answers(env: pytest.MonkeyPatch) -> None:
    """A gateway, and a model of it for whoever does not choose, are enough."""
    env.delenv("GEMINI_API_KEY")
    env.setenv("GATEWAY_BASE", "http://gateway.example:8000")
    env.setenv("GATEWAY_KEY", " licence\n")
    env.setenv("MODEL", "antigravity/gemini-3-flash")
    settings = Settings.load()

    assert settings.gemini_api_key is None
    assert settings.gateway_key == SecretStr("licence")
    assert "licence" not in repr(settings)


@pytest.mark.parametrize(
    "others",
    [{"PROVIDERS": "providers.toml"}, {"GATEWAY_BASE": "https://gateway.example", "GATEWAY_KEY": "licence"}],
    ids=["file", "gateway"],
)
def test_without_googles_key_somebody_must_answer(env: pytest.MonkeyPatch, others: dict[str, str]) -> None:
    """Another provider is there, but nothing says which of its models answers: MODEL is named as missing."""
    env.delenv("GEMINI_API_KEY")
    for name, value in others.items():
        env.setenv(name, value)

    assert refusal() == f"MODEL is missing. {_MENDS['model']}"


def test_a_model_alone_is_no_provider(env: pytest.MonkeyPatch) -> None:
    """MODEL without anything that has models does not take the place of Google's key."""
    env.delenv("GEMINI_API_KEY")
    env.setenv("MODEL", "antigravity/gemini-3-flash")

    assert refusal().startswith("GEMINI_API_KEY is missing.")


@pytest.mark.parametrize(
    ("given", "missing"), [("GATEWAY_BASE", "GATEWAY_KEY"), ("GATEWAY_KEY", "GATEWAY_BASE")], ids=["key", "address"]
)
def test_a_gateway_has_an_address_and_a_key(env: pytest.MonkeyPatch, given: str, missing: str) -> None:
    """One without the other is said, and the other is named."""
    env.setenv(given, "https://gateway.example")

    assert refusal() == f"{missing} is missing. {_MENDS[missing.lower()]}"
