"""Pages made from many rooms."""
