"""Why a file was not taken: one error with a code, and the sentence that a person reads."""

from django.utils.translation import gettext as _


class Unwelcome(ValueError):
    """A file, picture or archive that is not taken.

    ``code`` is a key of ``_sentences``; ``detail`` fills its gap (a size, a kind of file) and never
    holds words from inside the file.
    """

    def __init__(self, code: str, detail: str = ""):
        super().__init__(code)
        self.code = code
        self.detail = detail

    def sentence(self) -> str:
        """What to say to the person, in their language: what is wrong and what to do next."""
        return _sentences()[self.code] % {"detail": self.detail}


def _sentences() -> dict[str, str]:
    return {
        "empty": _("This file is empty. Choose it again; the upload may have been cut off."),
        "size": _("This file is larger than %(detail)s. Choose a smaller one, or add a link to it instead."),
        "kind": _("Files of this kind are not kept here. Save it as PDF, JPEG or PNG, or add a link to it instead."),
        "heic": _("This picture is in the HEIC format. Save it as JPEG and add it again."),
        "mismatch": _("The name says one kind of file and the content another. Save it again under its own kind."),
        "active": _("This file holds a program or a script. Save it without, for example by printing it to PDF."),
        "locked": _("This file is locked with a password. Save a copy without one and add that."),
        "polyglot": _("This file is two kinds of file in one, which is not taken. Save it again and add the copy."),
        "damaged": _("This file cannot be read; it may be damaged or cut off. Save it again and add the copy."),
        "pixels": _("This picture has more than %(detail)s million pixels. Make it smaller and add it again."),
        "frames": _("This picture has more than %(detail)s frames. Add a film or a single picture instead."),
        "metadata": _("This picture carries an unusual amount of hidden data. Save it again and add the copy."),
        "bomb": _("This file would grow far too large when it is opened, so it is not taken."),
        "paths": _("This archive holds names that point outside itself or occur twice, so it is not taken."),
    }
