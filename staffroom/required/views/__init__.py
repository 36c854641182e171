"""Pages of this room: for an office, and for those who are asked."""
