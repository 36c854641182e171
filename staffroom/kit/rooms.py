"""What every room's app configuration does when Django starts."""

import importlib
import importlib.util

from django.apps import AppConfig


class Room(AppConfig):
    """A room: on start its rules are declared, its receivers connected, its outbox effects known.

    A subclass says `default = True`: with this class imported beside it Django would else see two and take neither.
    """

    default = False

    def ready(self) -> None:
        for module in ("rules", "receivers", "effects"):
            if importlib.util.find_spec(f"{self.name}.{module}"):
                importlib.import_module(f"{self.name}.{module}")
