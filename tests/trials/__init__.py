"""The abuse trials of docs/trials.md that stand in no single room."""
