"""What may be the name of a server, a header, its value, and a list of tools."""

import pytest

from bot.core.ids import Milliseconds, Snowflake
from bot.core.tools.servers import AddedServer, is_header, is_header_value, is_name, names_of_tools


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("weather", True),
        ("my-tools_2", True),
        ("a" * 32, True),
        ("a" * 33, False),
        ("Weather", False),
        ("we ather", False),
        ("wéather", False),
        ("weather\n", False),
        ("٣", False),
        ("", False),
    ],
)
def test_names_follow_the_service_s_rule(text: str, is_one: bool) -> None:
    """Small ASCII letters, digits, - and _, at most 32; the service answers anything else with a bare refusal."""
    assert is_name(text) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Authorization", True),
        ("X-Api-Key", True),
        ("x" * 50, True),
        ("x" * 51, False),
        ("Authorization: Bearer", False),
        ("X Key", False),
        ("X-Key\r\n", False),
        ("Host", False),
        ("content-length", False),
        ("Mcp-Session-Id", False),
        ("", False),
    ],
)
def test_a_header_is_a_word_that_the_transport_does_not_need(text: str, is_one: bool) -> None:
    """A token of HTTP's, but none that the connection or the protocol sets by itself."""
    assert is_header(text) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("Bearer abc", True), ("a" * 4000, True), ("a" * 4001, False), ("", False), ("a\nb", False), ("ü", False)],
)
def test_a_value_is_one_line_of_ascii(text: str, is_one: bool) -> None:
    """What could begin another header is no value."""
    assert is_header_value(text) is is_one


def test_names_of_tools_are_read_from_a_line() -> None:
    """With commas or spaces, each once, in order."""
    assert names_of_tools(" forecast,add  forecast , sum") == ("forecast", "add", "sum")
    assert names_of_tools("") == ()


@pytest.mark.parametrize("text", [" ".join(f"tool-{number}" for number in range(31)), "x" * 129])
def test_too_many_tools_or_too_long_names_are_refused(text: str) -> None:
    """More than 30, or a name of more than 128 characters."""
    with pytest.raises(ValueError, match="too much"):
        names_of_tools(text)


def test_a_server_does_not_show_its_headers() -> None:
    """Neither as it is kept nor as it is offered to a run."""
    server = AddedServer(
        guild=Snowflake(1),
        name="weather",
        url="https://tools.example/mcp",
        headers={"X-Key": "hush"},
        added_by=Snowflake(2),
        added_at=Milliseconds(3),
    )

    assert server.offer.headers == {"X-Key": "hush"}
    assert "hush" not in repr(server) + repr(server.offer)
