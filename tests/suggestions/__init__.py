"""Suggestions, judged on sentences of somebody who had seen neither the code nor the catalogue."""
