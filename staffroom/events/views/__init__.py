"""Pages of events: the wall side, what its host does, the door and the list."""
