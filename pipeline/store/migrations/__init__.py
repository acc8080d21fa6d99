"""Alembic revisions. `pipeline.store.schema` runs them when a database is opened; there is no alembic.ini.

A new revision is a new file in `versions/` (copy the newest; `down_revision` names it), the same
change in `pipeline/store/tables.py`, and the new number in `tables.HEAD`. A test compares the three
on SQLite and PostgreSQL.
"""
