"""Pictures of the pages for the docs: `script/screens` makes an instance with the demo world, looks at it, and writes docs/screens/.

They are what a visitor sees at first sight, on a phone and on a wide screen; nothing is drawn by hand and nothing is touched up.
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests import browsing
from tests.instance import ROOT, Instance

FOLDER = ROOT / "docs" / "screens"
MOST_BYTES = 200_000
COLOURS = 128
SIZES = {"phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2},
         "wide": {"viewport": {"width": 1280, "height": 860}}}
# name: (who looks, the words of the page, its address or the way to it)
PAGES = {
    "today": ("Joseph Kalani", "Today", "/today/"),
    "find": ("Joseph Kalani", "Find", "/find/?q=know+who+got+it&minutes=15"),
    "offer": ("Joseph Kalani", "An offer", "/find/?q=one+question+at+the+end"),
    "record": ("Chidinma Okafor", "Record", "/record/"),
    "who": ("Chidinma Okafor", "Who can see this", "/record/"),
    "trust": ("Joseph Kalani", "Who can see what", "/trust"),
}


def album() -> str:
    """docs/screens/README.md: every picture with its words."""
    head = "# What it looks like\n\nTaken by `script/screens` from the demo world; everybody in it is invented.\n"
    return head + "".join(f"\n## {words}\n\n![{words}, on a wide screen]({name}-wide.png)\n\n![{words}, on a phone]({name}-phone.png)\n"
                          for name, (_who, words, _path) in PAGES.items())


def files() -> set[str]:
    return {"README.md", *(f"{name}-{size}.png" for name in PAGES for size in SIZES)}


def take(page, name: str) -> bytes:
    """The picture of one of PAGES, as PNG."""
    _who, _words, path = PAGES[name]
    page.goto(path)
    if name == "offer":
        page.locator(".rows h3 a").first.click()
    if name == "who":
        page.locator(".torn h3 a").first.click()
        page.locator(".who > summary").click()
        page.mouse.move(0, 0)
    page.wait_for_load_state("networkidle")
    return page.screenshot(animations="disabled", caret="hide")


def small(picture: bytes) -> bytes:
    """The same picture in few colours."""
    out = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def be(context, who: str):
    """A page of this person of the demo world."""
    page = context.new_page()
    page.goto("/demo/")
    page.locator("article", has=page.locator(f'bdi:text-is("{who}")')).get_by_role("button", name="Be this person").first.click()
    page.wait_for_url(lambda address: "/demo/" not in address)
    return page


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "README.md").write_text(album())
    with tempfile.TemporaryDirectory(prefix="staffroom-screens-") as folder, browsing.chromium() as browser:
        instance = Instance(Path(folder) / "data")
        with instance.running("--workers", "1"):
            for size, options in SIZES.items():
                for name, (who, _words, _path) in PAGES.items():
                    context = browser.new_context(base_url=instance.url, **options)
                    picture = small(take(be(context, who), name))
                    context.close()
                    if len(picture) > MOST_BYTES:
                        print(f"{name}-{size}: {len(picture)} bytes are too many", file=sys.stderr)
                        return 1
                    (FOLDER / f"{name}-{size}.png").write_bytes(picture)
                    print(f"{name}-{size}.png {len(picture) // 1000} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
