"""Who may speak to the playground."""

import pytest

from bot.playground.guard import reason_to_refuse
from tests.playground.served import Client


@pytest.mark.parametrize("remote", ["127.0.0.1", "127.8.9.1", "::1"])
@pytest.mark.parametrize("host", ["127.0.0.1:8099", "localhost:8099", "localhost", "[::1]:8099", "LOCALHOST:1"])
def test_this_machine_may_pass(remote: str, host: str) -> None:
    """Loopback peers that name this machine are let through, with or without their own page's origin."""
    assert reason_to_refuse(remote, host, None) is None
    assert reason_to_refuse(remote, host, f"http://{host}") is None


@pytest.mark.parametrize("remote", ["192.168.1.7", "10.0.0.1", "::ffff:8.8.8.8", "", None, "nonsense"])
def test_another_machine_is_refused(remote: str | None) -> None:
    """Even if the port were reachable from outside, only loopback is answered."""
    assert reason_to_refuse(remote, "127.0.0.1:8099", None)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:1", "", "[::1", "0.0.0.0"],
)
def test_a_foreign_name_is_refused(host: str) -> None:
    """A name that was rebound to 127.0.0.1 still shows in the Host header."""
    assert reason_to_refuse("127.0.0.1", host, None)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:3000", "http://127.0.0.1:8099.evil.example", ""]
)
def test_another_web_page_is_refused(origin: str) -> None:
    """A browser tells where a request comes from; pages of others, of other ports too, stay out."""
    assert reason_to_refuse("127.0.0.1", "127.0.0.1:8099", origin)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example@localhost",
        "evil.example:1@127.0.0.1:8099",
        "localhost/@evil",
        "localhost\n",
        "localhost:99x",
        "localhost?.evil.example",
        "localhost#.evil.example",
        "[::1]evil.example",
    ],
)
def test_a_name_with_more_than_a_name_is_refused(host: str) -> None:
    """A Host in which a parser of addresses would find this machine is none of this machine's."""
    assert reason_to_refuse("127.0.0.1", host, None)


async def test_a_foreign_page_moves_no_lever(client: Client) -> None:
    """The refusal comes before the lever moves, and leaves nothing in the journal."""
    status, _ = await client.request("POST", "/playground/clock", {"advance_s": 9}, Origin="https://evil.example")
    rebound, _ = await client.request("GET", "/playground/world", Host="evil.example")
    moved = await client.lever("clock", {"advance_s": 0})

    assert (status, rebound) == (403, 403)
    assert moved["now"] > 0
    assert await client.lever("requests") == []
