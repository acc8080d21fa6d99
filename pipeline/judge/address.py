"""Where the model is: on this machine or in the house, unless the settings say otherwise in so many words."""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from pipeline.errors import UserError

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

HOUSE = tuple(
    ipaddress.ip_network(network)
    for network in ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)
"""Loopback and private networks (RFC 1122, 1918, 4193). Link-local ones are left out: a cloud's metadata
service answers there. So are 100.64.0.0/10 and whatever else is not routed but belongs to a provider."""

PORTS = {"http": 80, "https": 443}

Resolver = Callable[[str, int], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Place:
    """An endpoint's URL, taken apart.

    Args:
        scheme: http or https.
        host: name or address.
        port: number.
        path: before `/chat/completions`, without a slash at the end.
    """

    scheme: str
    host: str
    port: int
    path: str


def place_of(url: str) -> Place:
    """Read the setting `judge_url`.

    Raises:
        UserError: it is no URL that can be asked.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as fault:
        raise UserError(f"settings, judge_url: {url!r} is no URL: {fault}") from fault
    if parts.scheme not in PORTS or not parts.hostname:
        raise UserError(
            f"settings, judge_url: {url!r}; write it as http://127.0.0.1:8000/v1 (http or https, with a host)"
        )
    if parts.username or parts.password:
        raise UserError("settings, judge_url: a password does not belong into a URL; use judge_key")
    if parts.query or parts.fragment:
        raise UserError("settings, judge_url: nothing may follow the path; /chat/completions is added to it")
    return Place(parts.scheme, parts.hostname, port or PORTS[parts.scheme], parts.path.rstrip("/"))


def resolved(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a host; () where it has none now."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        return ()
    return tuple(dict.fromkeys(str(item[4][0]) for item in found))


def permitted(place: Place, *, outside: bool, resolve: Resolver = resolved) -> tuple[str, ...]:
    """The addresses to connect to; () where the name has none at the moment.

    A name is looked up again for every connection and the connection made to the address that was looked at,
    so that a name cannot change sides in between.

    Raises:
        UserError: one of its addresses is outside, and nobody has allowed that.
    """
    addresses = resolve(place.host, place.port)
    strange = [address for address in addresses if not in_house(address)]
    if strange and not outside:
        raise UserError(
            f"settings, judge_url: {place.host} is {strange[0]}, which is neither this machine nor a private "
            "network; what was said on the telephone would leave the house. Run the model here, or set "
            "judge_outside = true if you may and want to send it there"
        )
    return addresses


def in_house(address: str) -> bool:
    """Whether an address is this machine's or a private network's.

    >>> in_house("192.168.0.7"), in_house("::ffff:10.1.2.3"), in_house("169.254.169.254"), in_house("8.8.8.8")
    (True, True, False, False)
    """
    try:
        known: IpAddress = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    return any(known in network for network in HOUSE if network.version == known.version)
