"""A short mail that new reports are there: counts and a place, never a name, a quote or a report.

Off unless the settings name a mail server. What the reports hold is personal data and stays where it is.
"""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from pipeline.calls.text import Text
from pipeline.settings import Settings
from pipeline.store.nouns import RunAccount
from pipeline.tools import now

TIMEOUT_S = 30

SUBJECT = Text(ru="Отчёты по звонкам готовы", en="Call reports are ready")
BODY = Text(
    ru="Новые отчёты по звонкам: {place}\n\nЗаписей принято: {accepted}, уже были: {known}, в карантине: "
    "{quarantined}, не удалось обработать: {failed}.\n\nЭто предположения машины, а не основание для "
    "взысканий.",
    en="New call reports: {place}\n\nRecordings taken: {accepted}, known already: {known}, in quarantine: "
    "{quarantined}, could not be processed: {failed}.\n\nThese are machine suggestions, not to be used for "
    "discipline.",
)


@dataclass(frozen=True, slots=True)
class Unsent:
    """A mail that did not go out, and why. The night goes on: the reports are there."""

    reason: str


def message(settings: Settings, account: RunAccount, *, place: str) -> EmailMessage:
    """The mail about a run, in both languages.

    Args:
        settings: sender and recipients.
        account: what the run did.
        place: where the index lies.
    """
    counts = {
        "accepted": account.accepted,
        "known": account.known,
        "quarantined": account.quarantined,
        "failed": account.failed,
    }
    mail = EmailMessage()
    mail["Subject"] = f"{SUBJECT.ru} / {SUBJECT.en}"
    mail["From"] = settings.mail_from
    mail["To"] = ", ".join(settings.mail_to)
    mail["Date"] = format_datetime(now())
    mail["Message-ID"] = make_msgid(domain="callaudit.invalid")
    mail["Auto-Submitted"] = "auto-generated"
    body = BODY.filled(place=place, **counts)
    mail.set_content(f"{body.ru}\n\n--\n\n{body.en}\n")
    return mail


def tell(settings: Settings, account: RunAccount, *, place: str) -> Unsent | None:
    """Send the mail about a run; nothing without a mail server in the settings.

    Returns:
        None when it went out or none was wanted; else why it did not.
    """
    if not settings.smtp_host:
        return None
    try:
        _send(settings, message(settings, account, place=place))
    except (OSError, smtplib.SMTPException, ValueError) as fault:
        return Unsent(f"{settings.smtp_host}:{settings.smtp_port}: {type(fault).__name__}: {fault}")
    return None


def _send(settings: Settings, mail: EmailMessage) -> None:
    secure = ssl.create_default_context()
    where = (settings.smtp_host, settings.smtp_port)
    server = (
        smtplib.SMTP_SSL(*where, timeout=TIMEOUT_S, context=secure)
        if settings.smtp_security == "tls"
        else smtplib.SMTP(*where, timeout=TIMEOUT_S)
    )
    with server:
        if settings.smtp_security == "starttls":
            server.starttls(context=secure)
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        server.send_message(mail)
