"""Clients looked after or forgotten: repeats, rhythm, rivals. Pure: no file, no clock, no database."""
