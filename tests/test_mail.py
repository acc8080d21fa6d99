"""The mail about new reports, against a mail server that listens on this machine."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage  # noqa: TC003  # what the fixture keeps
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from pipeline.errors import UserError
from pipeline.mail import Unsent, message, tell
from pipeline.settings import Settings, load_settings
from pipeline.store.nouns import ItemState, RunAccount, RunItem, RunState

ACCESS = {"smtp_user": "bot", "smtp_password": "secret"}
ACCOUNT = RunAccount(
    id=1,
    started_at=datetime(2026, 10, 17, 2, tzinfo=UTC),
    finished_at=None,
    state=RunState.FINISHED,
    accepted=12,
    known=3,
    quarantined=1,
    failed=0,
    pending=0,
    audio_ms=1,
    elapsed_ms=1,
    items=(RunItem("Ирина Соколова 79161234567.wav", "a" * 64, ItemState.ACCEPTED),),
)


class Box:
    """Keeps what arrives."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        assert isinstance(envelope.content, bytes)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients += envelope.rcpt_tos
        return "250 OK"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def box() -> Iterator[tuple[Box, int]]:
    box, port = Box(), free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box, port
    server.stop()


def settings(port: int, **more: object) -> Settings:
    return Settings(
        smtp_host="127.0.0.1", smtp_port=port, smtp_security="none",
        mail_from="callaudit@example.org", mail_to=("lead@example.org", "hr@example.org"), **more,
    )  # type: ignore[arg-type]  # fmt: skip


def test_the_mail_arrives_with_counts_in_both_languages_and_no_name(box: tuple[Box, int]) -> None:
    kept, port = box
    assert tell(settings(port), ACCOUNT, place="/srv/reports/index.html") is None
    (mail,) = kept.mails
    assert kept.recipients == ["lead@example.org", "hr@example.org"]
    text = mail.get_content()
    assert "Записей принято: 12" in text
    assert "Recordings taken: 12" in text
    assert "/srv/reports/index.html" in text
    assert "Соколова" not in str(mail)
    assert not list(mail.iter_attachments())


def test_no_mail_leaves_unless_it_is_asked_for(box: tuple[Box, int]) -> None:
    kept, _ = box
    assert tell(Settings(), ACCOUNT, place="x") is None
    assert not kept.mails


def test_the_account_at_the_mail_server_is_used() -> None:
    kept, port = Box(), free_port()

    def check(
        _server: object, _session: object, _envelope: object, _mechanism: str, data: object
    ) -> AuthResult:
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"bot", b"secret")
        return AuthResult(success=good, handled=good)

    server = Controller(
        kept, hostname="127.0.0.1", port=port, authenticator=check, auth_required=True, auth_require_tls=False
    )
    server.start()
    try:
        assert tell(settings(port, **ACCESS), ACCOUNT, place="x") is None
        refused = tell(settings(port, **{**ACCESS, "smtp_password": "wrong"}), ACCOUNT, place="x")
    finally:
        server.stop()
    assert len(kept.mails) == 1
    assert isinstance(refused, Unsent)
    assert "SMTPAuthenticationError" in refused.reason
    assert "wrong" not in refused.reason


def test_a_server_that_is_not_there_stops_nothing() -> None:
    unsent = tell(settings(free_port()), ACCOUNT, place="x")
    assert isinstance(unsent, Unsent)
    assert "127.0.0.1" in unsent.reason


def test_a_plain_server_is_not_told_anything_when_encryption_is_asked_for(box: tuple[Box, int]) -> None:
    kept, port = box
    unsent = tell(settings(port).model_copy(update={"smtp_security": "starttls"}), ACCOUNT, place="x")
    assert isinstance(unsent, Unsent)
    assert not kept.mails


def test_a_mail_server_without_recipients_is_named(tmp_path: Path) -> None:
    file = tmp_path / "callaudit.toml"
    file.write_text('smtp_host = "mail.example.org"\n')
    with pytest.raises(UserError, match="mail_to"):
        load_settings(file)


def test_the_password_is_not_shown() -> None:
    assert ACCESS["smtp_password"] not in repr(settings(1, **ACCESS)).replace("oidc_client_secret", "")


def test_a_line_break_in_an_address_adds_no_header() -> None:
    unsent = tell(
        settings(1).model_copy(update={"mail_from": "a@example.org\nBcc: thief@example.org"}),
        ACCOUNT,
        place="x",
    )
    assert isinstance(unsent, Unsent)
    with pytest.raises(ValueError, match="linefeed"):
        message(settings(1).model_copy(update={"mail_from": "a@b\nBcc: c@d"}), ACCOUNT, place="x")
