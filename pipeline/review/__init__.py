"""What people look at and say: for now, which calls are drawn for their ears."""
