"""Which addresses of the network the server may be asked to visit: only those anybody can reach.

Used by ``fetch``. The rule is an allow-list: a global unicast address by the IANA special-purpose
registries (as the standard library knows them), minus forms that carry another address inside.
"""

import ipaddress
import re

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_GLOBAL_IPV6 = ipaddress.IPv6Network("2000::/3")
_REFUSED = [
    ipaddress.ip_network(text)
    for text in (
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
        "168.63.129.16/32",  # a cloud's own service address, public by number only
        "2002::/16",  # 6to4 carries an IPv4 address, RFC 3056
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",
        "3fff::/20",  # documentation, RFC 9637
    )
]
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)\Z")
_NUMBER = re.compile(r"(\d+|0x[0-9a-f]*)\Z")
_LOCAL_ENDINGS = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "arpa", "onion", "test", "invalid", "alt")


def is_public(address: str) -> bool:
    """True if ``address`` (a numeric IPv4 or IPv6 address) is open to everybody.

    IPv4-mapped, IPv4-compatible and 6to4 forms never are. A NAT64 address is what the IPv4 address
    in it is. An address with a zone, or anything that is no address, is not public.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.scope_id is not None:
            return False
        if found in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
        if found not in _GLOBAL_IPV6 or _isatap(found):
            return False
    special = found.is_multicast or found.is_reserved or found.is_unspecified or found.is_loopback or found.is_link_local
    return found.is_global and not special and not any(found in network for network in _REFUSED)


def _isatap(address: ipaddress.IPv6Address) -> bool:
    """RFC 5214: an interface identifier 0:5efe or 200:5efe holds an IPv4 address."""
    return int(address) >> 32 & 0xFDFFFFFF == 0x00005EFE


def is_public_name(host: str) -> bool:
    """True if ``host`` (lower case, ASCII) is written like a name of the public DNS or a public address.

    Names of one label, endings kept for local use, a trailing dot, and names that end in a number
    (the ways of writing an IPv4 address that only some parsers read) are not.
    """
    if ":" in host or re.fullmatch(r"\d{1,3}(\.\d{1,3}){3}", host):
        return is_public(host)
    labels = host.split(".")
    if len(host) > 253 or len(labels) < 2 or not all(map(_LABEL.match, labels)):
        return False
    return not _NUMBER.match(labels[-1]) and labels[-1] not in _LOCAL_ENDINGS
