"""The CTranslate2 container, read strictly."""

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.engines.ct2_tensors import checkpoint, read_container
from pipeline.errors import UserError

AUDIO, TEXT, MELS, LAYERS = 4, 4, 3, 2
CODES = {"float32": 0, "int8": 1, "int16": 2, "float16": 4}


def tiny() -> dict[str, np.ndarray[Any, Any]]:
    """The tensors of a Whisper with two layers a side, four wide; every number is different."""
    shapes: dict[str, tuple[int, ...]] = {
        "encoder/conv1/weight": (AUDIO, MELS, 3),
        "encoder/conv1/bias": (AUDIO,),
        "encoder/conv2/weight": (AUDIO, AUDIO, 3),
        "encoder/conv2/bias": (AUDIO,),
        "encoder/position_encodings/encodings": (6, AUDIO),
        "decoder/embeddings/weight": (11, TEXT),
        "decoder/position_encodings/encodings": (5, TEXT),
    }
    for side in ("encoder", "decoder"):
        norms = [f"{side}/layer_norm"]
        for layer in range(LAYERS):
            at = f"{side}/layer_{layer}"
            linears = {"self_attention/linear_0": (12, 4), "self_attention/linear_1": (4, 4)}
            linears |= {"ffn/linear_0": (16, 4), "ffn/linear_1": (4, 16)}
            norms += [f"{at}/self_attention/layer_norm", f"{at}/ffn/layer_norm"]
            if side == "decoder":
                linears |= {f"attention/linear_{i}": ((8, 4) if i == 1 else (4, 4)) for i in range(3)}
                norms.append(f"{at}/attention/layer_norm")
            for name, shape in linears.items():
                shapes |= {f"{at}/{name}/weight": shape, f"{at}/{name}/bias": shape[:1]}
        for norm in norms:
            shapes |= {f"{norm}/gamma": (4,), f"{norm}/beta": (4,)}
    rng = np.random.default_rng(1)
    tensors = {name: rng.normal(size=shape).astype(np.float16) for name, shape in shapes.items()}
    for name, tensor in tensors.items():
        if name.endswith("self_attention/linear_0/bias"):
            tensor[4:8] = 0
        if name.endswith("/attention/linear_1/bias") and "self" not in name:
            tensor[:4] = 0
    heads = np.array(2, dtype=np.int16)
    return tensors | {"encoder/num_heads": heads, "decoder/num_heads": heads}


def packed(
    tensors: Mapping[str, np.ndarray[Any, Any]], *, version: int = 6, kind: str = "WhisperSpec"
) -> bytes:
    def text(words: str) -> bytes:
        return struct.pack("<H", len(words) + 1) + words.encode() + b"\0"

    out = struct.pack("<I", version) + text(kind) + struct.pack("<II", 3, len(tensors))
    for name, tensor in tensors.items():
        out += text(name) + struct.pack("<B", tensor.ndim) + struct.pack(f"<{tensor.ndim}I", *tensor.shape)
        out += struct.pack("<BI", CODES[tensor.dtype.name], tensor.nbytes) + tensor.tobytes()
    return out + struct.pack("<I", 1) + text("decoder/projection/weight") + text("decoder/embeddings/weight")


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "model.bin"
    path.write_bytes(content)
    return path


def test_every_parameter_of_whisper_gets_its_tensor(tmp_path: Path) -> None:
    whisper = pytest.importorskip("whisper.model")
    torch = pytest.importorskip("torch")
    read = checkpoint(written(tmp_path, packed(tiny())))
    model = whisper.Whisper(whisper.ModelDimensions(**read.dims))
    model.load_state_dict({n: torch.from_numpy(t.astype(np.float32)) for n, t in read.state.items()})
    assert read.dims["n_text_layer"] == LAYERS
    assert read.dims["n_vocab"] == 11


def test_query_key_and_value_are_not_mixed_up(tmp_path: Path) -> None:
    tensors = tiny()
    state = checkpoint(written(tmp_path, packed(tensors))).state
    fused = tensors["encoder/layer_1/self_attention/linear_0/weight"]
    parts = [state[f"encoder.blocks.1.attn.{part}.weight"] for part in ("query", "key", "value")]
    assert np.array_equal(np.concatenate(parts), fused)
    crossed = tensors["decoder/layer_0/attention/linear_1/weight"]
    assert np.array_equal(state["decoder.blocks.0.cross_attn.value.weight"], crossed[4:])


def test_an_alias_is_the_tensor_it_names() -> None:
    tensors = read_container(packed(tiny()))
    assert tensors["decoder/projection/weight"] is tensors["decoder/embeddings/weight"]


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.999])
def test_a_file_cut_off_is_refused(tmp_path: Path, share: float) -> None:
    whole = packed(tiny())
    with pytest.raises(UserError, match="cannot run from this CTranslate2 file"):
        checkpoint(written(tmp_path, whole[: int(len(whole) * share)]))


def changed(name: str, tensor: np.ndarray[Any, Any] | None) -> bytes:
    tensors = tiny()
    del tensors[name]
    return packed(tensors | ({} if tensor is None else {name: tensor}))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (packed(tiny(), version=5), "container version 5, known is 6"),
        (packed(tiny(), kind="TransformerSpec"), "not a Whisper"),
        (packed(tiny()) + b"x", "1 bytes follow"),
        (changed("encoder/conv2/bias", None), "encoder/conv2/bias' is missing"),
        (changed("encoder/conv2/bias", np.zeros(5, np.float16)), r"shape \(5,\), not \(4,\)"),
        (changed("encoder/conv2/bias", np.zeros(4, np.int8)), r"quantized \(int8\)"),
        (changed("encoder/layer_0/self_attention/linear_0/bias", np.ones(12, np.float16)), "key bias"),
    ],
)
def test_anything_but_a_whole_whisper_in_floating_point_is_refused(
    tmp_path: Path, content: bytes, why: str
) -> None:
    with pytest.raises(UserError, match=why):
        checkpoint(written(tmp_path, content))
