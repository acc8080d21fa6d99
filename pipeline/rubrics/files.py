"""The one thin door to the disk: rubric files by name."""

from pathlib import Path

from pipeline.errors import UserError

MODEL = "events.json"


def default_folder() -> Path:
    """The rubrics that come with callaudit: `scoring_rubrics/` in a checkout, else the packaged copy."""
    here = Path(__file__).resolve().parent
    checkout = here.parents[1] / "scoring_rubrics"
    return checkout if checkout.is_dir() else here / "default"


def read_folder(folder: Path | None = None) -> dict[str, str]:
    """All YAML files of a rubric folder, and its event tagger (else the default one): path → text.

    Args:
        folder: where the rubrics lie; the default folder when None.

    Raises:
        UserError: no such folder, nothing in it, or a file that cannot be read.
    """
    root = folder or default_folder()
    if not root.is_dir():
        raise UserError(f"no rubric folder at {root}; name a folder with rubric, phrase and scorecard files")
    paths = sorted(p for p in root.rglob("*.yaml") if p.is_file())
    models = sorted(root.rglob(MODEL)) or sorted(default_folder().rglob(MODEL))
    if not paths:
        raise UserError(f"no .yaml file in {root}; a rubric folder holds rubrics, phrases and scorecards")
    out = {}
    for path in (*paths, *models[:1]):
        try:
            out[_shown(path)] = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as fault:
            raise UserError(f"{path} cannot be read as UTF-8 text ({fault}); mend or remove it") from fault
    return out


def _shown(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
