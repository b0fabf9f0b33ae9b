"""Which IP addresses are the public internet's."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.providers.addresses import is_public

PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "11.0.0.1"]
PUBLIC_6 = ["2606:4700:4700::1111", "2a00:1450:4001:81b::200e", "64:ff9b::808:808", "::ffff:8.8.8.8", "2002:808:808::1"]
NOT_PUBLIC = [
    *("0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254"),
    *("168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1"),
    *("192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1"),
    "255.255.255.255",
]
NOT_PUBLIC_6 = [
    *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1", "100::1", "5f00::1"),
    *("2001::1", "2001:db8::1", "3fff::1", "64:ff9b:1::808:808", "2001:4860::1%eth0", "::ffff:0:7f00:1"),
]


@pytest.mark.parametrize("address", [*PUBLIC, *PUBLIC_6])
def test_what_the_internet_reaches_is_public(address: str) -> None:
    """Addresses on both sides of every private range are public, also inside an address of the other family."""
    assert is_public(address)


@pytest.mark.parametrize("address", [*NOT_PUBLIC, *NOT_PUBLIC_6])
def test_what_only_some_reach_is_not_public(address: str) -> None:
    """Loopback, private, link-local, shared, multicast, reserved, for examples, for tunnels: none is public."""
    assert not is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
@pytest.mark.parametrize("dressed", ["::ffff:{0}", "64:ff9b::{0}", "2002:{1:x}:{2:x}::1", "::{0}", "::ffff:0:{0}"])
def test_no_dress_makes_a_private_address_public(address: str, dressed: str) -> None:
    """An IPv4 address that is not public is none either as mapped, translated, tunnelled or compatible one."""
    high, low = divmod(int(IPv4Address(address)), 1 << 16)

    assert not is_public(dressed.format(address, high, low))


@pytest.mark.parametrize("text", ["", "localhost", "127.1", "0x7f.0.0.1", "2130706433", "0177.0.0.1", "1.2.3.4.5", " "])
def test_what_is_no_address_is_not_public(text: str) -> None:
    """Names and short-hands are not read as addresses."""
    assert not is_public(text)


@given(st.ip_addresses())
def test_python_agrees_where_it_is_sure(address: IPv4Address | IPv6Address) -> None:
    """Whatever Python's own tables call private, link-local, loopback, multicast or reserved is not public here."""
    inner = address.ipv4_mapped or address.sixtofour if isinstance(address, IPv6Address) else None
    seen = inner or ip_address(str(address))
    is_local = seen.is_private or seen.is_loopback or seen.is_link_local or seen.is_multicast or seen.is_unspecified

    assert not (is_local and is_public(str(address)))
