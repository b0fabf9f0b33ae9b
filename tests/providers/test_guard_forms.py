"""What the guard tells from an address alone, before any name is looked up."""

import pytest
from yarl import URL

from bot.providers.guard import Barred, Guard, Why


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("", Why.FORM),
        ("tools.example/mcp", Why.FORM),
        ("ftp://tools.example/mcp", Why.FORM),
        ("file:///etc/passwd", Why.FORM),
        ("https://", Why.FORM),
        ("https://user:pass@tools.example/", Why.FORM),
        ("https://user@tools.example/", Why.FORM),
        ("https://tools.example\\@127.0.0.1/", Why.FORM),
        ("https://tools.example:99999/", Why.FORM),
        ("https://tools.example/a b", Why.FORM),
        ("https://tools.example/\r\nHost: other", Why.FORM),
        ("https://①②⑦.0.0.1/", Why.FORM),
        ("http://tools.example/mcp", Why.SCHEME),
        ("http://127.0.0.1/mcp", Why.SCHEME),
        ("https://tools.example:22/", Why.PORT),
        ("https://tools.example:80/", Why.PORT),
        ("https://tools.example:0/", Why.PORT),
        ("https://tools.example:1023/", Why.PORT),
        ("https://127.0.0.1/", Why.PRIVATE),
        ("https://127.1/", Why.PRIVATE),
        ("https://2130706433/", Why.PRIVATE),
        ("https://[::1]/", Why.PRIVATE),
        ("https://[::ffff:169.254.169.254]/", Why.PRIVATE),
        ("https://[64:ff9b::a9fe:a9fe]/", Why.PRIVATE),
        ("https://[fd00:ec2::254]/", Why.PRIVATE),
    ],
)
def test_a_bad_address_is_barred_before_any_name_is_looked_up(address: str, why: Why) -> None:
    """What is wrong with an address by itself is told from it alone, in a sentence."""
    with pytest.raises(Barred) as caught:
        Guard().checked(address)

    assert caught.value.why is why
    assert caught.value.sentence


@pytest.mark.parametrize(
    "address", ["https://tools.example/mcp", "https://tools.example:8443/", "https://1.1.1.1/x?y=z"]
)
def test_a_good_address_passes(address: str) -> None:
    """Port 443, and an explicit one from 1024 up."""
    assert str(Guard().checked(address)) == address


@pytest.mark.parametrize(
    ("exempt", "address", "is_exempt"),
    [
        ("http://127.0.0.1:*", "http://127.0.0.1:4711/mcp", True),
        ("http://127.0.0.1:*", "http://127.0.0.1/mcp", True),
        ("http://127.0.0.1:*", "https://127.0.0.1:4711/mcp", False),
        ("http://127.0.0.1:*", "http://127.0.0.2:4711/mcp", False),
        ("http://[::1]:8080", "http://[::1]:8080/mcp", True),
        ("https://tools.internal", "https://tools.internal:443/mcp", True),
        ("https://tools.internal", "https://TOOLS.internal/mcp", True),
        ("https://tools.internal", "https://tools.internal:8443/mcp", False),
        ("https://tools.internal", "https://tools.internal.example/mcp", False),
        ("https://tools.internal", "http://tools.internal/mcp", False),
    ],
)
def test_an_exemption_is_for_its_own_origin(exempt: str, address: str, is_exempt: bool) -> None:
    """Scheme, host and port all count; only the port may be left open."""
    assert Guard.of([exempt]).is_exempt(URL(address)) is is_exempt
