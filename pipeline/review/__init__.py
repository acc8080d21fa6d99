"""What people look at and say: which calls are drawn for them, what they answer, and what then counts."""
