"""What a teacher sees of suggestions: `shelf` the offers as the sums see them, `suggestions` from a sentence to three, `reasons` in words."""

from staffroom.growth.queries.shelf import LEADS, themes, whole
from staffroom.growth.queries.suggestions import Suggestion, suggestions, wish_of

__all__ = ["LEADS", "Suggestion", "suggestions", "themes", "whole", "wish_of"]
