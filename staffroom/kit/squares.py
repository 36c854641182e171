"""An address as a square picture for phones (QR), drawn as lines: sharp on a screen, a projector and paper."""

import base64
from io import BytesIO

import qrcode
from qrcode.image.svg import SvgPathFillImage


def drawn(address: str) -> str:
    """The picture as SVG, on white, so that a camera reads it on a dark page too."""
    picture = BytesIO()
    qrcode.make(address, image_factory=SvgPathFillImage).save(picture)
    return picture.getvalue().decode()


def picture(address: str) -> str:
    """The same as the address of an image (data:)."""
    return "data:image/svg+xml;base64," + base64.b64encode(drawn(address).encode()).decode()
