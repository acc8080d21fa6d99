"""pyannote's segmentation-3.0, forward only, on plain tensors: who of three local voices speaks when.

The network (H. Bredin, "Powerset multi-class cross entropy loss for neural speaker diarization", 2023;
MIT): SincNet, four bidirectional LSTM layers, two linear ones, and a choice among seven sets of at most
two voices. Written out here because pyannote.audio needs a hub, and what it needs of torch is this page.
"""

import math

import torch
from torch import nn
from torch.nn import functional

from pipeline.audio.voice_weights import Tensors

RATE = 16_000
FRAME_STEP = 270
"""Samples from one answer to the next: SincNet's stride 10, then three poolings by 3 (16.875 ms)."""
FRAME_START = 495
"""Sample in the middle of what the first answer sees: half of its 991 samples."""
LOCAL_VOICES = 3

POWERSET = torch.tensor(
    [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1]], dtype=torch.bool
)
"""Which voices speak in each of the seven classes, in the order of the network's outputs."""

_LAYERS = 4
_HIDDEN = 128
_SINC_HALF = 125
_MIN_HZ = 50.0


class Segmentation:
    """The network with its filters made and its LSTM filled; used for many windows."""

    def __init__(self, weights: Tensors) -> None:
        self._w = weights
        self._filters = _sinc_filters(weights)
        self._lstm = nn.LSTM(60, _HIDDEN, num_layers=_LAYERS, bidirectional=True, batch_first=True)
        state = {name.removeprefix("lstm."): t for name, t in weights.items() if name.startswith("lstm.")}
        self._lstm.load_state_dict(state)
        self._lstm.eval()

    def __call__(self, windows: torch.Tensor) -> torch.Tensor:
        """Who speaks in each window.

        Args:
            windows: (n, samples), float32, 16 kHz.

        Returns:
            (n, frames, 3), bool. The numbering of the voices is each window's own.
        """
        with torch.inference_mode():
            x = self._sincnet(windows.unsqueeze(1))
            x, _ = self._lstm(x.transpose(1, 2))
            for layer in ("linear.0", "linear.1"):
                x = functional.leaky_relu(
                    functional.linear(x, self._w[f"{layer}.weight"], self._w[f"{layer}.bias"])
                )
            x = functional.linear(x, self._w["classifier.weight"], self._w["classifier.bias"])
            return POWERSET[x.argmax(dim=-1)]

    def _sincnet(self, x: torch.Tensor) -> torch.Tensor:
        x = self._normed(x, "sincnet.wav_norm1d")
        x = functional.conv1d(x, self._filters, stride=10).abs()
        x = functional.leaky_relu(self._normed(functional.max_pool1d(x, 3), "sincnet.norm1d.0"))
        for i in (1, 2):
            name = f"sincnet.conv1d.{i}"
            x = functional.conv1d(x, self._w[f"{name}.weight"], self._w[f"{name}.bias"])
            x = functional.leaky_relu(self._normed(functional.max_pool1d(x, 3), f"sincnet.norm1d.{i}"))
        return x

    def _normed(self, x: torch.Tensor, name: str) -> torch.Tensor:
        return functional.instance_norm(x, weight=self._w[f"{name}.weight"], bias=self._w[f"{name}.bias"])


def _sinc_filters(weights: Tensors) -> torch.Tensor:
    """The 80 band-pass filters (40 even, 40 odd) that SincNet's learnt borders stand for: (80, 1, 251)."""
    name = "sincnet.conv1d.0.filterbank"
    window, n = weights[f"{name}.window_"], weights[f"{name}.n_"]
    low = _MIN_HZ + weights[f"{name}.low_hz_"].abs()
    high = torch.clamp(low + _MIN_HZ + weights[f"{name}.band_hz_"].abs(), _MIN_HZ, RATE / 2)
    band = (high - low)[:, 0]
    at_low, at_high = low @ n, high @ n
    even = (torch.sin(at_high) - torch.sin(at_low)) / (n / 2) * window
    odd = (torch.cos(at_low) - torch.cos(at_high)) / (n / 2) * window
    cosine = torch.cat([even, 2 * band[:, None], even.flip(1)], dim=1)
    sine = torch.cat([odd, torch.zeros_like(band)[:, None], -odd.flip(1)], dim=1)
    filters = torch.cat([cosine, sine]) / (2 * torch.cat([band, band])[:, None])
    return filters.view(2 * len(band), 1, 2 * _SINC_HALF + 1)


def frames_of(samples: int) -> int:
    """How many answers the network gives for so many samples.

    >>> frames_of(160_000)
    589
    """
    length = (samples - (2 * _SINC_HALF + 1)) // 10 + 1
    for kernel in (0, 5, 5):
        length = (length - kernel + 1 if kernel else length) // 3
    return max(0, math.floor(length))
