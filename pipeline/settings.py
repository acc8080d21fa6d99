"""All settings, in one place, read once at the edge and handed down as arguments.

Order of authority: command line, environment (`CALLAUDIT_…`), the settings file
(`callaudit.toml` in the current folder, or `CALLAUDIT_SETTINGS`), the defaults below.
"""

from datetime import time
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from pipeline.calendars import has_calendar
from pipeline.calls.recording import Role, Sector
from pipeline.errors import UserError

SCORECARDS = {
    Sector.CLIENT: "client_sector",
    Sector.ACTIVE_SALES: "active_sales",
    Sector.REGIONAL: "regional_sales",
    Sector.VIP: "vip",
    Sector.UNKNOWN: "client_sector",
}


class Settings(BaseSettings):
    """Every knob with its default; the defaults run without account, server or network."""

    model_config = SettingsConfigDict(env_prefix="CALLAUDIT_", extra="forbid", frozen=True)

    workspace: Path = Field(
        Path("workspace"), description="Folder for the database, playback copies and reports."
    )
    source: str = Field("drop", description="Drop folder or any fsspec URL; relative to the workspace.")
    cdr: Path | None = Field(None, description="CSV of call-detail records with a column `file`.")
    database: str = Field("", description="SQLAlchemy URL; empty: SQLite in the workspace.")
    notice: str = Field(
        "", description="How the parties are told of the recording, where the sidecar is silent."
    )
    channel_roles: tuple[Role, ...] = Field(
        (), description="Who is on which channel where the metadata are silent, e.g. [agent, client]."
    )
    file_names: tuple[str, ...] = Field((), description="File-name templates, see pipeline/intake/names.py.")
    timezone: str = Field(
        "Europe/Moscow", description="Zone of times that carry no offset, and of the clock."
    )
    settle_seconds: int = Field(
        30, ge=0, description="A file changed more recently than this is still growing."
    )
    max_minutes: int = Field(240, gt=0, description="Longer recordings go to quarantine.")

    engine: str = Field("faster_whisper", description="faster_whisper, openai_whisper or scripted.")
    model: str = Field(
        "embedded-base", description="embedded-base, a local path, or a model name to download."
    )
    second_engine: str = Field(
        "auto",
        description="Hears again what a `not_met` rests on: auto (the other engine), an engine, or none.",
    )
    second_model: str = Field(
        "", description="Its model; empty: the same as `model`. A larger one is worth its time."
    )
    language: str = Field("auto", pattern="^(ru|en|auto)$", description="ru, en or auto (detected per call).")
    scripts: Path | None = Field(None, description="Folder of transcripts that the scripted engine replays.")

    country: str = Field(
        "RU", description="Production calendar, an ISO code (RU, DE-BY); empty: weekends only."
    )
    work_from: time = Field(time(9), description="When the working day begins.")
    work_to: time = Field(time(18), description="When the working day ends.")
    repeat_days: int = Field(
        7, ge=1, description="The same client on the same matter within so many days is a repeat contact."
    )

    rubrics: Path | None = Field(None, description="Folder of rubrics; none: the default ones.")
    scorecards: dict[Sector, str] = Field(SCORECARDS, description="Which scorecard judges which sector.")

    judge_url: str = Field(
        "", description="OpenAI-compatible endpoint of a language model you run; empty: none is asked."
    )
    judge_model: str = Field("", description="The model's name at that endpoint.")
    judge_criteria: tuple[str, ...] = Field(
        (), description="Criteria it may be asked about where the rules answer `unsure`."
    )
    judge_key: SecretStr = Field(SecretStr(""), description="Sent as a bearer token; empty: none.")
    judge_seconds: int = Field(60, ge=1, description="Longest wait for one of its replies.")
    judge_minutes: int = Field(60, ge=1, description="How long it may take in one night, all calls together.")
    judge_outside: bool = Field(
        False, description="Whether the endpoint may be outside: what was said on the telephone then leaves."
    )

    workers: int = Field(2, ge=1, description="Calls worked on at once in the nightly flow.")
    cron: str = Field("0 2 * * *", description="When the nightly flow runs, in `timezone`.")
    report_days: int = Field(31, ge=1, description="How many days back the nightly reports look.")
    n_min: int = Field(30, ge=1, description="Scored calls below which a figure is called too few.")
    report_languages: tuple[str, ...] = Field(("ru", "en"), description="Languages reports are written in.")
    report_formats: tuple[str, ...] = Field(
        ("html", "pdf", "xlsx", "json"), description="What the nightly reports are written as."
    )
    spot_checks: int = Field(
        3, ge=0, description="Calls drawn at random per employee and week for human ears."
    )
    risk_checks: int = Field(2, ge=0, description="Calls picked for their risk besides, likewise.")

    web_host: str = Field(
        "127.0.0.1",
        description="Address the review workbench listens on; others than this machine need a proxy.",
    )
    web_port: int = Field(8080, gt=0, lt=65536, description="Its port.")
    web_processes: int = Field(2, ge=1, description="Processes that answer; each takes some 300 MB.")
    web_url: str = Field(
        "",
        pattern=r"^(https?://[^/\s?#]+)?/?$",
        description="Address people reach it under, e.g. https://calls.example.com; empty: host and port.",
    )
    web_session_hours: int = Field(10, ge=1, description="Whoever signed in signs in anew after so long.")
    web_idle_minutes: int = Field(60, ge=1, description="And after so long without doing anything.")
    blind_share: float = Field(
        0.2, ge=0, le=1, description="Share of reviews answered before the machine's answers are shown."
    )
    dispute_days: int = Field(
        5, ge=1, description="Working days an employee has to dispute a released evaluation."
    )
    answer_days: int = Field(5, ge=1, description="Working days in which a dispute is to be decided.")
    advisory_margin: float = Field(
        0.05, ge=0, le=1, description="How far machine-human agreement may stay below human-human agreement."
    )
    advisory_pairs: int = Field(
        50,
        ge=2,
        description="Pairs of answers without which a criterion stays advisory and never reaches HR.",
    )
    calibrations_needed: int = Field(
        1,
        ge=0,
        description="Finished calibrations without which a controller confirms nothing for HR; 0: none.",
    )
    oidc_issuer: str = Field(
        "", description="OpenID Connect provider people may sign in with; empty: by password only."
    )
    oidc_client_id: str = Field("", description="The workbench's name at the provider.")
    oidc_client_secret: SecretStr = Field(
        SecretStr(""), description="Its secret there; empty: a public client."
    )
    oidc_claim: str = Field(
        "email",
        description="Claim that holds the login name of an account; a mail address counts only if verified.",
    )
    oidc_scopes: str = Field("openid email profile", description="What the provider is asked to tell.")

    smtp_host: str = Field("", description="Mail server that tells of new reports; empty: no mail is sent.")
    smtp_port: int = Field(587, gt=0, lt=65536, description="Its port.")
    smtp_security: str = Field(
        "starttls", pattern="^(starttls|tls|none)$", description="starttls, tls, or none (local servers)."
    )
    smtp_user: str = Field("", description="Account at the mail server; empty: none is needed.")
    smtp_password: SecretStr = Field(SecretStr(""), description="Its password.")
    mail_from: str = Field("", description="Sender of the mail.")
    mail_to: tuple[str, ...] = Field((), description="Who is told; counts only, no names, no reports.")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as fault:
            raise ValueError(
                f"no such time zone; write it as in the IANA list, e.g. Europe/Moscow: {fault}"
            ) from fault
        return name

    @field_validator("report_formats")
    @classmethod
    def _known_formats(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        known = ("html", "pdf", "xlsx", "json")
        if unknown := [name for name in names if name not in known]:
            raise ValueError(f"no such format: {', '.join(unknown)}; there are {', '.join(known)}")
        return names

    @model_validator(mode="after")
    def _mail_is_whole(self) -> "Settings":
        if self.smtp_host and not (self.mail_from and self.mail_to):
            raise ValueError("smtp_host is set, so mail_from and mail_to must be, too")
        return self

    @model_validator(mode="after")
    def _oidc_is_whole(self) -> Self:
        if self.oidc_issuer and not (self.oidc_client_id and self.web_url):
            raise ValueError("oidc_issuer is set, so oidc_client_id and web_url must be, too")
        return self

    @field_validator("country")
    @classmethod
    def _known_country(cls, code: str) -> str:
        if code and not has_calendar(code):
            raise ValueError(f"no production calendar {code!r}; an ISO code such as RU, DE-BY or US-NY")
        return code

    @model_validator(mode="after")
    def _day_has_hours(self) -> Self:
        if self.work_to <= self.work_from:
            raise ValueError(f"work_to ({self.work_to}) comes before work_from ({self.work_from})")
        return self

    @property
    def database_url(self) -> str:
        """The database to use: the one named, else SQLite in the workspace."""
        return self.database or f"sqlite:///{(self.workspace / 'callaudit.db').as_posix()}"

    @property
    def source_url(self) -> str:
        """Where recordings arrive; a relative path lies in the workspace."""
        if "://" in self.source or Path(self.source).is_absolute():
            return self.source
        return str(self.workspace / self.source)

    @property
    def playback_dir(self) -> Path:
        """Muted copies that browsers play, with their waveform peaks."""
        return self.workspace / "playback"

    @property
    def reports_dir(self) -> Path:
        """Reports by employee, with an index page."""
        return self.workspace / "reports"

    @property
    def origin(self) -> str:
        """Scheme, host and port under which people reach the workbench."""
        if self.web_url:
            return self.web_url.rstrip("/")
        host = f"[{self.web_host}]" if ":" in self.web_host else self.web_host
        return f"http://{host}:{self.web_port}"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone as an object."""
        return ZoneInfo(self.timezone)


def load_settings(file: Path | None, **overrides: object) -> Settings:
    """Read the settings.

    Args:
        file: a TOML file, or None for defaults and environment only.
        overrides: from the command line; a value of None means "not said".

    Raises:
        UserError: file missing or broken, or a value that cannot be; names file and key.
    """
    if file is not None and not file.is_file():
        raise UserError(f"{file}: no such settings file; write one or leave --settings out")

    class FromFile(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # pydantic's signature
            file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # pydantic's signature
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls, file))

    said = {key: value for key, value in overrides.items() if value is not None}
    where = str(file) if file else "settings"
    try:
        return FromFile(**said)  # type: ignore[arg-type]  # pydantic checks every value
    except ValidationError as fault:
        lines = [f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in fault.errors()]
        raise UserError(f"{where}: " + "; ".join(lines)) from fault
    except (OSError, ValueError) as fault:  # tomllib's syntax errors are ValueErrors
        raise UserError(f"{where}: cannot be read: {fault}") from fault
