"""Arrivals: what lies in the drop folder, whose call it is, and why a file is not taken."""
