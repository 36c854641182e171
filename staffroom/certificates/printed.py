"""A certificate on paper: a tagged PDF (PDF/UA-1), made when it is asked for, of frozen facts alone: the same facts are the same bytes."""

import io
from functools import lru_cache

import qrcode
from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from PIL import Image

from staffroom.certificates import frozen
from staffroom.certificates.models import Certificate
from staffroom.kit import pdf
from staffroom.ui import paper

BORDER = 2


def document(certificate: Certificate) -> dict:
    """What is printed (the shape is in kit.pdf), in the language in which it was issued."""
    with translation.override(certificate.language):
        told = frozen.told(certificate.facts)
        address = certificate.address
        return {
            "title": told.title, "name": told.name, "says": told.says, "did": told.did, "lang": certificate.language,
            "dir": "rtl" if get_language_bidi() else "ltr", "facts": [list(row) for row in told.rows], "notes": list(told.notes),
            "own_head": _("In the holder’s own words: what they take home"), "own": certificate.takeaway,
            "check": _("Whether it still stands, or was corrected or revoked, anybody reads here:"), "address": address,
            "number": _("Number %(number)s") % {"number": certificate.written}, "picture": picture(address),
            "picture_alt": _("The address of the check page as a square code; it stands beside it in letters"), "page": _("Page {n} of {m}"),
            "source": _("Issued on %(day)s at %(site)s") % {"day": paper.whole_day(certificate.made_at.date()), "site": settings.BASE_URL},
        }


def made(certificate: Certificate) -> bytes:
    """The PDF. Raises kit.pdf.NotPrintable."""
    return pdf.compile_pdf("certificate", document(certificate))


def letters_missing(told: frozen.Told, takeaway: str = "") -> list[str]:
    """The letters of a certificate that this machine cannot print."""
    return pdf.missing_glyphs("".join(dict.fromkeys("".join((told.name, takeaway, *(words for _head, words in told.rows))))))


@lru_cache(maxsize=64)
def picture(address: str) -> list[int]:
    """The address as a square code (QR): a PNG with a dot for each square, as numbers, because data reach the page as JSON."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=BORDER, mask_pattern=2)
    code.add_data(address)
    rows = code.get_matrix()
    dots = Image.new("1", (len(rows), len(rows)))
    dots.putdata([0 if dark else 255 for row in rows for dark in row])
    made = io.BytesIO()
    dots.save(made, "PNG")
    return list(made.getvalue())
