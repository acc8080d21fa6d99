"""Edge: samples to words. Each Whisper lives in its own file; `registry.ENGINES` lists them."""

from pipeline.engines.base import Discarded, Engine, EngineOptions, Heard, Hearing
from pipeline.engines.registry import ENGINES, make_engine

__all__ = ["ENGINES", "Discarded", "Engine", "EngineOptions", "Heard", "Hearing", "make_engine"]
