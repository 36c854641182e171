"""Small drawings that stand in for photos in the demo world. They show paper, tape and card, and never a person."""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

SIZE = (720, 480)
PAPER, INK, BLUE, YELLOW, GREEN = "#f6f1e4", "#2b2a28", "#3b5b92", "#e9c34a", "#4f7a4a"


def _counts(draw: ImageDraw.ImageDraw) -> None:
    """Strokes in two rows: minutes until work began."""
    for row, minutes in enumerate((12, 11, 12, 9, 4, 4)):
        y = 60 + row * 66
        for n in range(minutes):
            x = 70 + n * 34 + (n // 5) * 16
            draw.line((x, y, x - 6, y + 44), fill=BLUE if row > 3 else INK, width=6)


def _piles(draw: ImageDraw.ImageDraw) -> None:
    """Three piles of slips on a desk."""
    for pile, count in enumerate((9, 8, 9)):
        for n in range(count):
            x, y = 60 + pile * 220 + (n % 3) * 5, 340 - n * 26
            draw.rectangle((x, y, x + 160, y + 60), fill="#ffffff", outline=INK, width=3)
            draw.line((x + 14, y + 22, x + 120 - n * 4, y + 22), fill=BLUE, width=4)


def _strip(draw: ImageDraw.ImageDraw) -> None:
    """Three squares of card: a book, a number, a door."""
    for n in range(3):
        draw.rectangle((50 + n * 215, 140, 240 + n * 215, 330), fill="#ffffff", outline=INK, width=5)
    draw.polygon([(85, 200), (145, 215), (145, 285), (85, 270)], outline=BLUE, width=5)
    draw.polygon([(205, 200), (145, 215), (145, 285), (205, 270)], outline=BLUE, width=5)
    for n in range(4):
        draw.ellipse((295 + n * 35, 220, 320 + n * 35, 245), fill=YELLOW, outline=INK, width=3)
    draw.rectangle((540, 175, 610, 310), outline=GREEN, width=6)
    draw.ellipse((590, 240, 602, 252), fill=GREEN)


def _door(draw: ImageDraw.ImageDraw) -> None:
    """A sign and a chair."""
    draw.rectangle((70, 40, 330, 460), outline=INK, width=6)
    draw.rectangle((120, 110, 280, 210), fill=YELLOW, outline=INK, width=4)
    for n in range(3):
        draw.line((140, 135 + n * 24, 260 - n * 30, 135 + n * 24), fill=INK, width=5)
    draw.line((470, 210, 470, 440), fill=BLUE, width=10)
    draw.line((470, 330, 590, 330), fill=BLUE, width=10)
    draw.line((590, 330, 590, 440), fill=BLUE, width=10)


def _path(draw: ImageDraw.ImageDraw) -> None:
    """Twenty squares of tape on a floor."""
    for n in range(20):
        row, column = divmod(n, 10)
        column = column if row == 0 else 9 - column
        x, y = 40 + column * 64, 150 + row * 100
        draw.rectangle((x, y, x + 58, y + 58), outline=YELLOW if n < 10 else BLUE, width=7)


def _leaf(draw: ImageDraw.ImageDraw) -> None:
    """A first and a third drawing of a leaf."""
    draw.ellipse((70, 130, 280, 350), outline=GREEN, width=6)
    draw.line((175, 130, 175, 420), fill=GREEN, width=6)
    draw.polygon([(520, 70), (610, 160), (640, 260), (590, 350), (520, 390), (450, 350), (400, 260), (430, 160)], outline=GREEN, width=6)
    draw.line((520, 70, 520, 450), fill=GREEN, width=5)
    for n in range(5):
        y = 150 + n * 48
        draw.line((520, y + 30, 590 - n * 6, y), fill=GREEN, width=3)
        draw.line((520, y + 30, 450 + n * 6, y), fill=GREEN, width=3)


DRAWN: dict[str, Callable[[ImageDraw.ImageDraw], None]] = {
    "counts": _counts, "piles": _piles, "strip": _strip, "door": _door, "path": _path, "leaf": _leaf}


def picture(name: str) -> bytes:
    """One of DRAWN as a PNG."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    for y in range(40, SIZE[1], 40):
        draw.line((0, y, SIZE[0], y), fill="#d9d2c0", width=1)
    DRAWN[name](draw)
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()
