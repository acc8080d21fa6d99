"""What all tables share: the base class, moments, and which revision the schema is at."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, MetaData
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

HEAD = "0008"
"""The newest revision in `migrations/versions`; a test compares."""

VERSION_TABLE = "callaudit_schema"
"""Alembic's table under our own name: other programs in the same database keep `alembic_version`."""


class UtcTime(TypeDecorator[datetime]):
    """A moment: with any offset going in, in UTC coming out, on a database that knows zones or not."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's signature
        """Turn into UTC; a time without offset is a bug."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a stored time needs a UTC offset: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's signature
        """SQLite gives it back without zone."""
        if not isinstance(value, datetime):
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables of the store."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
        }
    )
