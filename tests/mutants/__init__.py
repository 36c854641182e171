"""Planted faults: proof that the tests test."""
