"""Scenarios of docs/promise.md that pass through several rooms."""
