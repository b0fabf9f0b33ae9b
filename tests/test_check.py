"""The doctor's judgements, on plain values."""

from typing import Any

import discord
import pytest

from bot.check.discord_side import judged_clock
from bot.check.machine import judged_disk, look_at_pictures
from bot.check.permissions import in_channel
from bot.core.findings import Level, Place, judged_places
from bot.surface.permissions import NEEDED, invitation, missing_of, needed_bits

ME, ROLE, GUILD = "1", "2", "3"
VIEW, SEND, ADMINISTRATOR = 1 << 10, 1 << 11, 1 << 3


def guild(*, everyone: int = 0, role: int = 0, owner: str = "9") -> dict[str, Any]:
    roles = [{"id": GUILD, "permissions": str(everyone)}, {"id": ROLE, "permissions": str(role)}]
    return {"id": GUILD, "owner_id": owner, "roles": roles}


def exception(whose: str, kind: int, *, allow: int = 0, deny: int = 0) -> dict[str, Any]:
    return {"id": whose, "type": kind, "allow": str(allow), "deny": str(deny)}


@pytest.mark.parametrize(
    ("exceptions", "bits"),
    [
        ([], VIEW | SEND),
        ([exception(GUILD, 0, deny=VIEW)], SEND),
        ([exception(GUILD, 0, deny=VIEW), exception(ROLE, 0, allow=VIEW)], VIEW | SEND),
        ([exception(ROLE, 0, deny=SEND), exception(ME, 1, allow=SEND)], VIEW | SEND),
        ([exception(ROLE, 0, allow=SEND), exception(ME, 1, deny=SEND)], VIEW),
        ([exception("7", 0, deny=SEND)], VIEW | SEND),
    ],
)
def test_exceptions_count_from_everyone_to_oneself(exceptions: list[dict[str, Any]], bits: int) -> None:
    """@everyone's, then those of roles, then one's own; those of others never."""
    channel = {"permission_overwrites": exceptions}

    assert in_channel(guild(everyone=VIEW, role=SEND), channel, [ROLE], ME) == bits


@pytest.mark.parametrize("whole", [guild(role=ADMINISTRATOR), guild(owner=ME)])
def test_nothing_is_denied_to_an_administrator_or_the_owner(whole: dict[str, Any]) -> None:
    """Whatever a channel says."""
    channel = {"permission_overwrites": [exception(ME, 1, deny=VIEW)]}

    assert missing_of(in_channel(whole, channel, [ROLE], ME)) == ()


@pytest.mark.parametrize("word", NEEDED)
def test_each_permission_that_is_missing_is_named(word: str) -> None:
    """By Discord's own name; without sending, what hangs on that is not told besides."""
    bits = needed_bits() & ~discord.Permissions(**{word: True}).value

    assert missing_of(bits) == (NEEDED[word],)


def test_the_link_asks_for_what_is_needed_and_no_more() -> None:
    """With both scopes."""
    link = invitation(42)

    assert link.startswith("https://discord.com/oauth2/authorize?client_id=42&scope=bot+applications.commands&")
    assert link.endswith(f"&permissions={needed_bits()}")


def test_what_is_missing_is_told_once_for_the_channels_that_lack_the_same() -> None:
    """Channels that the bot does not see are left out; all that lack it together are told as all."""
    lacks = ("“Attach Files”",)
    some = [Place(guild="G", channel=str(n), missing=lacks if n < 2 else ()) for n in range(3)]
    hidden = Place(guild="G", channel="hidden", missing=None)

    assert "it lacks “Attach Files” in #0, #1." in judged_places("G", [*some, hidden]).sentence
    assert "it lacks “Attach Files” in all its channels." in judged_places("G", some[:2]).sentence
    assert judged_places("G", [hidden]).level is Level.WARNING
    assert judged_places("G", [some[2], hidden]).level is Level.GOOD


@pytest.mark.parametrize(
    ("free", "level", "words"),
    [
        (49_999_999, Level.BAD, "49 MB"),
        (50_000_000, Level.WARNING, "50 MB"),
        (499_999_999, Level.WARNING, "499 MB"),
        (500_000_000, Level.GOOD, "500 MB"),
        (2_500_000_000, Level.GOOD, "2.5 GB"),
    ],
)
def test_little_room_is_told_before_there_is_none(free: int, level: Level, words: str) -> None:
    """With how much there is."""
    finding = judged_disk(free)

    assert finding.level is level
    assert words in finding.sentence


@pytest.mark.parametrize(("now", "level"), [(100.0, Level.GOOD), (105.0, Level.GOOD), (94.0, Level.BAD)])
def test_a_clock_may_be_off_by_five_seconds(now: float, level: Level) -> None:
    """In either direction; where Discord tells no time, nothing is said."""
    assert [finding.level for finding in judged_clock(100.0, now=now)] == [level]
    assert judged_clock(None, now=now) == []


async def test_the_picture_program_is_really_run() -> None:
    """On the smallest picture."""
    assert (await look_at_pictures()).level is Level.GOOD
