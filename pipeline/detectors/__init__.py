"""Looking: one file per kind of look, `DETECTORS` names them all."""

from pipeline.detectors.look import DETECTORS, look
from pipeline.detectors.scene import Scene, stage
from pipeline.detectors.sighting import Doubt, Sighting, State, Stretch

__all__ = ["DETECTORS", "Doubt", "Scene", "Sighting", "State", "Stretch", "look", "stage"]
