"""The named profile of plain http on a network of one's own (`staffroom serve --lan`): who asks from the room, and who sits at the machine itself."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

AT_HOME = {"127.0.0.1", "localhost", "[::1]"}


def in_room(request: HttpRequest) -> bool:
    """Does this come over plain http from another machine? Both the name that was typed and the address it came from are of this machine, or it does.

    A name alone could be made up, and an address alone could be a proxy's.
    """
    if not settings.LAN:
        return False
    name = split_domain_port(request.META.get("HTTP_HOST", ""))[0]
    return not (settings.PROXIES == 0 and name in AT_HOME and _is_loopback(request.META.get("REMOTE_ADDR", "")))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
