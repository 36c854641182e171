"""Shapes of this room: offers and where they come from, what people say of them, and what is a person's own."""

from staffroom.catalogue.models.cards import CardEdition, PracticeCard
from staffroom.catalogue.models.offers import Merge, Offer, Source, Visit, Where
from staffroom.catalogue.models.own import Follow, ImportRun, SavedSearch
from staffroom.catalogue.models.said import Correction, Review

__all__ = ["CardEdition", "Correction", "Follow", "ImportRun", "Merge", "Offer", "PracticeCard", "Review", "SavedSearch", "Source", "Visit", "Where"]
