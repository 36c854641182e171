"""What happens to offers."""

from staffroom.catalogue.actions.commons import load_commons
from staffroom.catalogue.actions.shelving import Counts

__all__ = ["Counts", "load_commons"]
