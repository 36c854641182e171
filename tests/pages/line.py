"""Pages as they go over the line: what a browser with an empty cache would ask for, and what it weighs."""

import re
import urllib.error
import urllib.request

import brotli

_ASKED = re.compile(r'<(?:link rel="stylesheet"|script[^>]*|use|img)[^>]*?(?:href|src)="(/[^"#]+)')


class Line:
    """Asks for pages as a browser with an empty cache would; remembers what weighs how much."""

    def __init__(self, home: str):
        self.home, self.weights = home, {}

    def get(self, path: str, cookie: str = "") -> tuple[str, int]:
        """(text, bytes on the line)"""
        request = urllib.request.Request(self.home + path, headers={"Accept-Encoding": "br", **({"Cookie": f"session={cookie}"} if cookie else {})})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                raw, packed = answer.read(), answer.headers.get("Content-Encoding") == "br"
        except urllib.error.HTTPError as error:
            raw, packed = error.read(), error.headers.get("Content-Encoding") == "br"
        return (brotli.decompress(raw) if packed else raw).decode(), len(raw)

    def weigh(self, path: str) -> int:
        if path not in self.weights:
            self.weights[path] = self.get(path)[1]
        return self.weights[path]


def weights_of(line: Line, text: str, size: int) -> dict[str, int]:
    """What a first visit to this page weighs, and the page alone as the next one."""
    weights = {path: line.weigh(path) for path in set(_ASKED.findall(text))}
    sheet = sum(weight for path, weight in weights.items() if path.endswith(".css"))
    scripts = sum(weight for path, weight in weights.items() if path.endswith(".js"))
    return {"document and sheet": size + sheet, "all of it": size + sum(weights.values()), "scripts": scripts, "as the next page": size,
            "requests": len(weights) + 1}
