"""V4: when the largest thing of a page is painted, and how much it jumps, in Chromium at the end of a slow line (400 kbit/s, 400 ms)."""

from statistics import median

from bench.place import Place
from bench.row import Row
from tests import browsing

_LINE = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
_WATCH = """() => {
  window.seen = {paint: 0, jumped: 0};
  new PerformanceObserver(list => { for (const one of list.getEntries()) window.seen.paint = one.startTime; })
    .observe({type: 'largest-contentful-paint', buffered: true});
  new PerformanceObserver(list => { for (const one of list.getEntries()) if (!one.hadRecentInput) window.seen.jumped += one.value; })
    .observe({type: 'layout-shift', buffered: true});
}"""
_READ = "() => new Promise(done => setTimeout(() => done(window.seen), 300))"


def slow_line(place: Place, rounds: int, pages: tuple[str, ...] = ("Today", "Find", "Practice", "Record", "entry", "office")) -> list[Row]:
    """Cold: an empty cache. Warm: the same page again, its sheet and scripts at hand. The worst of these pages, each the median of its rounds."""
    paths = {name: place.pages[name] for name in pages} | {"door": ("", place.public["the door"])}
    found: dict[str, list[tuple[float, str]]] = {"cold": [], "warm": [], "jump": []}
    with browsing.chromium() as browser:
        for name, (who, path) in paths.items():
            looks = [_look(browser, place.product.url, path, place.cookies[who][0] if who else "") for _ in range(rounds)]
            found["cold"].append((median(cold for cold, _warm, _jump in looks), name))
            found["warm"].append((median(warm for _cold, warm, _jump in looks), name))
            found["jump"].append((max(jump for _cold, _warm, jump in looks), name))
    bare = _bare(place, rounds)
    said = f"a bare page with its sheet in the address needs {bare:.2f} s on this line"
    return [Row("V4", "largest paint, cold, slowest page", *_worst(found["cold"]), 1.2, 1.6, f"{max(found['cold'])[1]}; {said}"),
            Row("V4", "largest paint, warm, slowest page", *_worst(found["warm"]), 0.8, 1.0, max(found["warm"])[1]),
            Row("V4", "shift while loading, most", *_worst(found["jump"], ""), 0.02, 0.02, max(found["jump"])[1])]


def _worst(found: list[tuple[float, str]], unit: str = "s") -> tuple[float, str]:
    return max(found)[0], unit


def _bare(place: Place, rounds: int) -> float:
    with browsing.chromium() as browser:
        return median(_look(browser, place.yard.url, "/list40", place.cookies["teacher"][0])[0] for _ in range(rounds))


def _look(browser, home: str, path: str, cookie: str) -> tuple[float, float, float]:
    """Seconds to the largest paint with an empty cache and with a full one, and how far things jumped."""
    context = browsing.visitor(browser, home, cookie, **browsing.PHONE)
    try:
        page = context.new_page()
        page.add_init_script(f"({_WATCH})()")
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.emulateNetworkConditions", _LINE)
        seen = []
        for _ in ("cold", "warm"):
            page.goto(path, wait_until="load")
            seen.append(page.evaluate(_READ))
        return seen[0]["paint"] / 1000, seen[1]["paint"] / 1000, max(one["jumped"] for one in seen)
    finally:
        context.close()
