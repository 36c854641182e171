"""One web page, one key: two addresses that lead to the same page have the same key. Pure; nothing is fetched."""

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from staffroom.kit.addresses import is_public_name

MOST = 980  # a column holds 1,000, and a key may have a day at its end
_TRACKING = re.compile(r"(utm_.*|fbclid|gclid|dclid|msclkid|yclid|mc_[ce]id|igshid|mkt_tok|_hsenc|_hsmi|ref_src|oly_(anon|enc)_id|vero_id)\Z")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)\Z", re.IGNORECASE)
_SAFE = "/:@!$&'()*+,;=~-._"
_PORTS = {"http": 80, "https": 443}


class NoAddress(ValueError):
    """This is not the address of a web page."""


def tidy(url: str) -> str:
    """The address as it is kept and shown: http or https, on a host that anybody can reach, without a fragment or a password.

    A bare "www.example.org/x" gets https. Raises NoAddress.
    """
    text = url.strip()
    if not text or len(text) > MOST or re.search(r"[\x00-\x20\x7f\\<>\"\u200b-\u200f\u2028-\u202e\u2066-\u2069]", text):
        raise NoAddress
    if "://" not in text and re.match(r"[\w-]+(\.[\w-]+)+([/?#]|\Z)", text):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode() if parts.hostname and not parts.hostname.isascii() else parts.hostname or ""
    except (ValueError, UnicodeError):
        raise NoAddress from None
    if parts.scheme.lower() not in _PORTS or "@" in parts.netloc or not is_public_name(host):
        raise NoAddress
    scheme = parts.scheme.lower()
    place = host if port in (None, _PORTS[scheme]) else f"{host}:{port}"
    path = quote(parts.path or "/", safe=_SAFE + "%")
    tidied = f"{scheme}://{place}{path}" + (f"?{quote(parts.query, safe=_SAFE + '%?')}" if parts.query else "")
    if len(tidied) > MOST:
        raise NoAddress
    return tidied


def key_of(url: str) -> str:
    """The key of an address: no scheme, "www.", default port, fragment, tracking, index page or last slash; parameters sorted.

    `http` and `https` count as one: nobody has two pages there. Raises NoAddress.
    """
    parts = urlsplit(tidy(url))
    host = (parts.netloc.removeprefix("www.") or parts.netloc).removesuffix(".")
    path = quote(unquote(_INDEX.sub("/", parts.path), errors="surrogateescape"), safe=_SAFE, errors="surrogateescape").rstrip("/")
    kept = sorted((name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(name.lower()))
    return f"{host}{path}" + (f"?{urlencode(kept)}" if kept else "")
