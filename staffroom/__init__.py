"""Staffroom: teachers' own professional learning, found, tried, kept and counted."""

__version__ = "0.1.0"
