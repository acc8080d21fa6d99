"""What was found is kept here: SQLAlchemy tables, Alembic migrations, one repository.

`repository.open_store(url, clock=…)` is the door. Every method of `Store` is one transaction, and
running it again changes nothing.
"""
