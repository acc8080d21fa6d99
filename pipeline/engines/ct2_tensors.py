"""Whisper weights out of a CTranslate2 file, in the names openai-whisper knows.

Both engines then run from one verified file. The container (binary version 6) is: version,
specification name, revision; a count and that many tensors (name, rank, dimensions, type, bytes);
a count and that many aliases. CTranslate2 fuses the query, key and value matrices of an
attention into one (`linear_0`), drops the key bias because Whisper has none, and calls a
layer norm's weight and bias gamma and beta; everything else keeps its shape.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.errors import UserError

BINARY_VERSION = 6
TYPES = {0: "<f4", 1: "<i1", 2: "<i2", 3: "<i4", 4: "<f2"}
FLOATS = ("<f4", "<f2")

Tensors = dict[str, npt.NDArray[Any]]
Dims = dict[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """What `whisper.model.Whisper` is built from: sizes by its names, tensors by its names.

    `alignment_heads` are (layer, head) pairs whose attention tells word times; () for all.
    """

    dims: Dims
    state: Tensors
    alignment_heads: tuple[tuple[int, int], ...]


def checkpoint(path: Path, *, alignment_heads: tuple[tuple[int, int], ...] = ()) -> Checkpoint:
    """Read `model.bin` of a multilingual or English Whisper kept in floating point.

    Raises:
        UserError: not such a file, cut off, quantized, or a tensor is missing or of a wrong shape.
    """
    try:
        tensors = read_container(path.read_bytes())
        dims = _dims(tensors)
        state = _state(tensors, dims)
    except (struct.error, KeyError, ValueError, IndexError) as fault:
        raise UserError(
            f"{path}: openai-whisper cannot run from this CTranslate2 file ({_said(fault)}); "
            "use the faster_whisper engine, or name a .pt checkpoint"
        ) from fault
    return Checkpoint(dims, state, alignment_heads)


def read_container(data: bytes) -> Tensors:
    """All tensors of a CTranslate2 model file, by name; views of `data`, not copies.

    Raises:
        ValueError: another version, an unknown type, or bytes too few or too many.
        struct.error: cut off in a header.
    """
    reader = _Bytes(data)
    version = reader.number("I")
    if version != BINARY_VERSION:
        raise ValueError(f"container version {version}, known is {BINARY_VERSION}")
    specification, _revision = reader.text(), reader.number("I")
    if specification != "WhisperSpec":
        raise ValueError(f"it holds a {specification!r}, not a Whisper")
    tensors = dict(reader.tensor() for _ in range(reader.number("I")))
    for _ in range(reader.number("I")):
        alias, name = reader.text(), reader.text()
        tensors[alias] = tensors[name]
    if reader.left:
        raise ValueError(f"{reader.left} bytes follow the last tensor")
    return tensors


class _Bytes:
    """A cursor over the file's bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> int:
        return len(self._data) - self._at

    def number(self, kind: str) -> int:
        value: int = struct.unpack_from(f"<{kind}", self._data, self._at)[0]
        self._at += struct.calcsize(f"<{kind}")
        return value

    def text(self) -> str:
        return bytes(self._take(self.number("H"))).rstrip(b"\0").decode()

    def tensor(self) -> tuple[str, npt.NDArray[Any]]:
        name = self.text()
        shape = [self.number("I") for _ in range(self.number("B"))]
        kind = TYPES.get(code := self.number("B"))
        if kind is None:
            raise ValueError(f"{name} is of unknown type {code}")
        return name, np.frombuffer(self._take(self.number("I")), dtype=kind).reshape(shape)

    def _take(self, count: int) -> memoryview:
        if count > self.left:
            raise ValueError("it is cut off")
        taken = memoryview(self._data)[self._at : self._at + count]
        self._at += count
        return taken


def _dims(tensors: Mapping[str, npt.NDArray[Any]]) -> Dims:
    conv = tensors["encoder/conv1/weight"]
    vocabulary, text_state = tensors["decoder/embeddings/weight"].shape
    return {
        "n_mels": conv.shape[1],
        "n_audio_ctx": tensors["encoder/position_encodings/encodings"].shape[0],
        "n_audio_state": conv.shape[0],
        "n_audio_head": int(tensors["encoder/num_heads"]),
        "n_audio_layer": _layers(tensors, "encoder"),
        "n_vocab": vocabulary,
        "n_text_ctx": tensors["decoder/position_encodings/encodings"].shape[0],
        "n_text_state": text_state,
        "n_text_head": int(tensors["decoder/num_heads"]),
        "n_text_layer": _layers(tensors, "decoder"),
    }


def _layers(tensors: Mapping[str, npt.NDArray[Any]], side: str) -> int:
    count = 0
    while f"{side}/layer_{count}/ffn/linear_0/weight" in tensors:
        count += 1
    return count


def _state(tensors: Mapping[str, npt.NDArray[Any]], dims: Dims) -> Tensors:
    audio, text = dims["n_audio_state"], dims["n_text_state"]
    build = _State(tensors)
    build.take("encoder.conv1", "encoder/conv1", (audio, dims["n_mels"], 3))
    build.take("encoder.conv2", "encoder/conv2", (audio, audio, 3))
    build.put(
        "encoder.positional_embedding",
        build.tensor("encoder/position_encodings/encodings", (dims["n_audio_ctx"], audio)),
    )
    build.norm("encoder.ln_post", "encoder/layer_norm", audio)
    build.put(
        "decoder.token_embedding.weight",
        build.tensor("decoder/embeddings/weight", (dims["n_vocab"], text)),
    )
    build.put(
        "decoder.positional_embedding",
        build.tensor("decoder/position_encodings/encodings", (dims["n_text_ctx"], text)),
    )
    build.norm("decoder.ln", "decoder/layer_norm", text)
    for layer in range(dims["n_audio_layer"]):
        build.self_attention("encoder", layer, audio)
        build.feed_forward("encoder", layer, audio)
    for layer in range(dims["n_text_layer"]):
        build.self_attention("decoder", layer, text)
        build.cross_attention(layer, text, audio)
        build.feed_forward("decoder", layer, text)
    return build.state


class _State:
    """Collects the state dict; every tensor taken has its shape checked."""

    def __init__(self, tensors: Mapping[str, npt.NDArray[Any]]) -> None:
        self._tensors = tensors
        self.state: Tensors = {}

    def tensor(self, name: str, shape: tuple[int, ...]) -> npt.NDArray[Any]:
        tensor = self._tensors[name]
        if tensor.dtype.str not in FLOATS:
            raise ValueError(f"{name} is quantized ({tensor.dtype.name})")
        if tensor.shape != shape:
            raise ValueError(f"{name} has shape {tensor.shape}, not {shape}")
        return tensor

    def put(self, name: str, tensor: npt.NDArray[Any]) -> None:
        self.state[name] = tensor

    def take(self, ours: str, theirs: str, shape: tuple[int, ...]) -> None:
        self.put(f"{ours}.weight", self.tensor(f"{theirs}/weight", shape))
        self.put(f"{ours}.bias", self.tensor(f"{theirs}/bias", shape[:1]))

    def norm(self, ours: str, theirs: str, size: int) -> None:
        self.put(f"{ours}.weight", self.tensor(f"{theirs}/gamma", (size,)))
        self.put(f"{ours}.bias", self.tensor(f"{theirs}/beta", (size,)))

    def self_attention(self, side: str, layer: int, size: int) -> None:
        ours, theirs = f"{side}.blocks.{layer}", f"{side}/layer_{layer}/self_attention"
        weight = self.tensor(f"{theirs}/linear_0/weight", (3 * size, size))
        bias = self.tensor(f"{theirs}/linear_0/bias", (3 * size,))
        self._keyless(bias[size : 2 * size], f"{theirs}/linear_0/bias")
        self.put(f"{ours}.attn.query.weight", weight[:size])
        self.put(f"{ours}.attn.query.bias", bias[:size])
        self.put(f"{ours}.attn.key.weight", weight[size : 2 * size])
        self.put(f"{ours}.attn.value.weight", weight[2 * size :])
        self.put(f"{ours}.attn.value.bias", bias[2 * size :])
        self.take(f"{ours}.attn.out", f"{theirs}/linear_1", (size, size))
        self.norm(f"{ours}.attn_ln", f"{theirs}/layer_norm", size)

    def cross_attention(self, layer: int, size: int, audio: int) -> None:
        ours, theirs = f"decoder.blocks.{layer}", f"decoder/layer_{layer}/attention"
        weight = self.tensor(f"{theirs}/linear_1/weight", (2 * size, audio))
        bias = self.tensor(f"{theirs}/linear_1/bias", (2 * size,))
        self._keyless(bias[:size], f"{theirs}/linear_1/bias")
        self.take(f"{ours}.cross_attn.query", f"{theirs}/linear_0", (size, size))
        self.put(f"{ours}.cross_attn.key.weight", weight[:size])
        self.put(f"{ours}.cross_attn.value.weight", weight[size:])
        self.put(f"{ours}.cross_attn.value.bias", bias[size:])
        self.take(f"{ours}.cross_attn.out", f"{theirs}/linear_2", (size, size))
        self.norm(f"{ours}.cross_attn_ln", f"{theirs}/layer_norm", size)

    def feed_forward(self, side: str, layer: int, size: int) -> None:
        ours, theirs = f"{side}.blocks.{layer}", f"{side}/layer_{layer}/ffn"
        self.take(f"{ours}.mlp.0", f"{theirs}/linear_0", (4 * size, size))
        self.take(f"{ours}.mlp.2", f"{theirs}/linear_1", (size, 4 * size))
        self.norm(f"{ours}.mlp_ln", f"{theirs}/layer_norm", size)

    def _keyless(self, bias: npt.NDArray[Any], name: str) -> None:
        if bias.any():
            raise ValueError(f"{name} has a key bias, which Whisper has not")


def _said(fault: Exception) -> str:
    return f"tensor {fault} is missing" if isinstance(fault, KeyError) else str(fault)
