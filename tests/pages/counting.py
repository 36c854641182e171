"""How many statements a page needs. Runs inside an instance, asked by `Instance.ask`."""

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def counts(cookies: dict[str, str], pages: dict[str, list[list[str]]]) -> dict[str, list]:
    """{"who path": [address as written, statements]}, asked twice so that what is kept for a while is kept."""
    found = {}
    for route, looks in pages.items():
        for who, path in looks:
            client = Client(SERVER_NAME="127.0.0.1")
            if cookies[who]:
                client.cookies[settings.SESSION_COOKIE_NAME] = cookies[who]
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            found[f"{who} {path}"] = [route, len(asked)]
    return found
