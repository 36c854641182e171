"""Pages of this room: for a teacher, and for the office that was asked."""
