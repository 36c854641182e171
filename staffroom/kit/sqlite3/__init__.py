"""SQLite, as Django drives it, with a shorter way to the points of a transaction."""
