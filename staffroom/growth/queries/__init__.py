"""What a teacher sees of suggestions: `shelf` the offers as the sums see them, `suggestions` from a sentence to three, `reasons` in words,
`matters` where nothing speaks of it."""

from staffroom.growth.queries.matters import Matter, matters
from staffroom.growth.queries.shelf import LEADS, themes, whole
from staffroom.growth.queries.suggestions import Suggestion, suggestions, wish_of

__all__ = ["LEADS", "Matter", "Suggestion", "matters", "suggestions", "themes", "whole", "wish_of"]
