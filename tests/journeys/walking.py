"""Somebody who goes through the pages by what they can read on them: labels of fields, words of buttons and links. Nothing else is known."""

import time
from dataclasses import dataclass, field

NARROW = 360


@dataclass
class Walk:
    """One person in one tab. Every tap or key that a hand does is counted; every page they come to is read."""

    page: object
    by_keys: bool = False
    taps: int = 0
    told: list[tuple[str, str, float]] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def open(self, path: str) -> "Walk":
        self.page.goto(path)
        return self.read(f"open {path}")

    def tap(self, words: str, *, kind: str = "button", within: str = "main", nth: int = 0, exact: bool = True) -> "Walk":
        """Press the button or link with these words; the page that comes is read."""
        place = self.page.locator(within).get_by_role(kind, name=words, exact=exact).nth(nth)
        with self.page.expect_navigation():
            self._press(place)
        return self.read(f"{kind} “{words}”")

    def choose(self, words: str) -> "Walk":
        """Choose one of several by its words, as a finger or a key would."""
        chip = self.page.get_by_role("radio", name=words, exact=True)
        if self.by_keys:
            self._reach(chip, arrows=True)
        else:
            self.page.locator("label").filter(has=chip).tap() if self._is_touch() else self.page.locator("label").filter(has=chip).click()
        self.taps += 1
        return self.tell(f"choose “{words}”")

    def write(self, label: str, text: str) -> "Walk":
        """Write into the field with this label; a tap into it, and the keyboard of the phone."""
        place = self.page.get_by_label(label, exact=False).first
        if self.by_keys:
            self._reach(place)
            self.page.keyboard.type(text)
        else:
            self._press(place)
            place.fill(text)
        return self.tell(f"write into “{label}”")

    def read(self, what: str) -> "Walk":
        """The page that came can be read: it is whole, it is as wide as the screen, it has one heading that is seen or said."""
        assert self.page.locator("h1").count() == 1, f"after {what}: {self.page.locator('h1').all_inner_texts()}"
        width = self.page.viewport_size["width"]
        reach = self.page.locator("main").bounding_box()
        assert reach["width"] <= width, f"after {what} the page is {reach['width']} px wide on {width}"
        words = self.page.locator("main").inner_text()
        assert len(words) > 20 and "Traceback" not in words and "{{" not in words, words[:200]
        return self.tell(what)

    def tell(self, what: str) -> "Walk":
        self.told.append((what, self.page.url, time.monotonic() - self.began))
        return self

    def sees(self, words: str) -> bool:
        return words in self.page.locator("main").inner_text()

    def _is_touch(self) -> bool:
        return self.page.viewport_size["width"] <= NARROW

    def _press(self, place) -> None:
        self.taps += 1
        if self.by_keys:
            self._reach(place)
            if place.evaluate("one => one.matches('a, button, summary')"):
                self.page.keyboard.press("Enter")
        elif self._is_touch():
            place.tap()
        else:
            place.click()

    def _reach(self, place, arrows: bool = False) -> None:
        """Tab on until the place has the focus, and see that the focus shows."""
        place.wait_for()
        for _step in range(150):
            self.page.keyboard.press("Tab")
            if place.evaluate("one => one === document.activeElement"):
                if arrows and not place.is_checked():
                    self.page.keyboard.press("Space")
                break
            if arrows and place.evaluate("one => document.activeElement.type === 'radio' && document.activeElement.name === one.name"):
                self._arrow_to(place)
                break
        else:
            raise AssertionError("the Tab key never comes to it")
        shown = place.evaluate("one => { const s = getComputedStyle(one), l = one.closest('label'), m = l ? getComputedStyle(l) : s;"
                               " return s.outlineStyle !== 'none' || m.outlineStyle !== 'none'; }")
        assert shown, "it has the focus and does not show it"

    def _arrow_to(self, place) -> None:
        for _step in range(20):
            if place.evaluate("one => one === document.activeElement && one.checked"):
                return
            if place.evaluate("one => one === document.activeElement"):
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError("the arrow keys never come to it")
