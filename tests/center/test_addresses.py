"""Whose address counts: the visitor's, as far as named proxies tell it."""

import pytest

from center import addresses
from center.http import address_of

HERE, LAN = "127.0.0.1", "127.0.0.1,10.0.0.0/8"


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "told"),
    [
        # Nobody is named: nobody is believed.
        ("", "203.0.113.9", "198.51.100.7", "203.0.113.9"),
        ("", "127.0.0.1", "198.51.100.7", "127.0.0.1"),
        ("", "", "198.51.100.7", ""),
        # One proxy: the last entry is its own, what stands before it is the visitor's.
        (HERE, "127.0.0.1", "198.51.100.7", "198.51.100.7"),
        (HERE, "127.0.0.1", "1.1.1.1, 198.51.100.7", "198.51.100.7"),
        (HERE, "127.0.0.1", "127.0.0.1, 198.51.100.7", "198.51.100.7"),
        (HERE, "::ffff:127.0.0.1", "198.51.100.7", "198.51.100.7"),
        (HERE, "127.0.0.1", "", "127.0.0.1"),
        # Somebody else connects directly and claims to be a proxy's visitor.
        (HERE, "203.0.113.9", "198.51.100.7", "203.0.113.9"),
        # Two proxies in a row.
        (LAN, "127.0.0.1", "1.1.1.1, 198.51.100.7, 10.0.0.5", "198.51.100.7"),
        (LAN, "10.0.0.5", "198.51.100.7,10.9.9.9", "198.51.100.7"),
        (HERE, "127.0.0.1", "198.51.100.7, 10.0.0.5", "10.0.0.5"),
        (LAN, "127.0.0.1", "10.0.0.7", "10.0.0.7"),
        # A Unix socket has no address; whoever may open it is the proxy.
        ("unix", "", "1.1.1.1, 198.51.100.7", "198.51.100.7"),
        (HERE, "", "198.51.100.7", "198.51.100.7"),
        ("unix", "", "198.51.100.7, unix:", "198.51.100.7"),
        ("unix", "", "", ""),
        ("unix", "127.0.0.1", "198.51.100.7", "127.0.0.1"),
        ("unix, 127.0.0.1", "", "198.51.100.7, 127.0.0.1", "198.51.100.7"),
        # As proxies of different make write an address.
        (HERE, "127.0.0.1", "198.51.100.7:51234", "198.51.100.7"),
        (HERE, "127.0.0.1", "[2001:db8::7]:443", "2001:db8::7"),
        (HERE, "127.0.0.1", '"[2001:db8::7]"', "2001:db8::7"),
        (HERE, "127.0.0.1", "2001:DB8:0::7", "2001:db8::7"),
        (HERE, "127.0.0.1", "fe80::1%eth0", "fe80::1"),
        (HERE, "127.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8::1", "2001:db8::1", "198.51.100.7", "198.51.100.7"),
        # What is no address ends the reading at the last one who is known.
        (HERE, "127.0.0.1", "unknown", "127.0.0.1"),
        (HERE, "127.0.0.1", "198.51.100.7, _hidden", "127.0.0.1"),
        (HERE, "127.0.0.1", "198.51.100.7,", "127.0.0.1"),
        (HERE, "127.0.0.1", "１.１.１.１", "127.0.0.1"),
        (HERE, "127.0.0.1", "198.51.100.7\n9", "127.0.0.1"),
        (LAN, "127.0.0.1", "'; DROP, 10.0.0.5", "10.0.0.5"),
        (HERE, "nonsense", "198.51.100.7", "198.51.100.7"),
    ],
)
def test_the_nearest_address_that_is_no_proxy_is_the_visitor(
    trusted, peer, forwarded, told, rf, settings
):
    found = addresses.visitor(peer=peer, forwarded=forwarded, trusted=trusted)
    assert found == told
    settings.TRUSTED_PROXIES = trusted
    request = rf.get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    assert address_of(request) == told


@pytest.mark.parametrize(
    "text",
    ["*", "0.0.0.0/0", "::/0", "1.0.0.0/7", "192.168.1.1/24", "nginx", "1", "10.0.0"],
)
def test_what_cannot_be_a_list_of_proxies_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        addresses.proxies(f"127.0.0.1,{text}")


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("", "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_a_household_is_one_key(address, key):
    assert addresses.household(address) == key


@pytest.mark.parametrize(
    ("key", "is_inside"),
    [
        ("10.20.0.9", True),
        ("10.21.0.9", False),
        ("198.51.100.7", True),
        ("2001:db8:1:2::/64", True),
        ("2001:db8:2:2::/64", False),
        ("unknown", False),
    ],
)
def test_what_lies_in_a_network(key, is_inside):
    listed = "10.20.0.0/16, 198.51.100.7,2001:db8:1::/48"
    assert addresses.is_inside(key, listed) is is_inside
    assert addresses.is_inside(key, "") is False
