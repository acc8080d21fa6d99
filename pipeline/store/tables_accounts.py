"""Tables of who signs in. Accounts are told of in the log; sessions, links and failed tries pass away.

No secret stands in them: of a session, a link and a browser's token there is the SHA-256, of a password its
argon2 hash.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pipeline.store.base import Base, UtcTime


class AccountRow(Base):
    """A person who may sign in. A change moves `entry` on to the entry of the log that tells of it."""

    __tablename__ = "accounts"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    employee: Mapped[str | None] = mapped_column(Text)
    disabled: Mapped[bool]
    password: Mapped[str | None] = mapped_column(Text)
    subject: Mapped[str | None] = mapped_column(Text, unique=True)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.seq"))


class SessionRow(Base):
    """A browser in which somebody is signed in. `digest` is of the cookie, `csrf` goes into its forms."""

    __tablename__ = "sessions"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    csrf: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    seen_at: Mapped[datetime] = mapped_column(UtcTime)


class LinkRow(Base):
    """A link that sets a password, once. Without an account it makes the first administrator."""

    __tablename__ = "one_time"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(Text)
    account: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    expires_at: Mapped[datetime] = mapped_column(UtcTime)


class FailureRow(Base):
    """A try to sign in that failed, once for each key it counts against."""

    __tablename__ = "sign_in_failures"
    __table_args__ = (Index("ix_sign_in_failures_key_at", "key", "at"),)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)
