"""Who sends a request."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.requests import HTTPConnection

Networks = Sequence[IPv4Network | IPv6Network]


def client_address(request: HTTPConnection, trusted: Networks) -> str:
    """What a proxy says about the sender counts only if the proxy is ours: anybody can send X-Forwarded-For. Each
    proxy adds the address it saw at the right end."""
    host = request.client.host if request.client else ""
    address = _parse(host)
    if address is None:
        return host
    hops = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
    while hops and any(address in network for network in trusted):
        hop = _parse(hops.pop().strip())
        if hop is None:
            break
        address = hop
    if address.version == 6:  # one household has 2^64 of them
        return str(ip_network((int(address), 64), strict=False))
    return str(address)


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address
