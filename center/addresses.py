"""Whose network address it is that asks, when proxies stand in between. Pure.

A proxy is believed because its own address is named, never because of what it says;
of what it says only the entry counts that it wrote itself, the last one.
"""

from functools import cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# Stands in a list of proxies for one that comes over a Unix socket and has no address.
SOCKET = "unix"
# A wider network cannot hold proxies alone: whoever is in it could forge any address.
WIDEST = {4: 8, 6: 16}
# One household or office holds a whole /64 and may take a new address at every try.
HOUSEHOLD = 64


@cache
def networks(text: str) -> tuple[Network, ...]:
    """Return the networks and addresses of a list; raises ``ValueError``."""
    return tuple(ip_network(part) for part in _parts(text))


@cache
def proxies(text: str) -> tuple[Network, ...]:
    """Return the proxies of a list that have an address.

    Raises ``ValueError`` for what cannot be meant.
    """
    found = networks(",".join(part for part in _parts(text) if part != SOCKET))
    for network in found:
        if network.prefixlen < WIDEST[network.version]:
            raise ValueError(f"{network} would let every visitor name any address")
    return found


def is_proxy(peer: Address | None, trusted: str) -> bool:
    """Say whether ``peer`` is one that is believed; None came over a Unix socket."""
    if peer is None:
        return are_named(trusted)
    return any(peer in network for network in proxies(trusted))


def are_named(text: str) -> bool:
    return bool(_parts(text))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def visitor(*, peer: str, forwarded: str, trusted: str) -> str:
    """Return the address that asks: the nearest one that is no trusted proxy.

    ``forwarded`` is X-Forwarded-For, read from its end; what is no address ends the
    reading. Empty when nobody knows, as over a Unix socket without a header.
    """
    seen = read(peer)
    for hop in reversed(forwarded.split(",")):
        if not is_proxy(seen, trusted):
            break
        if hop.strip() == f"{SOCKET}:":  # how nginx writes a peer without an address
            continue
        further = read(hop)
        if further is None:
            break
        seen = further
    return str(seen) if seen else ""


def read(text: str) -> Address | None:
    """Return an address as proxies write it, with or without brackets, port and zone.

    An IPv4 address inside an IPv6 one is that IPv4 address.
    """
    plain = text.strip().strip('"')
    if plain.startswith("["):
        plain = plain[1:].partition("]")[0]
    elif plain.count(":") == 1:
        plain = plain.partition(":")[0]
    try:
        found = ip_address(plain.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def household(text: str) -> str:
    """Return what attempts from an address are counted under: one key a subscriber.

    What is no address shares one key, so that it is counted too.
    """
    address = read(text)
    if address is None:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(ip_network((address, HOUSEHOLD), strict=False))


def is_inside(key: str, text: str) -> bool:
    """Say whether a household lies wholly in one of the networks of a list."""
    address = read(key.partition("/")[0])
    if address is None:
        return False
    return any(
        address in network and (network.version == 4 or network.prefixlen <= HOUSEHOLD)
        for network in networks(text)
    )
