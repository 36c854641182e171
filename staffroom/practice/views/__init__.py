"""Pages of the plan and of what became of it."""
