"""callaudit: recorded client calls in, scored findings with their quotes out. See README.md for the map."""
