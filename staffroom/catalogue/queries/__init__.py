"""What a reader sees of the catalogue."""
