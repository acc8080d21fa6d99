"""CAM++, forward only, on plain tensors: a stretch of one voice in, 192 numbers out.

The network (H. Wang et al., "CAM++: A fast and efficient network for speaker verification using
context-aware masking", 2023; 3D-Speaker, Apache-2.0), with the filter bank it was trained on (Kaldi's:
25 ms every 10 ms, 80 mel bands, mean taken off).

What comes out is used while one call is worked on, and dropped: nothing here keeps a voice (trust.md).
"""

import math

import torch
from torch.nn import functional

from pipeline.audio.voice_weights import Tensors

RATE = 16_000
SIZE = 192
_FRAME, _SHIFT, _FFT, _BANDS = 400, 160, 512, 80
_EPSILON = 1.1920928955078125e-07
_BLOCKS = ((1, 12, 1), (2, 24, 2), (3, 16, 2))  # number, layers, dilation
_CONTEXT = 100


class Voiceprinter:
    """The network with its mel filters made; `of` is called for many stretches."""

    def __init__(self, weights: Tensors) -> None:
        self._w = weights
        self._mel = _mel_filters()
        self._window = torch.hann_window(_FRAME, periodic=False) ** 0.85  # Kaldi's "povey"

    def of(self, samples: torch.Tensor) -> torch.Tensor:
        """The numbers of one stretch: (192,), of length 1.

        Args:
            samples: (n,), float32, 16 kHz; at least 0.2 s of one voice.
        """
        with torch.inference_mode():
            x = self._head(self._bank(samples).T[None, None])
            x = self._conv("xvector.tdnn.linear", x, stride=2, padding=2)
            x = self._norm("xvector.tdnn.nonlinear.batchnorm", x).relu()
            for number, layers, dilation in _BLOCKS:
                for layer in range(1, layers + 1):
                    name = f"xvector.block{number}.tdnnd{layer}"
                    x = torch.cat([x, self._layer(name, x, dilation=dilation)], dim=1)
                name = f"xvector.transit{number}"
                x = self._conv(f"{name}.linear", self._norm(f"{name}.nonlinear.batchnorm", x).relu())
            x = self._norm("xvector.out_nonlinear.batchnorm", x).relu()
            x = torch.cat([x.mean(dim=-1), x.std(dim=-1)], dim=-1).unsqueeze(-1)
            x = self._norm("xvector.dense.nonlinear.batchnorm", self._conv("xvector.dense.linear", x))
            return functional.normalize(x[0, :, 0], dim=0)

    def _bank(self, samples: torch.Tensor) -> torch.Tensor:
        """Log mel energies: (frames, 80)."""
        frames = samples.unfold(0, _FRAME, _SHIFT)
        frames = frames - frames.mean(dim=1, keepdim=True)
        before = torch.cat([frames[:, :1], frames[:, :-1]], dim=1)
        frames = (frames - 0.97 * before) * self._window
        power = torch.fft.rfft(frames, n=_FFT).abs() ** 2
        bank = torch.clamp(power @ self._mel, min=_EPSILON).log()
        return bank - bank.mean(dim=0, keepdim=True)

    def _head(self, x: torch.Tensor) -> torch.Tensor:
        x = self._norm("head.bn1", self._conv("head.conv1", x, padding=1)).relu()
        for name, stride in (("layer1.0", 2), ("layer1.1", 1), ("layer2.0", 2), ("layer2.1", 1)):
            x = self._residual(f"head.{name}", x, stride=stride)
        x = self._norm("head.bn2", self._conv("head.conv2", x, stride=(2, 1), padding=1)).relu()
        return x.flatten(1, 2)

    def _residual(self, name: str, x: torch.Tensor, *, stride: int) -> torch.Tensor:
        y = self._norm(f"{name}.bn1", self._conv(f"{name}.conv1", x, stride=(stride, 1), padding=1)).relu()
        y = self._norm(f"{name}.bn2", self._conv(f"{name}.conv2", y, padding=1))
        if stride > 1:
            x = self._norm(f"{name}.shortcut.1", self._conv(f"{name}.shortcut.0", x, stride=(stride, 1)))
        return (x + y).relu()

    def _layer(self, name: str, x: torch.Tensor, *, dilation: int) -> torch.Tensor:
        """One densely connected layer with its context-aware mask."""
        x = self._conv(f"{name}.linear1", self._norm(f"{name}.nonlinear1.batchnorm", x).relu())
        x = self._norm(f"{name}.nonlinear2.batchnorm", x).relu()
        y = self._conv(f"{name}.cam_layer.linear_local", x, padding=dilation, dilation=dilation)
        nearby = functional.avg_pool1d(x, _CONTEXT, stride=_CONTEXT, ceil_mode=True)
        nearby = nearby.repeat_interleave(_CONTEXT, dim=-1)[..., : x.shape[-1]]
        context = x.mean(dim=-1, keepdim=True) + nearby
        mask = self._conv(f"{name}.cam_layer.linear1", context).relu()
        return y * self._conv(f"{name}.cam_layer.linear2", mask).sigmoid()

    def _conv(
        self,
        name: str,
        x: torch.Tensor,
        *,
        stride: int | tuple[int, int] = 1,
        padding: int = 0,
        dilation: int = 1,
    ) -> torch.Tensor:
        weight, bias = self._w[f"{name}.weight"], self._w.get(f"{name}.bias")
        convolve = functional.conv2d if weight.dim() == 4 else functional.conv1d  # noqa: PLR2004  # 2-D kernels
        return convolve(x, weight, bias, stride=stride, padding=padding, dilation=dilation)

    def _norm(self, name: str, x: torch.Tensor) -> torch.Tensor:
        return functional.batch_norm(
            x,
            self._w[f"{name}.running_mean"],
            self._w[f"{name}.running_var"],
            self._w.get(f"{name}.weight"),
            self._w.get(f"{name}.bias"),
        )


def _mel_filters() -> torch.Tensor:
    """Kaldi's triangles, 20 Hz to 8 kHz, even on the mel scale: (257, 80)."""

    def mel(hertz: torch.Tensor) -> torch.Tensor:
        return 1127.0 * torch.log1p(hertz / 700.0)

    low, high = 1127.0 * math.log1p(20.0 / 700.0), 1127.0 * math.log1p(RATE / 2 / 700.0)
    edges = torch.linspace(low, high, _BANDS + 2)
    bins = mel(torch.arange(_FFT // 2 + 1) * (RATE / _FFT))[:, None]
    up = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    down = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    filters = torch.minimum(up, down).clamp(min=0.0)
    filters[-1] = 0.0  # Kaldi leaves out the Nyquist bin
    return filters
