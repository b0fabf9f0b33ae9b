"""Ids shaped like the real service's; to everyone else they are opaque."""

import base64
import binascii
import random
import secrets
import string
import uuid


def interaction_id() -> str:
    """`v1_` and a protobuf whose two fields hold the same token, as recorded."""
    token = base64.urlsafe_b64encode(secrets.token_bytes(17)).rstrip(b"=")
    fields = bytes([0x0A, len(token)]) + token + bytes([0x12, len(token)]) + token
    return "v1_" + base64.urlsafe_b64encode(fields).rstrip(b"=").decode()


def environment_id() -> str:
    return uuid.uuid4().hex


def call_id(dice: random.Random) -> str:
    return "".join(dice.choices(string.ascii_lowercase + string.digits, k=8))


def signature(dice: random.Random) -> str:
    return base64.b64encode(b"\n$" + str(uuid.UUID(int=dice.getrandbits(128))).encode()).decode()


def event_id(run_id: str, index: int) -> str:
    """A resume token: it names one event of one run, and does not look like a number."""
    return base64.urlsafe_b64encode(f"{run_id[-8:]}{index:08x}".encode()).decode()


def event_index(run_id: str, token: str) -> int | None:
    """The number of the event that `token` names; None for a token that is not of this run."""
    try:
        text = base64.urlsafe_b64decode(token.encode()).decode()
        return int(text[8:], 16) if len(text) == 16 and text[:8] == run_id[-8:] else None
    except (binascii.Error, ValueError):
        return None
