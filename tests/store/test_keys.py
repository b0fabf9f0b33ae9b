"""Where keys come from, and which are refused."""

import base64
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.core.errors import SettingsError
from bot.store import keys

OLD = base64.urlsafe_b64encode(b"o" * 32).decode()
NEW = base64.urlsafe_b64encode(b"n" * 32).decode()


def values(gathered: tuple[SecretStr, ...]) -> list[str]:
    return [key.get_secret_value() for key in gathered]


def test_the_first_start_makes_a_key_file(tmp_path: Path) -> None:
    """Without any key a file is made that only this user may read, and later starts read the same key."""
    file = tmp_path / "bot.db.key"
    made = values(keys.gather([], file=file))

    assert file.stat().st_mode & 0o777 == 0o600
    assert values(keys.gather([], file=file)) == made
    assert [path.name for path in tmp_path.iterdir()] == ["bot.db.key"]


def test_two_first_starts_make_two_keys(tmp_path: Path) -> None:
    """Keys are random."""
    made = [values(keys.gather([], file=tmp_path / name)) for name in ("a", "b")]

    assert made[0] != made[1]


def test_a_kill_while_the_key_is_written_is_survived(tmp_path: Path) -> None:
    """Half a key, left under its working name by a killed first start, is replaced by a whole one."""
    (tmp_path / "bot.db.key.new").write_text("half")
    made = values(keys.gather([], file=tmp_path / "bot.db.key"))

    assert len(made[0]) == 44
    assert not (tmp_path / "bot.db.key.new").exists()


def test_keys_of_the_settings_need_no_file(tmp_path: Path) -> None:
    """With keys in the settings no key file is made."""
    gathered = values(keys.gather([SecretStr(NEW), SecretStr(OLD)], file=tmp_path / "bot.db.key"))

    assert gathered == [NEW, OLD]
    assert list(tmp_path.iterdir()) == []


def test_the_file_s_keys_come_behind_those_of_the_settings(tmp_path: Path) -> None:
    """Whoever moves from the key file to the settings can still open what the file's key sealed."""
    file = tmp_path / "bot.db.key"
    file.touch(mode=0o600)
    file.write_text(f"{OLD}\n")

    assert values(keys.gather([SecretStr(NEW)], file=file)) == [NEW, OLD]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_key_file_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    """A key file with any right for others is refused, with the command that mends it."""
    file = tmp_path / "bot.db.key"
    file.write_text(OLD)
    file.chmod(mode)

    with pytest.raises(SettingsError, match=f"chmod 600 {file}"):
        keys.gather([], file=file)


def test_an_empty_key_file_is_refused(tmp_path: Path) -> None:
    """An empty key file is not replaced: the key that it held may be needed."""
    file = tmp_path / "bot.db.key"
    file.touch(mode=0o600)

    with pytest.raises(SettingsError, match="is empty: restore it"):
        keys.gather([], file=file)


@pytest.mark.parametrize("bad", ["", "short", OLD[:-4], f"{OLD}AAAA", "ü" * 44, OLD.replace("b", "!"), "*" * 44])
def test_a_malformed_key_is_named_by_its_place_alone(tmp_path: Path, bad: str) -> None:
    """The refusal of a malformed key tells which one it is and how a key looks, not what it says."""
    with pytest.raises(SettingsError, match="key 2 of SECRET_KEYS is not an encryption key") as caught:
        keys.gather([SecretStr(NEW), SecretStr(bad)], file=tmp_path / "bot.db.key")

    assert not bad or bad not in str(caught.value)


def test_the_advised_command_makes_a_key(tmp_path: Path) -> None:
    """What the refusal advises to run prints a key."""
    if subprocess.run(["which", "openssl"], capture_output=True, check=False).returncode:
        pytest.skip("openssl is not installed")
    command = keys._FORM.split("`")[1]
    printed = subprocess.run(["sh", "-c", command], capture_output=True, check=True, text=True).stdout.strip()

    assert values(keys.gather([SecretStr(printed)], file=tmp_path / "bot.db.key")) == [printed]


def test_opening_a_store_does_not_import_cryptography(tmp_path: Path) -> None:
    """The package cryptography is imported when the first secret is sealed, not at start."""
    script = (
        "import asyncio, sys\nfrom bot.store import open_store\n"
        "async def main():\n    async with open_store(sys.argv[1]): pass\n"
        "asyncio.run(main())\nprint('cryptography' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, f"sqlite:///{tmp_path}/bot.db"], capture_output=True, check=True, text=True
    )

    assert done.stdout == "False\n"
