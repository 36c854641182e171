"""`staffroom issuer`: the key with which this instance signs transcripts, and another one in its place."""

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    acts.add_parser("show", help="how this instance is called as an issuer, and every key that it signed with", description=(
        "Print the name of this instance as an issuer (did:web), the address of its page of keys, and every key with which something was signed."))
    acts.add_parser("rotate", help="sign with another key from now on", description=(
        "Make another key, and sign with it from now on. The one before is destroyed. It stays on the page of keys, so what it signed holds. "
        "Run it on the machine that holds the file of the key (STAFFROOM_ISSUER_KEY_FILE)."))


def run(options: argparse.Namespace) -> int:
    from staffroom.cli import Problem, preflight, say, start_django
    preflight.existing()
    start_django()
    from django.conf import settings

    from staffroom.credentials import actions, issuer
    from staffroom.credentials.models import IssuerKey
    preflight.ready()
    if options.act == "rotate":
        try:
            made = actions.rotate()
        except OSError as error:
            raise Problem(f"cannot write {settings.ISSUER_KEY_FILE} ({error.strerror}). Nothing was changed.") from None
        say(f"Signs from now on: {made.public}")
        return 0
    say(f"{issuer.did()}  {settings.BASE_URL}/.well-known/did.json")
    for row in IssuerKey.objects.order_by("made_at", "pk"):
        say(f"{row.public}  since {row.made_at:%Y-%m-%d}, " + (f"signed until {row.ended_at:%Y-%m-%d}" if row.ended_at else "signs"))
    return 0
