"""The names of things, so that no id can stand where another belongs."""

from typing import NewType

Snowflake = NewType("Snowflake", int)
"""Any Discord id (message, channel, thread, guild, role, person)."""

SessionId = NewType("SessionId", str)
TurnId = NewType("TurnId", str)
RunId = NewType("RunId", str)
"""The provider's own name of a run; opaque, some 70 characters."""
EnvironmentId = NewType("EnvironmentId", str)
Cursor = NewType("Cursor", str)
"""Where a run's event stream was left; opaque, given back to the provider to go on after it."""
Slot = NewType("Slot", str)
"""The place of one message of ours within a turn: `card`, `page0` …, `ping`."""
Milliseconds = NewType("Milliseconds", int)
"""A time: epoch milliseconds, UTC."""

DISCORD_EPOCH_MS = 1_420_070_400_000
"""When a Discord id that is shifted right by 22 bits begins to count (Discord's documentation, "Snowflakes")."""

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 16
NONCE_LIMIT = 25
"""Discord's limit for a message's nonce (Discord's documentation, "Create Message")."""


def new_id(*, now: Milliseconds, randomness: int) -> str:
    """16 characters that sort by time: 45 bits of milliseconds, then 35 bits of `randomness`."""
    number = (int(now) & ((1 << 45) - 1)) << 35 | (randomness & ((1 << 35) - 1))
    return "".join(_ALPHABET[number >> (5 * place) & 31] for place in reversed(range(_LENGTH)))


def nonce_of(turn: TurnId, slot: Slot) -> str:
    """The same turn and slot have the same nonce in every process, so that a repeated send is one message."""
    nonce = f"{turn}.{slot}"
    if len(nonce) > NONCE_LIMIT:
        raise ValueError(f"nonce {nonce!r} is longer than Discord's {NONCE_LIMIT} characters")
    return nonce
