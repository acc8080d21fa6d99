"""All settings, in one place, read once at the edge and handed down as arguments.

Order of authority: command line, environment (`CALLAUDIT_…`), the settings file
(`callaudit.toml` in the current folder, or `CALLAUDIT_SETTINGS`), the defaults below.
"""

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

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

    rubrics: Path | None = Field(None, description="Folder of rubrics; none: the default ones.")
    scorecards: dict[Sector, str] = Field(SCORECARDS, description="Which scorecard judges which sector.")

    workers: int = Field(2, ge=1, description="Calls worked on at once in the nightly flow.")
    cron: str = Field("0 2 * * *", description="When the nightly flow runs, in `timezone`.")
    report_days: int = Field(31, ge=1, description="How many days back the nightly reports look.")
    n_min: int = Field(30, ge=1, description="Scored calls below which a figure is called too few.")
    report_languages: tuple[str, ...] = Field(("ru", "en"), description="Languages reports are written in.")

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
