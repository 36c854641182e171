"""What every page is given."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from staffroom.kit import device


def everywhere(request: HttpRequest) -> dict:
    """`viewer`, whether an office is shown, whether this instance holds a demo world, and the instance's own words."""
    viewer = getattr(request, "viewer", None)
    return {
        "viewer": viewer,
        "theme": viewer.account.theme if viewer and viewer.account else "",
        "keys_off": bool(viewer and viewer.account and viewer.account.keys_off),
        "has_office": bool(viewer and viewer.account and viewer.has_office),
        "device": device_of(request),
        "demo_world": demo_world(),
        "site_name": settings.SITE_NAME,
        "run_by": settings.RUN_BY,
        "base_url": settings.BASE_URL,
        "in_room": getattr(request, "in_room", False),
    }


def device_of(request: HttpRequest) -> dict | None:
    """What ui/js/keep.js is told where this device keeps things for somebody: for whom, and whether that is another than who reads."""
    owner = device.owner_of(request)
    if not owner:
        return None
    viewer = getattr(request, "viewer", None)
    return {"account": owner, "other": not (viewer and viewer.account and viewer.account.code == owner and viewer.holds_own_key)}


def demo_world() -> bool:
    """Was this instance made with the demo world? Asked of the data folder, once a minute."""
    known = cache.get("demo-world")
    if known is None:
        known = (settings.DATA / "demo").exists()
        cache.set("demo-world", known, 60)
    return known
