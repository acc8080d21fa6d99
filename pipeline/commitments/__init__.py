"""Who promised what by when, and what became of it. Pure: no file, no clock, no database."""
